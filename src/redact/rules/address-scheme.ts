import { BYTE, byteSet, DIGIT } from '../byte-classes.ts';

const SCHEME = byteSet('A-Za-z0-9+.-');
const ALPHA = byteSet('A-Za-z');
const LONGEST_SCHEME = 32;

/**
 * Where the scheme of an address begins.
 * @param position of the `:` behind it
 * @param start of what may be read
 */
export function startOfScheme(bytes: Buffer, position: number, start: number): number {
  let i = position;
  while (i > start && position - i < LONGEST_SCHEME && SCHEME[bytes[i - 1] as number] === 1) i--;
  if (bytes[i - 1] === BYTE.backslash) i += bytes[i] === 0x75 ? 5 : 1;
  // The end of a colour, the sign of a changed line and a dash of a list are none of the scheme, which begins with a letter.
  if (bytes[i - 1] === BYTE.openBracket && (bytes[i - 2] === BYTE.escape || bytes[i - 2] === 0x62))
    while (i < position && bytes[i] !== 0x6d) i++;
  while (
    i < position &&
    (ALPHA[bytes[i] as number] === 0 ||
      (bytes[i] === 0x6d && bytes[i - 1] !== undefined && DIGIT[bytes[i - 1] as number] === 1))
  )
    i++;
  return i;
}
