import { BLANK, BYTE, byteSet, LINE_END } from '../byte-classes.ts';
import { skipAnsi, startOfAnsi } from './ansi.ts';

/** Blanks that a wrapped line may begin with. */
const DEEPEST_INDENT = 80;
/** Backslashes before a letter: JSON in JSON in JSON in JSON has as many. */
const MOST_BACKSLASHES = 8;
const ESCAPED_BREAK = byteSet('nr');
const TAB = byteSet('t');

/** The first byte after line breaks with an indentation, also as JSON writes them, or after a colour. */
export function skipBreak(bytes: Buffer, position: number, end: number): number {
  const first = bytes[position];
  if (first === BYTE.escape || first === BYTE.backslash) {
    const after = skipAnsi(bytes, position, end);
    if (after !== position) return after;
  }
  let i = position;
  // A backslash or an equals sign before the break continues a line in a shell and in quoted-printable.
  if ((first === BYTE.backslash || first === BYTE.equals) && LINE_END[bytes[i + 1] ?? 0] === 1) i++;
  const breaks = i;
  while (i < end) {
    if (LINE_END[bytes[i] as number] === 1) i++;
    else if (endOfEscape(bytes, i, end, ESCAPED_BREAK) > i) i = endOfEscape(bytes, i, end, ESCAPED_BREAK);
    else break;
  }
  if (i === breaks) return position;
  const limit = Math.min(end, i + DEEPEST_INDENT);
  while (i < limit) {
    if (BLANK[bytes[i] as number] === 1) i++;
    else if (endOfEscape(bytes, i, limit, TAB) > i) i = endOfEscape(bytes, i, limit, TAB);
    else break;
  }
  return i;
}

/**
 * The first of those bytes where {@link skipBreak} is read from behind: breaks, an indentation or a colour end before
 * `position`.
 */
export function skipBreakBackward(bytes: Buffer, position: number, start: number): number {
  const limit = Math.max(start, position - DEEPEST_INDENT);
  let i = position;
  while (i > limit) {
    if (BLANK[bytes[i - 1] as number] === 1) i--;
    else if (startOfEscape(bytes, i, limit, TAB) < i) i = startOfEscape(bytes, i, limit, TAB);
    else break;
  }
  const breaks = i;
  while (i > start) {
    if (LINE_END[bytes[i - 1] as number] === 1) i--;
    else if (startOfEscape(bytes, i, start, ESCAPED_BREAK) < i)
      i = startOfEscape(bytes, i, start, ESCAPED_BREAK);
    else break;
  }
  if (i === breaks) return startOfAnsi(bytes, position, start);
  const before = i > start ? bytes[i - 1] : undefined;
  return before === BYTE.backslash || before === BYTE.equals ? i - 1 : i;
}

/** The end of backslashes with one of some letters behind them, or `position` when something else stands there. */
function endOfEscape(bytes: Buffer, position: number, end: number, letters: Uint8Array): number {
  let i = position;
  while (i < end && i - position < MOST_BACKSLASHES && bytes[i] === BYTE.backslash) i++;
  return i > position && i < end && letters[bytes[i] as number] === 1 ? i + 1 : position;
}

/** The beginning of what {@link endOfEscape} finds the end of. */
function startOfEscape(bytes: Buffer, position: number, start: number, letters: Uint8Array): number {
  if (position - 1 < start || letters[bytes[position - 1] as number] === 0) return position;
  let i = position - 1;
  while (i > start && position - i <= MOST_BACKSLASHES && bytes[i - 1] === BYTE.backslash) i--;
  return i < position - 1 ? i : position;
}
