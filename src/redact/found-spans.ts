import type { Found } from './rules/rule.ts';
import { SpanList } from './span-list.ts';
import { LAYER, type Span } from './spans.ts';

/** The spans of a window, and how far the rules need not look. */
export class FoundSpans implements Found {
  /** What was found, in the order in which it was. */
  readonly spans = new SpanList();
  protectedTo = -1;
  coveredTo = -1;
  shapeEnd = -1;

  /** Forgets what was found. */
  reset(): void {
    this.spans.clear();
    this.protectedTo = this.coveredTo = this.shapeEnd = -1;
  }

  protect(end: number): void {
    this.protectedTo = end;
  }

  add(span: Span): void {
    const { start, end, layer } = span;
    if (end <= start) return;
    this.spans.add(span);
    if (end > this.coveredTo) this.coveredTo = end;
    if (layer === LAYER.shape && end > this.shapeEnd) this.shapeEnd = end;
  }
}
