import type { Span, TextWindow } from '../spans.ts';

/** Where a rule puts what it finds. */
export interface Found {
  /** Adds a span. */
  add(span: Span): void;
  /** Marks bytes that are a placeholder already: what stands in them gives no other hit. */
  protect(end: number): void;
  /** End of the furthest span so far: a hit before it is inside of a value that goes anyway. */
  readonly coveredTo: number;
  /** End of the furthest span that a shape gave: a key's value may still reach further than a shape inside of it. */
  readonly shapeEnd: number;
}

/** One idea of what a secret looks like: words that give it away, and the code that looks closer where one stands. */
export interface Rule {
  /** Stable id that findings carry, e.g. `stripe-key`. */
  readonly id: string;
  /** ASCII words, searched without regard to case. */
  readonly anchors: readonly string[];
  /** True when a hit that stands in a sentence is nothing: the scanner then does not ask. */
  readonly findsKeyWords?: boolean;
  /** Looks around a hit. Must be linear over all hits of a window. */
  inspect(window: TextWindow, start: number, end: number, anchor: number, found: Found): void;
  /** Forgets positions that were remembered for the last window. */
  reset?(): void;
}
