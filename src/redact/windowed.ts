import { BYTE, LINE_END } from './byte-classes.ts';
import { isTokenByte } from './rules/token-rule.ts';
import type { SpanList } from './span-list.ts';
import type { FindEnd, Span, TextWindow } from './spans.ts';

/** Bytes that are looked at together. */
const WINDOW = 512 * 1024;
/** Bytes behind a cut that the rules may have needed to judge what stands before it. */
const LOOKAHEAD = 8 * 1024;
/** Bytes that are kept while the end of an endless value is looked for: an END line may lie across the border. */
const KEPT = 256;

/** Where a windowed redaction gets its spans from and gives its output to. */
export interface WindowPort {
  /** Finds what must go, in order and without overlaps. */
  scan(window: TextWindow): SpanList;
  /** Takes a stretch of bytes that may leave. They are overwritten later. */
  keep(bytes: Buffer, start: number, end: number): void;
  /** Takes a span of `bytes` that is replaced; `length` is that of the removed bytes. */
  replace(span: Span, length: number, bytes: Buffer): void;
  /** Called when a window is done: what was kept and replaced since the last call can be handed on. */
  flush(): void;
}

/**
 * Redacts bytes of any length with bounded memory. A window is filled, scanned, and cut at a line border that leaves
 * enough bytes behind it; a span across the cut moves the cut to the beginning of the span's context. Windows are filled
 * to the same size however the input is cut into chunks, so that the output cannot depend on the chunks.
 */
export class WindowedRedaction {
  readonly #port: WindowPort;
  readonly #window: Buffer;
  #length = 0;
  #startsLine = true;
  /** Set while the end of a value that is longer than a window is looked for. */
  #swallow: FindEnd | undefined;

  constructor(port: WindowPort, size: number = WINDOW) {
    this.#port = port;
    this.#window = Buffer.allocUnsafe(size);
  }

  /** Adds bytes. */
  push(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; ) {
      const count = Math.min(chunk.length - at, this.#window.length - this.#length);
      this.#window.set(chunk.subarray(at, at + count), this.#length);
      this.#length += count;
      at += count;
      if (this.#length === this.#window.length) this.#turn(false);
    }
  }

  /** Ends the input. */
  end(): void {
    this.#turn(true);
  }

  #turn(complete: boolean): void {
    if (this.#swallow !== undefined && !this.#swallowed(complete)) return;
    const window = {
      bytes: this.#window,
      start: 0,
      end: this.#length,
      complete,
      startsLine: this.#startsLine,
    };
    const spans = this.#port.scan(window);
    const cut = complete
      ? this.#length
      : chooseCut(window, spans, Math.min(LOOKAHEAD, this.#window.length >> 2));
    this.#emit(spans, cut);
  }

  /** Drops the rest of an endless value; false when all that is there was dropped. */
  #swallowed(complete: boolean): boolean {
    const stop = this.#swallow?.(this.#window, 0, this.#length) ?? -1;
    if (stop >= 0) {
      this.#swallow = undefined;
      this.#startsLine = stop > 0 && LINE_END[this.#window[stop - 1] as number] === 1;
      this.#shift(stop);
      return this.#length > 0 || complete;
    }
    this.#shift(complete ? this.#length : startOfKept(this.#window, this.#length));
    return false;
  }

  #emit(spans: SpanList, cut: number): void {
    let at = 0;
    let end = cut;
    for (let i = 0; i < spans.length && spans.start(i) < cut; i++) {
      const span = spans.at(i);
      if (span.start > at) this.#port.keep(this.#window, at, span.start);
      this.#port.replace(span, span.end - span.start, this.#window);
      at = span.end;
      if (span.end >= cut) {
        end = span.end;
        if (span.end === this.#length) this.#swallow = span.findEnd;
      }
    }
    if (end > at) this.#port.keep(this.#window, at, end);
    this.#port.flush();
    if (end > 0) this.#startsLine = LINE_END[this.#window[end - 1] as number] === 1;
    this.#shift(end);
  }

  #shift(count: number): void {
    this.#window.copyWithin(0, count, this.#length);
    this.#length -= count;
  }
}

/**
 * The last line border that leaves enough bytes behind it. A span across it moves the cut to the beginning of the span's
 * context; a span that fills half the window is replaced now, and its end is looked for without being kept.
 */
function chooseCut(window: TextWindow, spans: SpanList, lookahead: number): number {
  const latest = window.end - lookahead;
  const lineEnd = window.bytes.lastIndexOf(BYTE.lf, latest - 1);
  let cut = lineEnd >= 0 ? lineEnd + 1 : borderBefore(window.bytes, latest);
  for (let i = spans.length - 1; i >= 0; i--) {
    const contextStart = spans.contextStart(i);
    const end = spans.end(i);
    if (contextStart >= cut || end <= cut) continue;
    if (contextStart < window.end >> 1) return end;
    cut = contextStart;
  }
  return cut;
}

/** A place where no token can be torn apart; when there is none in the whole window, the latest. */
function borderBefore(bytes: Buffer, latest: number): number {
  let single = 0;
  for (let i = latest; i > 0; i--) {
    if (isTokenByte(bytes[i] as number)) continue;
    if (!isTokenByte(bytes[i - 1] as number)) return i;
    if (single === 0) single = i;
    // The byte before is one of a token.
    i--;
  }
  return single > 0 ? single : latest;
}

/** A block scalar's end is judged by whole lines, a quoted value's by the backslashes before the mark. */
function startOfKept(bytes: Buffer, length: number): number {
  const line = bytes.lastIndexOf(BYTE.lf, length - 1);
  if (line >= length - LOOKAHEAD && line >= 0) return Math.min(line, Math.max(0, length - KEPT));
  let from = Math.max(0, length - KEPT);
  while (from > 0 && bytes[from - 1] === BYTE.backslash) from--;
  return from;
}
