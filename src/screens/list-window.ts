import type { Entry, Mark } from './entry.ts';

/** One row that shows, with as many of its notes as there is room for. */
export interface VisibleEntry {
  readonly entry: Entry;
  readonly notes: number;
}

/** The part of a list that shows. */
export interface ListWindow {
  readonly rows: readonly VisibleEntry[];
  /** Every id in the order in which the selection moves. */
  readonly order: readonly string[];
  /** How many rows do not show; they take one line together. */
  readonly hidden: number;
}

const RANK: Record<Mark, number> = { fail: 0, run: 1, wait: 2, skip: 2, pass: 2 };

function rankOf({ mark }: Entry): number {
  return mark === undefined ? 2 : RANK[mark];
}

/** Lines that a list takes when all of it shows. */
export function listHeight(entries: readonly Entry[]): number {
  return entries.reduce((sum, entry) => sum + 1 + entry.notes.length, 0);
}

/**
 * The order in which a list shows. A list that fits keeps its own order, so that nothing jumps while it runs; one that
 * does not has what failed and what runs pinned first.
 * @param capacity lines
 */
export function listOrder(entries: readonly Entry[], capacity: number): readonly Entry[] {
  if (listHeight(entries) <= capacity) return entries;
  return entries.toSorted((one, other) => rankOf(one) - rankOf(other));
}

/**
 * Chooses what of a list shows in `capacity` lines: never more lines than that, and always the selected row.
 * @param selected id of the selected row
 */
export function listWindow(
  entries: readonly Entry[],
  selected: string | undefined,
  capacity: number,
): ListWindow {
  const ordered = listOrder(entries, capacity);
  const order = ordered.map((entry) => entry.id);
  if (capacity < 1) return { rows: [], order, hidden: 0 };
  if (ordered.length <= capacity) {
    return { rows: withNotes(ordered, capacity - ordered.length), order, hidden: 0 };
  }
  const rows = Math.max(0, capacity - 1);
  const pinned = ordered.filter((entry) => rankOf(entry) < 2).length;
  const index = ordered.findIndex((entry) => entry.id === selected);
  // Half of the lines at most go to notes, so that a failure does not hide that others passed.
  const notes = index < rows ? Math.min(pinnedNotes(ordered, pinned), Math.floor(rows / 2)) : 0;
  const shown = rows - notes;
  const start = index < shown ? 0 : Math.min(index - Math.floor(shown / 2), ordered.length - shown);
  const visible = ordered.slice(start, start + shown);
  return { rows: withNotes(visible, notes), order, hidden: ordered.length - visible.length };
}

function pinnedNotes(entries: readonly Entry[], pinned: number): number {
  return entries.slice(0, pinned).reduce((sum, entry) => sum + entry.notes.length, 0);
}

/** Gives the spare lines to the notes of the first rows that have any. */
function withNotes(entries: readonly Entry[], spare: number): readonly VisibleEntry[] {
  let left = spare;
  return entries.map((entry) => {
    const notes = Math.min(entry.notes.length, left);
    left -= notes;
    return { entry, notes };
  });
}
