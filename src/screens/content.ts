import type { Entry, Tally } from './entry.ts';
import type { Glyphs } from './glyphs.ts';
import type { TextLine } from './text-line.ts';

/** What there is to draw on: a width in columns, and the marks that may be used. */
export interface Paper {
  readonly width: number;
  readonly glyphs: Glyphs;
}

/**
 * What a screen wants to show, from top to bottom, before anybody has asked how many lines there are.
 * {@link file://./layout.ts} decides who gets how many.
 */
export interface Content {
  /** Text above the list; the whole body of a screen without a list, which then scrolls. */
  readonly text: readonly TextLine[];
  readonly entries: readonly Entry[];
  /** Id of the selected row. */
  readonly selected?: string;
  /** Text below the list. */
  readonly facts: readonly TextLine[];
  /** How far the list has come, as a bar. */
  readonly tally?: Tally;
  /** What the list is filtered by. */
  readonly filter: readonly TextLine[];
  /** What went wrong, or what is being done about it. */
  readonly notice: readonly TextLine[];
  readonly question: readonly TextLine[];
}

/** A screen that shows nothing. */
export const NO_CONTENT: Content = { text: [], entries: [], facts: [], filter: [], notice: [], question: [] };
