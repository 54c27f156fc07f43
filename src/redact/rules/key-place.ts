import { ALNUM, BLANK, BYTE, DIGIT, HEX, IDENTIFIER, LINE_END } from '../byte-classes.ts';
import type { TextWindow } from '../spans.ts';
import { endsEscape } from './boundary.ts';
import { isQuoteByte, type Quote, quoteBefore, startsWith } from './quote.ts';

/** Letters on each side of a key word that still belong to the name; a longer run is data. */
const LONGEST_SIDE = 128;
/** How far before a key the beginning of its line is looked for. */
const LINE_LOOKBACK = 80;
const LEADING = new Set([BYTE.dash, BYTE.dot]);

/** The name around a key word. */
export interface KeyPlace {
  readonly start: number;
  readonly end: number;
  /** True after `-` or `--`: a command-line flag. */
  readonly flag: boolean;
}

/**
 * Where the name ends that has its key word at `end`; more than LONGEST_SIDE letters further it is no name.
 */
export function endOfName(bytes: Buffer, from: number, end: number): number {
  const limit = Math.min(end, from + LONGEST_SIDE);
  let i = from;
  while (i < limit && IDENTIFIER[bytes[i] as number] === 1) i++;
  return i;
}

/** Where the name begins, without the end of an escape sequence that touches it, or undefined when it is data. */
export function startOfName(window: TextWindow, from: number): { start: number; flag: boolean } | undefined {
  const { bytes } = window;
  const limit = Math.max(window.start, from - LONGEST_SIDE);
  let i = from;
  while (i > limit && IDENTIFIER[bytes[i - 1] as number] === 1) i--;
  if (i === limit && i > window.start && IDENTIFIER[bytes[i - 1] as number] === 1) return undefined;
  i = afterEscape(window, i, from);
  let dashes = 0;
  while (i < from && LEADING.has(bytes[i] as never)) {
    if (bytes[i] === BYTE.dash) dashes++;
    i++;
  }
  return { start: i, flag: dashes > 0 };
}

/** `\npassword`, `%22password`, `\u0022password` and a colour before the name: its letters are not the name's. */
function afterEscape(window: TextWindow, start: number, keyWord: number): number {
  const { bytes } = window;
  const before = start > window.start ? bytes[start - 1] : undefined;
  if (before === BYTE.backslash) {
    const first = bytes[start];
    if (first === 0x75 && start + 5 <= keyWord && isHex(bytes, start + 1, 4)) return start + 5;
    if (first === 0x78 && start + 3 <= keyWord && isHex(bytes, start + 1, 2)) return start + 3;
    return start < keyWord && endsEscape(bytes, start + 1, window.start) ? start + 1 : start;
  }
  if (before === BYTE.percent && start + 2 <= keyWord && isHex(bytes, start, 2)) return start + 2;
  if (before === BYTE.openBracket || (before === BYTE.semicolon && DIGIT[bytes[start] as number] === 1)) {
    for (let i = start; i < keyWord && i - start < 5; i++) {
      if (bytes[i] === 0x6d && endsEscape(bytes, i + 1, window.start)) return i + 1;
    }
  }
  return start;
}

function isHex(bytes: Buffer, position: number, count: number): boolean {
  for (let i = position; i < position + count; i++) if (HEX[bytes[i] as number] === 0) return false;
  return true;
}

/** The mark that stands directly before a name, or undefined. */
export function quoteBeforeName(window: TextWindow, start: number): Quote | undefined {
  return quoteBefore(window.bytes, start, window.start);
}

/**
 * True when nothing but indentation, a list dash, a comment mark, `export`, or the service name that
 * `docker compose logs` prints stands between the beginning of the line and `position`.
 */
export function beginsLine(window: TextWindow, position: number): boolean {
  if (!mayBeginLine(window, position)) return false;
  const { bytes } = window;
  const from = startOfLine(window, position);
  if (from === undefined) return false;
  let i = from;
  while (i < position && isIndent(bytes[i] as number)) i++;
  if (i === position) return true;
  const rest = bytes.toString('latin1', i, position);
  return /^(?:export|set|setx|declare|local|readonly|env|ENV|ARG|SET|-e|-x|--env|[\w.-]{1,60}\s*\|)\s+(?:-[a-z]+\s+)?$/.test(
    rest,
  );
}

/** Looks at the bytes directly before, which tell of most places that no line begins there. */
function mayBeginLine({ bytes, start }: TextWindow, position: number): boolean {
  const limit = Math.max(start, position - LINE_LOOKBACK);
  let indent = position;
  while (indent > limit && isIndent(bytes[indent - 1] as number)) indent--;
  if (indent === limit || LINE_END[bytes[indent - 1] as number] === 1) return true;
  // `export ` and `web-1 | `: a letter or a bar, and a blank.
  let word = position;
  while (word > indent && BLANK[bytes[word - 1] as number] === 1) word--;
  const before = bytes[word - 1] as number;
  if (before < BYTE.space || before > 0x7e || (before === BYTE.pipe && word < position)) return true;
  return ALNUM[before] === 1 && word < position && mayDeclare(bytes, limit, word);
}

/** A word before a name that may belong to it: `export`, an option, or one that is too long to be read here. */
function mayDeclare(bytes: Buffer, limit: number, end: number): boolean {
  const furthest = Math.max(limit, end - LONGEST_DECLARING - 1);
  let start = end;
  while (start > furthest && ALNUM[bytes[start - 1] as number] === 1) start--;
  if (start === furthest || bytes[start - 1] === BYTE.dash) return true;
  const length = end - start;
  return DECLARING.some((word) => word.length === length && startsWith(bytes, start, end, word));
}

/** Words that stand before the name that they declare, without regard to case. */
const DECLARING = ['export', 'set', 'setx', 'declare', 'local', 'readonly', 'env', 'arg'];
const LONGEST_DECLARING = 8;

function isIndent(byte: number): boolean {
  return (
    BLANK[byte] === 1 ||
    byte === BYTE.dash ||
    byte === BYTE.hash ||
    byte === BYTE.star ||
    byte === BYTE.greater ||
    byte === BYTE.less
  );
}

/** The first byte of the line that holds `position`, or undefined when it is too far away to be asked for. */
export function startOfLine(window: TextWindow, position: number): number | undefined {
  const limit = Math.max(window.start, position - LINE_LOOKBACK);
  let i = position;
  while (i > limit && LINE_END[window.bytes[i - 1] as number] === 0) i--;
  if (i > window.start && LINE_END[window.bytes[i - 1] as number] === 1) return i;
  return i === window.start && window.startsLine ? i : undefined;
}

/** True when the name stands in a sentence: a word and one blank before it. */
export function followsWord(window: TextWindow, start: number): boolean {
  const { bytes } = window;
  if (start - 2 < window.start || bytes[start - 1] !== BYTE.space) return false;
  const before = bytes[start - 2] as number;
  return ALNUM[before] === 1 || before === BYTE.colon || isQuoteByte(before);
}
