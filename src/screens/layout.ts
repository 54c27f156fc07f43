import type { Content } from './content.ts';
import { type ListWindow, listHeight, listWindow } from './list-window.ts';
import { CONTINUED, type TextLine } from './text-line.ts';

/** Below this the screens are a few plain lines. */
export const SMALLEST = { rows: 12, columns: 50 } as const;
/** Content stops here, however wide the terminal is. */
export const WIDEST = 100;

/** Who gets how many lines of a frame. */
export interface Layout {
  /** Lines of the whole frame, one less than the terminal has: at the full height a terminal scrolls. */
  readonly height: number;
  /** Columns that may be used. */
  readonly width: number;
  /** Empty lines; given away last. */
  readonly gaps: {
    readonly head: number;
    readonly text: number;
    readonly facts: number;
    readonly foot: number;
  };
  readonly text: number;
  readonly list: ListWindow;
  readonly facts: number;
  readonly tally: number;
  readonly filter: number;
  readonly notice: number;
  readonly question: number;
}

/** True when a terminal is too small for the screens. */
export function isTooSmall(rows: number, columns: number): boolean {
  return rows < SMALLEST.rows || columns < SMALLEST.columns;
}

/** Columns of the content on a terminal that is `columns` wide. */
export function contentWidth(columns: number): number {
  return Math.min(columns, WIDEST);
}

/**
 * Shares the lines of a terminal among the parts of a screen. Head and footer take one line each. What asks or warns
 * comes first, then the list, then the text around it, then empty lines.
 * @param rows of the terminal, at least {@link SMALLEST}
 * @returns numbers of lines whose sum never exceeds `rows - 1`
 */
export function layout(rows: number, columns: number, content: Content): Layout {
  const height = rows - 1;
  let left = height - 2;
  const take = (wanted: number, most = left): number => {
    const taken = Math.max(0, Math.min(wanted, most, left));
    left -= taken;
    return taken;
  };
  const question = take(content.question.length, 2);
  const notice = take(content.notice.length, height < 16 ? 2 : 5);
  const filter = take(content.filter.length, 1);
  const tally = take(content.tally === undefined ? 0 : 1);
  const hasList = content.entries.length > 0;
  const spare = hasList ? left - listHeight(content.entries) : left;
  const facts = take(content.facts.length, Math.max(firstFactHeight(content.facts), spare));
  const lines = take(listHeight(content.entries));
  const list = listWindow(content.entries, content.selected, lines);
  const head = take(content.text.length === 0 || height >= 16 || hasList ? 1 : 0);
  // Below a text that does not fit stands how much is missing.
  const foot = take(!hasList && (height >= 16 || content.text.length > left) ? 1 : 0);
  const text = take(content.text.length);
  const gaps = {
    head,
    foot: foot + (hasList ? take(1) : 0),
    facts: facts > 0 ? take(1) : 0,
    text: text > 0 && hasList ? take(1) : 0,
  };
  return { height, width: contentWidth(columns), gaps, text, list, facts, tally, filter, notice, question };
}

/** The first fact, such as the address of the gateway, shows whole however long the list is. */
function firstFactHeight(facts: readonly TextLine[]): number {
  const next = facts.findIndex(({ label }, index) => index > 0 && label !== CONTINUED);
  return next === -1 ? facts.length : next;
}
