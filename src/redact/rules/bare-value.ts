import { ALNUM, BLANK, BYTE, byteSet, IDENTIFIER, LINE_END, SPACE } from '../byte-classes.ts';
import { skip, startsWith } from './quote.ts';

/**
 * How far a value without quotes goes.
 * - `query`: a parameter of a URL
 * - `line`: to the end of the line (YAML, headers, INI)
 * - `wide`: to the next white space (an assignment that begins its line)
 * - `word`: to whatever ends a word in a log line
 */
export type BareStyle = 'query' | 'line' | 'wide' | 'word';

const QUERY_END = byteSet(' \t\r\n\f\v&#"\'<>`\\)]}|');
const WORD_STOP = byteSet(' \t\r\n\f\v"\'`<>,;&)]}\\');
const CLOSERS = byteSet(')]},;.');
const MARK = byteSet('"\'`');
const LONGEST_MARKED = 256;

/** The first byte after a bare value that begins at `from`. Reaching `end` means that it may go on. */
export function endOfBare(bytes: Buffer, from: number, end: number, style: BareStyle): number {
  if (style === 'line') return endOfLine(bytes, from, end);
  if (style === 'query') return endOfQuery(bytes, from, end);
  return style === 'wide' ? endOfWide(bytes, from, end) : endOfWord(bytes, from, end);
}

function endOfLine(bytes: Buffer, from: number, end: number): number {
  let i = from;
  while (i < end && LINE_END[bytes[i] as number] === 0) {
    if (bytes[i] === BYTE.hash && i > from && BLANK[bytes[i - 1] as number] === 1) break;
    i++;
  }
  if (i === end) return end;
  while (i > from && BLANK[bytes[i - 1] as number] === 1) i--;
  return i;
}

function endOfQuery(bytes: Buffer, from: number, end: number): number {
  let i = from;
  const brackets = bytes[from] === BYTE.openBracket;
  while (i < end) {
    const byte = bytes[i] as number;
    if (QUERY_END[byte] === 1 && !staysInQuery(bytes, i, end) && !(brackets && byte === BYTE.closeBracket))
      break;
    if (byte === BYTE.percent && endsParameter(bytes, i, end)) break;
    i++;
  }
  return i;
}

/** `%22`, and `%26name%3D` of an address inside of an address; `%26` alone is a letter of the value. */
function endsParameter(bytes: Buffer, i: number, end: number): boolean {
  if (startsWith(bytes, i, end, '%22')) return true;
  if (!startsWith(bytes, i, end, '%26')) return false;
  const after = skip(bytes, i + 3, end, IDENTIFIER, 48);
  return after > i + 3 && (bytes[after] === BYTE.equals || startsWith(bytes, after, end, '%3d'));
}

/**
 * A bracket and an apostrophe are not percent-encoded by `encodeURIComponent`: they end the value only where what is
 * around the address goes on. `\\u002b` is a letter of the value, `\\u0026` and `\\u0022` are none.
 */
function staysInQuery(bytes: Buffer, i: number, end: number): boolean {
  const byte = bytes[i] as number;
  const next = i + 1 < end ? (bytes[i + 1] as number) : BYTE.lf;
  if (byte === 0x29 || byte === BYTE.apostrophe) return ALNUM[next] === 1 || next === BYTE.percent;
  if (byte !== BYTE.backslash || next !== 0x75) return false;
  return (
    !startsWith(bytes, i, end, '\\u0026') &&
    !startsWith(bytes, i, end, '\\u0022') &&
    !startsWith(bytes, i, end, '\\u0027')
  );
}

function endOfWide(bytes: Buffer, from: number, end: number): number {
  let i = from;
  while (i < end && (SPACE[bytes[i] as number] === 0 || isEscapedBlank(bytes, i, from))) {
    // A shell joins `abc"two words"` to one value.
    i = MARK[bytes[i] as number] === 1 ? endOfMarked(bytes, i, end) : i + 1;
  }
  if (i < end && i > from && bytes[i - 1] === BYTE.semicolon) i--;
  return i;
}

function isEscapedBlank(bytes: Buffer, at: number, from: number): boolean {
  return (
    bytes[at] === BYTE.space &&
    at - 1 > from &&
    bytes[at - 1] === BYTE.backslash &&
    bytes[at - 2] !== BYTE.backslash
  );
}

/** The position after the mark that closes the one at `at`, or after that one itself when none does nearby. */
function endOfMarked(bytes: Buffer, at: number, end: number): number {
  const limit = Math.min(end, at + LONGEST_MARKED);
  for (let i = at + 1; i < limit && LINE_END[bytes[i] as number] === 0; i++)
    if (bytes[i] === bytes[at]) return i + 1;
  return at + 1;
}

function endOfWord(bytes: Buffer, from: number, end: number): number {
  let i = from;
  let open = 0;
  for (; i < end; i++) {
    const byte = bytes[i] as number;
    if (byte === 0x28 || byte === BYTE.openBracket || byte === BYTE.openBrace) open++;
    if (WORD_STOP[byte] === 1 && !isEscapedBlank(bytes, i, from) && stopsWord(bytes, i, end, open)) break;
    if (open > 0 && (byte === 0x29 || byte === BYTE.closeBracket || byte === BYTE.closeBrace)) open--;
  }
  // A full stop at the end of a sentence is not part of the value.
  if (i < end && i - from > 1 && bytes[i - 1] === BYTE.dot && SPACE[bytes[i] as number] === 1) i--;
  return i;
}

/** Punctuation inside of a password goes on; the same punctuation before a blank or the next key ends the value. */
function stopsWord(bytes: Buffer, i: number, end: number, open: number): boolean {
  const byte = bytes[i] as number;
  if (SPACE[byte] === 1 || MARK[byte] === 1 || byte === BYTE.greater) return true;
  const next = i + 1 < end ? (bytes[i + 1] as number) : BYTE.lf;
  if (byte === BYTE.less) return next === BYTE.slash || beginsElement(bytes, i + 1, end);
  if (byte === BYTE.backslash)
    return (
      next === 0x6e ||
      next === 0x72 ||
      next === 0x74 ||
      MARK[next] === 1 ||
      next === BYTE.backslash ||
      next === 0x75
    );
  if (byte === 0x29 || byte === BYTE.closeBracket || byte === BYTE.closeBrace) {
    return (
      open === 0 &&
      (SPACE[next] === 1 ||
        CLOSERS[next] === 1 ||
        MARK[next] === 1 ||
        next === BYTE.less ||
        next === BYTE.backslash)
    );
  }
  return SPACE[next] === 1 || MARK[next] === 1 || next === BYTE.backslash || beginsKey(bytes, i + 1, end);
}

/** `<br>` and `<td class=…`: a name and what ends it. */
function beginsElement(bytes: Buffer, from: number, end: number): boolean {
  const after = skip(bytes, from, end, IDENTIFIER, 24);
  return (
    after > from &&
    (bytes[after] === BYTE.greater || bytes[after] === BYTE.space || bytes[after] === BYTE.slash)
  );
}

/** True when a key and its separator stand at `position`. */
export function beginsKey(bytes: Buffer, position: number, end: number): boolean {
  const from = skip(bytes, position, end, BLANK, 4);
  const after = skip(bytes, from, end, IDENTIFIER, 48);
  if (after === from || after >= end) return false;
  if (bytes[after] === BYTE.equals) return bytes[after + 1] !== BYTE.equals;
  return bytes[after] === BYTE.colon;
}
