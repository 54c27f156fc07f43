/** State of a row. Each has a glyph and stands beside a word, so that nothing depends on colour. */
export type Mark = 'pass' | 'fail' | 'skip' | 'run' | 'wait';

/** A line under a row: why it failed, what to do next. */
export interface Note {
  readonly label: string;
  readonly text: string;
}

/** One row of a list, whatever it lists. */
export interface Entry {
  readonly id: string;
  /** Absent for a row that has no state, such as a profile to choose. */
  readonly mark?: Mark;
  /** The state in a word. */
  readonly word: string;
  /** What the row says beside its id. */
  readonly text: string;
  /** Stands at the right end: a duration, a count, a reason id. */
  readonly aside: string;
  /** Words that a filter finds it by, beside those that show. */
  readonly also?: string;
  /** Shown under the row where there is room. */
  readonly notes: readonly Note[];
}

/** How many rows of a list have ended, and how. */
export interface Tally {
  readonly of: number;
  readonly done: number;
  readonly failed: number;
}

/** Counts the rows of a list. */
export function tallyOf(entries: readonly Entry[]): Tally {
  const having = (...marks: readonly Mark[]): number =>
    entries.filter((entry) => entry.mark !== undefined && marks.includes(entry.mark)).length;
  return { of: entries.length, done: having('pass', 'fail', 'skip'), failed: having('fail') };
}
