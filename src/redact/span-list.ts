import { bySpan, type FindEnd, joinSpans, type Layer, type Span } from './spans.ts';

const FIRST_ROOM = 256;
/** More than the rules have: only marks at ever greater depths make more, which are forgotten then. */
const MOST_TRAITS = 256;

/** What many spans have in common. */
interface SpanTraits {
  readonly rule: string;
  readonly kind: string;
  readonly layer: Layer;
  readonly isAsWritten: boolean | undefined;
  readonly quote: string | undefined;
}

/**
 * Spans without an object for each: a text with a secret every few bytes has so many in a window that their objects
 * would outlive the young generation and fill the memory. The list is cleared and filled again for each window.
 */
export class SpanList {
  #starts = new Int32Array(FIRST_ROOM);
  #ends = new Int32Array(FIRST_ROOM);
  #contextStarts = new Int32Array(FIRST_ROOM);
  #traitsOf = new Uint16Array(FIRST_ROOM);
  #canonicals: (string | undefined)[] = [];
  readonly #findEnds: (FindEnd | undefined)[] = [];
  /** Rules and kinds are few: those that were met are kept for the next window. */
  readonly #traits: SpanTraits[] = [];
  #lastTraits = 0;
  #length = 0;

  /** How many spans there are. */
  get length(): number {
    return this.#length;
  }

  /** Forgets all spans. */
  clear(): void {
    this.#canonicals.fill(undefined, 0, this.#length);
    this.#findEnds.fill(undefined, 0, this.#length);
    this.#length = 0;
    if (this.#traits.length > MOST_TRAITS) this.#traits.length = 0;
  }

  /** Adds a span; its object is not kept. */
  add(span: Span): void {
    if (this.#length === this.#starts.length) this.#grow();
    this.#put(this.#length++, span);
  }

  /** First byte of a span. */
  start(index: number): number {
    return this.#starts[index] as number;
  }

  /** First byte after a span. */
  end(index: number): number {
    return this.#ends[index] as number;
  }

  /** Where the evidence of a span begins. */
  contextStart(index: number): number {
    return this.#contextStarts[index] as number;
  }

  /** A span in an object of its own. */
  at(index: number): Span {
    const traits = this.#traits[this.#traitsOf[index] as number] as SpanTraits;
    return {
      start: this.#starts[index] as number,
      end: this.#ends[index] as number,
      contextStart: this.#contextStarts[index] as number,
      rule: traits.rule,
      kind: traits.kind,
      layer: traits.layer,
      canonical: this.#canonicals[index],
      isAsWritten: traits.isAsWritten,
      quote: traits.quote,
      findEnd: this.#findEnds[index],
    };
  }

  /** All spans in objects of their own. */
  all(): Span[] {
    return Array.from({ length: this.#length }, (_, index) => this.at(index));
  }

  /** Brings the spans into order and joins those that overlap, as `mergeSpans` does. */
  merge(): void {
    if (this.#areApart()) return;
    if (!this.#isSorted()) this.#sort();
    let last = 0;
    for (let i = 1; i < this.#length; i++) {
      if (this.start(i) >= this.end(last)) this.#move(i, ++last);
      else this.#put(last, joinSpans(this.at(last), this.at(i)));
    }
    const length = last + 1;
    this.#findEnds.fill(undefined, length, this.#length);
    this.#canonicals.fill(undefined, length, this.#length);
    this.#length = length;
  }

  #put(index: number, span: Span): void {
    this.#starts[index] = span.start;
    this.#ends[index] = span.end;
    this.#contextStarts[index] = span.contextStart;
    this.#traitsOf[index] = this.#numberOf(span);
    this.#canonicals[index] = span.canonical;
    this.#findEnds[index] = span.findEnd;
  }

  #move(from: number, to: number): void {
    if (from === to) return;
    this.#starts[to] = this.#starts[from] as number;
    this.#ends[to] = this.#ends[from] as number;
    this.#contextStarts[to] = this.#contextStarts[from] as number;
    this.#traitsOf[to] = this.#traitsOf[from] as number;
    this.#canonicals[to] = this.#canonicals[from];
    this.#findEnds[to] = this.#findEnds[from];
  }

  #numberOf(span: Span): number {
    const last = this.#traits[this.#lastTraits];
    if (last !== undefined && hasTraits(span, last)) return this.#lastTraits;
    let number = this.#traits.findIndex((traits) => hasTraits(span, traits));
    if (number < 0) {
      const { rule, kind, layer, isAsWritten, quote } = span;
      number = this.#traits.push({ rule, kind, layer, isAsWritten, quote }) - 1;
    }
    this.#lastTraits = number;
    return number;
  }

  #areApart(): boolean {
    let end = -1;
    for (let i = 0; i < this.#length; i++) {
      if ((this.#starts[i] as number) < end) return false;
      end = this.#ends[i] as number;
    }
    return true;
  }

  #isSorted(): boolean {
    for (let i = 1; i < this.#length; i++) if (this.#compare(i - 1, i) > 0) return false;
    return true;
  }

  #compare(one: number, other: number): number {
    return (
      this.start(one) - this.start(other) ||
      this.end(other) - this.end(one) ||
      this.#layer(one) - this.#layer(other)
    );
  }

  #layer(index: number): number {
    return this.#traits[this.#traitsOf[index] as number]?.layer ?? 0;
  }

  #sort(): void {
    const sorted = this.all().sort(bySpan);
    sorted.forEach((span, index) => {
      this.#put(index, span);
    });
  }

  #grow(): void {
    const room = this.#starts.length * 2;
    this.#starts = grown(this.#starts, new Int32Array(room));
    this.#ends = grown(this.#ends, new Int32Array(room));
    this.#contextStarts = grown(this.#contextStarts, new Int32Array(room));
    this.#traitsOf = grown(this.#traitsOf, new Uint16Array(room));
  }
}

function hasTraits(span: Span, traits: SpanTraits): boolean {
  return (
    span.rule === traits.rule &&
    span.kind === traits.kind &&
    span.layer === traits.layer &&
    span.isAsWritten === traits.isAsWritten &&
    span.quote === traits.quote
  );
}

function grown<T extends Int32Array | Uint16Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
