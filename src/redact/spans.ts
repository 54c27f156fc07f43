/** Which layer found a span; the lower number wins where two overlap with the same length. */
export const LAYER = { known: 0, shape: 1, key: 2, personal: 3 } as const;

export type Layer = (typeof LAYER)[keyof typeof LAYER];

/** Finds where an unfinished value ends: the first byte after it at or past `from`, or -1 when it goes on. */
export type FindEnd = (bytes: Buffer, from: number, end: number) => number;

/** A stretch of bytes that must not leave. */
export interface Span {
  /** First byte that is replaced. */
  readonly start: number;
  /** First byte after the replaced ones. */
  readonly end: number;
  /** Where its evidence begins (the key, the scheme, the BEGIN line): a stream must not cut between here and `end`. */
  readonly contextStart: number;
  /** Id of the rule that found it, e.g. `stripe-key`. */
  readonly rule: string;
  /** What the placeholder calls it, e.g. `stripe`. */
  readonly kind: string;
  readonly layer: Layer;
  /** The decoded value, so that one secret has one tag in every encoding; undefined when it must not be tagged. */
  readonly canonical: string | undefined;
  /** True when the decoded value is the bytes of the span, all of them ASCII: `canonical` is then left out. */
  readonly isAsWritten?: boolean | undefined;
  /** Put on both sides of the placeholder: quotes where the format needs them, e.g. for a number in JSON. */
  readonly quote?: string;
  /** Set when the window ended before the value did. */
  readonly findEnd?: FindEnd;
}

/** The decoded value of a span of `bytes`, or undefined when it must not be tagged. */
export function canonicalOf(span: Span, bytes: Buffer): string | undefined {
  return span.isAsWritten === true ? bytes.toString('latin1', span.start, span.end) : span.canonical;
}

/** The bytes that a scan looks at. */
export interface TextWindow {
  readonly bytes: Buffer;
  /** First byte of the window. */
  readonly start: number;
  /** First byte after it. */
  readonly end: number;
  /** True when nothing follows `end`. */
  readonly complete: boolean;
  /** True when `start` is the first byte of a line. */
  readonly startsLine: boolean;
}

/**
 * Brings spans into order and joins those that overlap. The span of the stronger layer gives its rule and kind
 * (known, then shape, then key name; longest wins), the union gives the bytes, so that no edge is left behind.
 * @returns spans in ascending order that do not touch each other's bytes; the same array when they are so already
 */
export function mergeSpans(spans: Span[]): Span[] {
  if (areApart(spans)) return spans;
  const sorted = isSorted(spans) ? spans : [...spans].sort(bySpan);
  const merged: Span[] = [];
  let last: Span | undefined;
  for (const span of sorted) {
    if (last === undefined || span.start >= last.end) {
      if (last !== undefined) merged.push(last);
      last = span;
    } else {
      last = joinSpans(last, span);
    }
  }
  if (last !== undefined) merged.push(last);
  return merged;
}

/** The order of spans: by their beginning, longer ones first, the stronger layer first. */
export function bySpan(a: Span, b: Span): number {
  return a.start - b.start || b.end - a.end || a.layer - b.layer;
}

/** Most rules find what no other finds, and in order. */
function areApart(spans: readonly Span[]): boolean {
  let end = -1;
  for (const span of spans) {
    if (span.start < end) return false;
    end = span.end;
  }
  return true;
}

/** Rules find most spans in order. */
function isSorted(spans: readonly Span[]): boolean {
  for (let i = 1; i < spans.length; i++) if (bySpan(spans[i - 1] as Span, spans[i] as Span) > 0) return false;
  return true;
}

/** One span for two that overlap, the left one first in order. */
export function joinSpans(left: Span, right: Span): Span {
  const covers = left.end >= right.end;
  const end = Math.max(left.end, right.end);
  const contextStart = Math.min(left.contextStart, right.contextStart);
  const sameBytes = left.start === right.start && left.end === right.end;
  // The one that covers the other names what was there: a tag over a part would not be comparable.
  const leader = sameBytes && right.layer < left.layer ? right : left;
  const { findEnd: _, quote: __, ...named } = leader;
  const quote = left.quote ?? (sameBytes ? right.quote : undefined);
  const longest = left.end >= right.end ? left : right;
  return {
    ...named,
    start: left.start,
    end,
    contextStart,
    canonical: covers ? leader.canonical : undefined,
    isAsWritten: covers && leader.isAsWritten === true,
    ...(quote !== undefined && covers ? { quote } : {}),
    ...(longest.findEnd !== undefined ? { findEnd: longest.findEnd } : {}),
  };
}
