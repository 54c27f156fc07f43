import stringWidth, { type Options } from 'string-width';
import { isSingleCells } from './single-cells.ts';

/** Colours and styles, which take no column. */
const STYLES = /\u001b\[[\d;]*m/g;

/**
 * Columns that a text takes in a terminal, as `string-width` counts them, which has a table to read before its first
 * answer. Texts that need none are counted without; in the built program Ink counts with this as well.
 * @param options of `string-width`
 */
export default function columnCount(text: string, options: Options = {}): number {
  const { ambiguousIsNarrow = true, countAnsiEscapeCodes = false } = options;
  const bare = countAnsiEscapeCodes || !text.includes('\u001b') ? text : text.replace(STYLES, '');
  if (ambiguousIsNarrow && isSingleCells(bare)) return bare.length;
  return stringWidth(text, options);
}
