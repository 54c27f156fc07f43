import type { Found } from './rules/rule.ts';
import { SpanList } from './span-list.ts';
import { LAYER, type Span } from './spans.ts';

/** A value that begins further behind what gave it away is a cell of a table, a member of an object, an item. */
const FURTHEST_VALUE = 64;

/** The spans of a window, and how far the rules need not look. */
export class FoundSpans implements Found {
  /** What was found, in the order in which it was. */
  readonly spans = new SpanList();
  protectedTo = -1;
  coveredTo = -1;
  shapeEnd = -1;
  /** End of the hit that is looked at. */
  hitEnd = 0;

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
    // A row far behind its header covers nothing of what stands between them.
    if (end > this.coveredTo && start - this.hitEnd <= FURTHEST_VALUE) this.coveredTo = end;
    if (layer === LAYER.shape && end > this.shapeEnd) this.shapeEnd = end;
  }
}
