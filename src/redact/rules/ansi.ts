import { BYTE, byteSet } from '../byte-classes.ts';

/** ANSI sequences longer than this are not stepped over. */
const LONGEST_ANSI = 24;
/** Sequences that may stand behind each other. */
const MOST_COLOURS = 4;
/** What stands for the escape character behind backslashes: in JSON, in most languages, in C and shells, in Bash. */
const WRITTEN = ['u001b', 'x1b', '033', 'e'].map((letters) => Buffer.from(letters));
const BEGINS_WRITTEN = byteSet('ux0e');
/** Backslashes before them: JSON in JSON in JSON in JSON has as many. */
const MOST_BACKSLASHES = 8;
const LETTER_M = 0x6d;

/**
 * The position after an ANSI sequence that begins at `position`, or `position` itself when none does.
 * Also steps over the escape character as a log writes it (`\u001b[0m`, `\x1b[0m`, `\033[0m`).
 */
export function skipAnsi(bytes: Buffer, position: number, end: number): number {
  const bracket = endOfEscape(bytes, position, end);
  if (bracket === position || bracket >= end || bytes[bracket] !== BYTE.openBracket) return position;
  for (let i = bracket + 1; i < end && i - bracket < LONGEST_ANSI; i++) {
    const byte = bytes[i] as number;
    if (byte >= 0x40 && byte <= 0x7e) return i + 1;
  }
  return position;
}

/** The first byte behind the ANSI sequences at `position`: one colour is switched off and another on. */
export function skipColours(bytes: Buffer, position: number, end: number): number {
  let i = position;
  for (let count = 0; count < MOST_COLOURS; count++) {
    const after = skipAnsi(bytes, i, end);
    if (after === i) return i;
    i = after;
  }
  return i;
}

/** True when a colour ends just before `position`, with its `m`. */
export function endsAnsiColour(bytes: Buffer, position: number, start: number): boolean {
  if (bytes[position - 1] !== LETTER_M) return false;
  for (let i = position - 2; i >= start && position - i <= LONGEST_ANSI; i--) {
    const byte = bytes[i] as number;
    if (byte === BYTE.openBracket) return startOfEscape(bytes, i, start) < i;
    if ((byte < BYTE.zero || byte > 0x39) && byte !== BYTE.semicolon) return false;
  }
  return false;
}

/** The first byte of the ANSI sequence that ends before `position`, or `position` when none does. */
export function startOfAnsi(bytes: Buffer, position: number, start: number): number {
  for (let i = position - 2; i >= start && position - i <= LONGEST_ANSI; i--) {
    if (bytes[i] !== BYTE.openBracket) continue;
    const from = startOfEscape(bytes, i, start);
    return from < i && skipAnsi(bytes, from, position) === position ? from : position;
  }
  return position;
}

/** A text without the ANSI sequences in it. */
export function withoutAnsi(text: string): string {
  if (!text.includes('[')) return text;
  return text.replace(/(?:\x1b|\\{1,8}(?:u001b|x1b|033|e))\[[0-9;]{0,20}[A-Za-z]/gi, '');
}

function endOfEscape(bytes: Buffer, position: number, end: number): number {
  if (bytes[position] === BYTE.escape) return position + 1;
  if (bytes[position] !== BYTE.backslash) return position;
  let i = position;
  while (i < end && i - position < MOST_BACKSLASHES && bytes[i] === BYTE.backslash) i++;
  // Nearly every backslash stands for something else.
  if (BEGINS_WRITTEN[bytes[i] ?? 0] === 0) return position;
  const letters = WRITTEN.find((each) => stands(bytes, i, end, each));
  return letters === undefined ? position : i + letters.length;
}

/** The beginning of the escape character that ends before `position`, or `position` when none does. */
function startOfEscape(bytes: Buffer, position: number, start: number): number {
  if (position > start && bytes[position - 1] === BYTE.escape) return position - 1;
  for (const letters of WRITTEN) {
    const at = position - letters.length;
    if (at <= start || bytes[at - 1] !== BYTE.backslash || !stands(bytes, at, position, letters)) continue;
    let i = at - 1;
    while (i > start && at - i < MOST_BACKSLASHES && bytes[i - 1] === BYTE.backslash) i--;
    return i;
  }
  return position;
}

/** True when letters stand at a position; of those of a number in either case. */
function stands(bytes: Buffer, position: number, end: number, letters: Buffer): boolean {
  if (position + letters.length > end) return false;
  for (let i = 0; i < letters.length; i++) {
    const byte = bytes[position + i] as number;
    const wanted = letters[i] as number;
    if (byte !== wanted && (i === 0 || wanted < 0x61 || (byte | 0x20) !== wanted)) return false;
  }
  return true;
}
