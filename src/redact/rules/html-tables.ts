import { BYTE } from '../byte-classes.ts';
import { classifyKeyName } from '../key-names.ts';
import { LAYER, type TextWindow } from '../spans.ts';
import { isReadableValue, looksChosen, looksRandom } from '../value-shape.ts';
import { startsWith } from './quote.ts';
import type { Found, Rule } from './rule.ts';

/** The header of a table is one row of at most so many bytes, and its rows are read for so many behind it. */
const LONGEST_HEADER = 4096;
const LONGEST_TABLE = 64 * 1024;
const CELL = /<th[^<>]{0,200}>\s{0,80}(?:<[a-z]{1,8}>)?([^<>]{0,80})(?:<\/[a-z]{1,8}>)?\s{0,80}<\/th>/gi;
const DATA = /<(tr|td)[^<>]{0,200}>\s{0,80}([^<>]{0,4096})/gi;
const HEADER_ENDS = ['</tr>', '<td'] as const;
const TABLE_ENDS = ['</table', '<th>', '<th '] as const;
const SHORTEST = 6;

/** `<th>password</th>` in the first row of a table: the same column of the rows below it. */
export function htmlTableRule(): Rule {
  let readTo = -1;
  return {
    id: 'html-table',
    anchors: ['<th>', '<th '],
    reset() {
      readTo = -1;
    },
    inspect(window, start, _end, _anchor, found) {
      if (start < readTo) return;
      const { bytes } = window;
      readTo = endOfPart(bytes, start, Math.min(window.end, start + LONGEST_HEADER), HEADER_ENDS);
      const header = bytes.toString('latin1', start, readTo);
      const names = [...header.matchAll(CELL)].map((match) => classifyKeyName((match[1] ?? '').trim()));
      if (!names.some((name) => name === 'secret' || name === 'ambiguous')) return;
      readTo = readRows(window, start, readTo, names, found);
    },
  };
}

/** The first place of one of these words, found without reading a byte twice. */
function endOfPart(bytes: Buffer, from: number, end: number, words: readonly string[]): number {
  for (let i = from + 1; i < end; i++)
    if (bytes[i] === BYTE.less && words.some((word) => startsWith(bytes, i, end, word))) return i;
  return end;
}

/** @returns the first byte behind the rows that were read */
function readRows(
  window: TextWindow,
  contextStart: number,
  from: number,
  names: readonly string[],
  found: Found,
): number {
  const to = endOfPart(window.bytes, from, Math.min(window.end, from + LONGEST_TABLE), TABLE_ENDS);
  const text = window.bytes.toString('latin1', from, to);
  let column = -1;
  for (const match of text.matchAll(DATA)) {
    if (match[1]?.toLowerCase() === 'tr') {
      column = -1;
      continue;
    }
    column++;
    const name = names[column];
    const value = (match[2] ?? '').trimEnd();
    if (name !== 'secret' && name !== 'ambiguous') continue;
    if (value.length < SHORTEST || isReadableValue(value) || value.startsWith('[REDACTED:')) continue;
    if (!looksRandom(value, 12) && (name === 'ambiguous' || !looksChosen(value, true))) continue;
    const start = from + match.index + match[0].length - (match[2] ?? '').length;
    found.add({
      start,
      end: start + value.length,
      contextStart,
      rule: 'html-table',
      kind: 'secret',
      layer: LAYER.key,
      canonical: Buffer.from(value, 'latin1').toString('utf8'),
    });
  }
  return to;
}
