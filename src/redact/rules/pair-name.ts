import { BYTE, byteSet } from '../byte-classes.ts';
import type { TextWindow } from '../spans.ts';
import { startsWith } from './quote.ts';

/** Members whose value is the name of a key, as in `{"name": "DB_PASSWORD", "value": "…"}`. */
const NAMES = ['name', 'key', 'header', 'variable', 'type', 'k'] as const;
const MARK = byteSet('"\'\\');
/** White space of Latin-1, the blank that does not break included. */
const WHITE = byteSet(' \t\r\n\f\v\xa0');
const LETTER = byteSet('A-Za-z');
const MOST_MARKS = 8;
const MOST_WHITE = 8;
/** How far before its value the name may begin. */
const REACH = 24;

/** True when `name`, `key`, `header` and a separator stand before `position`. */
export function isPairName({ bytes, start }: TextWindow, position: number): boolean {
  const from = Math.max(start, position - REACH);
  const sign = skipBack(bytes, position, from, WHITE, MOST_WHITE) - 1;
  if (sign < from || (bytes[sign] !== BYTE.colon && bytes[sign] !== BYTE.equals)) return false;
  const mark = skipBack(bytes, sign, from, WHITE, MOST_WHITE);
  const end = skipBack(bytes, mark, from, MARK, MOST_MARKS);
  return NAMES.some((name) => {
    const at = end - name.length;
    if (at < from || !startsWith(bytes, at, end, name)) return false;
    return at === from || LETTER[bytes[at - 1] as number] === 0;
  });
}

function skipBack(bytes: Buffer, position: number, from: number, set: Uint8Array, most: number): number {
  const limit = Math.max(from, position - most);
  let i = position;
  while (i > limit && set[bytes[i - 1] as number] === 1) i--;
  return i;
}
