import cliTruncate from 'cli-truncate';
import wrapAnsi from 'wrap-ansi';
import { safeText } from '../steps/safe-text.ts';
import columnCount from '../terminal/column-count.ts';
import type { Glyphs } from './glyphs.ts';

/** How the marks that our own texts use are spelt where only ASCII may be drawn. */
const SPELT: Readonly<Record<string, string>> = {
  '→': '->',
  '←': '<-',
  '…': '...',
  '–': '-',
  '—': '-',
  '·': '-',
  '“': '"',
  '”': '"',
  '‘': "'",
  '’': "'",
  '×': 'x',
  '≥': '>=',
  '≤': '<=',
};

/**
 * One line that is safe to draw. Every text on a screen that is not ours goes through here, and nowhere else:
 * control characters are gone, line breaks and tabs are spaces, and an ASCII terminal gets ASCII.
 */
export function plain(text: string, glyphs: Glyphs): string {
  return spelt(safeText(text).replace(/\s+/g, ' ').trim(), glyphs);
}

function spelt(line: string, glyphs: Glyphs): string {
  return glyphs.ascii ? line.replace(/[^\u0020-\u007e]/gu, (mark) => SPELT[mark] ?? '?') : line;
}

/** Columns that a text takes on the screen; a wide character takes two. */
export function columnsOf(text: string): number {
  return columnCount(text);
}

/**
 * A text cut to a width, with an ellipsis where something is missing.
 * @param width columns; nothing fits in less than one
 * @param position where it is cut: of a path the end tells more
 */
export function shorten(
  text: string,
  width: number,
  glyphs: Glyphs,
  position: 'start' | 'end' = 'end',
): string {
  if (width < 1) return '';
  const line = plain(text, glyphs);
  if (columnsOf(line) <= width) return line;
  return cliTruncate(line, width, {
    position,
    truncationCharacter: width > glyphs.ellipsis.length ? glyphs.ellipsis : '',
  });
}

/** Like {@link shorten}, filled with spaces to exactly `width` columns. */
export function cell(text: string, width: number, glyphs: Glyphs, position: 'start' | 'end' = 'end'): string {
  const fitted = shorten(text, width, glyphs, position);
  return fitted + ' '.repeat(Math.max(0, width - columnsOf(fitted)));
}

/**
 * A text as lines of at most `width` columns, broken between words where that is possible.
 * @returns at least one line
 */
export function wrap(text: string, width: number, glyphs: Glyphs): readonly string[] {
  return wrapAnsi(plain(text, glyphs), Math.max(1, width), { hard: true }).split('\n');
}

/** Columns from one tab stop to the next, as terminals have them. */
const TAB_STOP = 8;

/**
 * One line of a file as lines of at most `width` columns: every blank stays, tabs reach their stops, and a line is broken
 * where it is full.
 * @returns at least one line
 */
export function wrapVerbatim(line: string, width: number, glyphs: Glyphs): readonly string[] {
  let drawn = '';
  for (const [index, part] of safeText(line).replace(/\n/g, ' ').split('\t').entries()) {
    if (index > 0) drawn += ' '.repeat(TAB_STOP - (columnsOf(drawn) % TAB_STOP));
    drawn += part;
  }
  const options = { hard: true, trim: false, wordWrap: false };
  return wrapAnsi(spelt(drawn, glyphs), Math.max(1, width), options).split('\n');
}
