import { ALNUM, BYTE, HEX, WORD } from '../byte-classes.ts';
import { startsWith } from './quote.ts';

const ESCAPE_LETTERS = new Set([...'ntrbfv0'].map((letter) => letter.charCodeAt(0)));
/** ANSI sequences longer than this are not stepped over. */
const LONGEST_ANSI = 24;
/** The escape character as JSON writes it. */
const WRITTEN_ESCAPE = '\\u001b';

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
  return last === 0x6d && endsColour(bytes, position, start);
}

function endsColour(bytes: Buffer, position: number, start: number): boolean {
  for (let i = position - 2; i >= start && position - i <= LONGEST_ANSI; i--) {
    const byte = bytes[i] as number;
    if (byte === BYTE.openBracket)
      return i - 1 >= start && (bytes[i - 1] === BYTE.escape || endsWrittenEscape(bytes, i, start));
    if ((byte < BYTE.zero || byte > 0x39) && byte !== BYTE.semicolon) return false;
  }
  return false;
}

/** `\u001b[` as JSON writes it. */
function endsWrittenEscape(bytes: Buffer, position: number, start: number): boolean {
  const from = position - WRITTEN_ESCAPE.length;
  return from >= start && startsWith(bytes, from, position, WRITTEN_ESCAPE);
}

/**
 * The position after an ANSI sequence that begins at `position`, or `position` itself when none does.
 * Also steps over the escape character as JSON writes it (`\u001b[0m`).
 */
export function skipAnsi(bytes: Buffer, position: number, end: number): number {
  let i = position;
  if (bytes[i] === BYTE.escape) i += 1;
  else if (bytes[i] === BYTE.backslash && startsWith(bytes, i, end, WRITTEN_ESCAPE))
    i += WRITTEN_ESCAPE.length;
  else return position;
  if (bytes[i] !== BYTE.openBracket || i >= end) return position;
  for (i += 1; i < end && i - position <= LONGEST_ANSI; i++) {
    const byte = bytes[i] as number;
    if (byte >= 0x40 && byte <= 0x7e) return i + 1;
  }
  return position;
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
  const text = bytes.toString('latin1', start, end);
  return text.includes('[') ? text.replace(/(?:\x1b|\\u001b)\[[0-9;]{0,20}[A-Za-z]/gi, '') : text;
}
