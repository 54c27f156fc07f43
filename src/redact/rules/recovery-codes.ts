import { BYTE, byteSet, DIGIT, LINE_END } from '../byte-classes.ts';
import { LAYER, type TextWindow } from '../spans.ts';
import type { Rule } from './rule.ts';

/** So much behind the words is looked at for codes; a page shows some ten of them. */
const REACH = 768;
/** So much of a heading is looked at for the sign that opens the list. */
const LONGEST_HEADING = 80;
const CODE =
  /(?<![\w-])(?=[a-z-]*\d)[a-z0-9]{4,10}(?:-[a-z0-9]{4,10}){1,3}(?![\w-])|(?<![\w.-])\d{8,10}(?![\w.-])|(?<![\w-])(?=[a-z]{0,9}\d)(?=\d{0,9}[a-z])[a-z0-9]{8,16}(?![\w.-])/gi;
const LONGEST_CODE = 64;
/** A date and an id have dashes too. */
const DATE = /^\d{4}-\d{2}/;
const MARKUP = /<[^<>]{0,200}>/g;
/** What `\p{L}` is in Latin-1. */
const LETTER = byteSet('A-Za-z\xaa\xb5\xba\xc0-\xd6\xd8-\xf6\xf8-\xff');
const BRACE = byteSet('{}');

/** Codes that each let somebody in once: those under "recovery codes" and "backup codes", to the first other line. */
export function recoveryCodeRule(): Rule {
  let readTo = -1;
  return {
    id: 'recovery-code',
    anchors: ['recovery codes', 'backup codes', 'recovery_codes', 'backup_codes', 'scratch codes'],
    reset() {
      readTo = -1;
    },
    inspect(window, start, end, _anchor, found) {
      if (start < readTo || !opensList(window, end)) return;
      const { bytes } = window;
      const list = endOfList(window, end);
      readTo = Math.max(list.end, list.noneBefore);
      if (list.end === end) return;
      for (const match of bytes.toString('latin1', end, list.end).matchAll(CODE)) {
        if (DATE.test(match[0])) continue;
        found.add({
          start: end + match.index,
          end: end + match.index + match[0].length,
          contextStart: start,
          rule: 'recovery-code',
          kind: 'otp',
          layer: LAYER.key,
          canonical: undefined,
        });
      }
    },
  };
}

/** A colon or an equals sign stands behind the words, in their line. */
function opensList({ bytes, end }: TextWindow, from: number): boolean {
  const limit = Math.min(end, from + LONGEST_HEADING);
  for (let i = from; i < limit && LINE_END[bytes[i] as number] === 0; i++)
    if (bytes[i] === BYTE.colon || bytes[i] === BYTE.equals) return true;
  return false;
}

interface ListEnd {
  /** Where a line comes that holds words beside codes: `8 left` is no list, and what follows a list is none. */
  readonly end: number;
  /** Before it no list begins in the line that holds words: they stand behind what may open one. */
  readonly noneBefore: number;
}

function endOfList({ bytes, end }: TextWindow, from: number): ListEnd {
  const limit = Math.min(end, from + REACH);
  for (let line = from; line < limit; ) {
    let stop = line;
    while (stop < limit && bytes[stop] !== BYTE.lf && BRACE[bytes[stop] as number] === 0) stop++;
    const next = stop < limit && bytes[stop] === BYTE.lf ? stop + 1 : stop;
    if (holdsWords(bytes, line, next)) {
      return { end: line, noneBefore: line === from ? lastWord(bytes, line, next) - LONGEST_CODE : line };
    }
    line = next;
    if (next === stop) return { end: line, noneBefore: line };
  }
  return { end: limit, noneBefore: limit };
}

/** Two letters side by side that belong to no code and no element. */
function holdsWords(bytes: Buffer, from: number, to: number): boolean {
  if (isPlain(bytes, from, to)) return wordBefore(bytes, from, to) >= 0;
  const text = bytes.toString('latin1', from, to);
  return /\p{L}{2}/u.test(text.replaceAll(MARKUP, '').replaceAll(CODE, ''));
}

/** Where the last word begins that is one however the line goes on and wherever it is read from, or -1. */
function lastWord(bytes: Buffer, from: number, to: number): number {
  const element = bytes.lastIndexOf(BYTE.less, to - 1);
  const last = Math.min(to - LONGEST_CODE, element < from ? to : element);
  if (last <= from) return -1;
  if (isPlain(bytes, from, last)) return wordBefore(bytes, from, last);
  const blanked = bytes.toString('latin1', from, last).replaceAll(MARKUP, blanks).replaceAll(CODE, blanks);
  const word = wordBefore(Buffer.from(blanked, 'latin1'), 0, blanked.length);
  return word < 0 ? -1 : word + from;
}

function blanks(text: string): string {
  return ' '.repeat(text.length);
}

/** Without an element, and without a digit, which every code has. */
function isPlain(bytes: Buffer, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (bytes[i] === BYTE.less || DIGIT[bytes[i] as number] === 1) return false;
  return true;
}

function wordBefore(bytes: Buffer, from: number, to: number): number {
  for (let i = to - 2; i >= from; i--)
    if (LETTER[bytes[i] as number] === 1 && LETTER[bytes[i + 1] as number] === 1) return i;
  return -1;
}
