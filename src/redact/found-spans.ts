import type { Found } from './rules/rule.ts';
import { type FindEnd, LAYER, type Layer, type Span } from './spans.ts';

/** A span whose place another one takes in the next window. */
class SpanSlot implements Span {
  start = 0;
  end = 0;
  contextStart = 0;
  rule = '';
  kind = '';
  layer: Layer = LAYER.key;
  canonical: string | undefined = undefined;
  isAsWritten: boolean | undefined = undefined;
  quote: string | undefined = undefined;
  findEnd: FindEnd | undefined = undefined;

  take(span: Span): void {
    this.start = span.start;
    this.end = span.end;
    this.contextStart = span.contextStart;
    this.rule = span.rule;
    this.kind = span.kind;
    this.layer = span.layer;
    this.canonical = span.canonical;
    this.isAsWritten = span.isAsWritten;
    this.quote = span.quote;
    this.findEnd = span.findEnd;
  }
}

/**
 * The spans of a window. Their objects are kept and filled again: a text with a secret every few bytes would make more
 * new ones in a window than are collected while they are young, and so fill the memory with old ones.
 */
export class FoundSpans implements Found {
  readonly #slots: SpanSlot[] = [];
  #count = 0;
  protectedTo = -1;
  coveredTo = -1;
  shapeEnd = -1;

  /** Forgets what was found. */
  reset(): void {
    this.#count = 0;
    this.protectedTo = this.coveredTo = this.shapeEnd = -1;
  }

  /** What was found since the last reset, in objects that the next window fills again. */
  all(): Span[] {
    return this.#slots.slice(0, this.#count);
  }

  protect(end: number): void {
    this.protectedTo = end;
  }

  add(span: Span): void {
    const { start, end, layer } = span;
    if (end <= start) return;
    let slot = this.#slots[this.#count];
    if (slot === undefined) {
      slot = new SpanSlot();
      this.#slots.push(slot);
    }
    slot.take(span);
    this.#count++;
    if (end > this.coveredTo) this.coveredTo = end;
    if (layer === LAYER.shape && end > this.shapeEnd) this.shapeEnd = end;
  }
}
