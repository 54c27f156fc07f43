import { ALNUM, BYTE, HEX, WORD } from '../byte-classes.ts';
import { endsAnsiColour, skipAnsi, withoutAnsi } from './ansi.ts';

const ESCAPE_LETTERS = new Set([...'ntrbfv0'].map((letter) => letter.charCodeAt(0)));

/**
 * True when a token may begin at `position`: what stands before is no letter of a word, or is the end of an escape
 * sequence (`\n`, `\u0022`, `%20`, an ANSI colour).
 */
export function beginsToken(bytes: Buffer, position: number, start: number): boolean {
  if (position <= start) return true;
  const before = bytes[position - 1] as number;
  if (WORD[before] === 0 && before !== BYTE.dash) return true;
  if (before === BYTE.dash) return ALNUM[bytes[position - 2] ?? 0] === 0 && position - 2 >= start;
  return endsEscape(bytes, position, start);
}

/** True when an escape sequence ends just before `position`. */
export function endsEscape(bytes: Buffer, position: number, start: number): boolean {
  const last = bytes[position - 1] as number;
  if (position - 2 >= start && bytes[position - 2] === BYTE.backslash && ESCAPE_LETTERS.has(last))
    return true;
  if (HEX[last] === 1) {
    if (
      position - 3 >= start &&
      bytes[position - 3] === BYTE.percent &&
      HEX[bytes[position - 2] as number] === 1
    )
      return true;
    if (position - 6 >= start && bytes[position - 6] === BYTE.backslash && bytes[position - 5] === 0x75)
      return true;
    if (position - 4 >= start && bytes[position - 4] === BYTE.backslash && bytes[position - 3] === 0x78)
      return true;
  }
  return last === 0x6d && endsAnsiColour(bytes, position, start);
}

/**
 * The end of the run of `alphabet` that begins at `from`, stepping over ANSI sequences between two of its letters.
 * There is no longest length: a bounded rule leaks what is past its bound.
 */
export function endOfRun(bytes: Buffer, from: number, end: number, alphabet: Uint8Array): number {
  let i = from;
  for (;;) {
    while (i < end && alphabet[bytes[i] as number] === 1) i++;
    if (i >= end) return i;
    const byte = bytes[i] as number;
    if (byte !== BYTE.escape && byte !== BYTE.backslash) return i;
    const after = skipAnsi(bytes, i, end);
    if (after === i || after >= end || alphabet[bytes[after] as number] === 0) return i;
    i = after;
  }
}

/** The bytes of a run without the ANSI sequences in it. */
export function runText(bytes: Buffer, start: number, end: number): string {
  return withoutAnsi(bytes.toString('latin1', start, end));
}
