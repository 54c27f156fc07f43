import { BLANK, BYTE, byteSet, LINE_END } from '../byte-classes.ts';
import { LAYER, type TextWindow } from '../spans.ts';
import { isReadableValue, looksChosen, looksRandom } from '../value-shape.ts';
import { NextMark } from './next-mark.ts';
import { skip } from './quote.ts';
import type { Found, Rule } from './rule.ts';
import { type LineShape, TOLD_LINES } from './told-lines.ts';
import { WindowText } from './window-text.ts';

/** A line is looked at no further than this on each side of its sign. */
const REACH = 512;
/** A token of AWS on the line of a login is longer than that. */
const REACH_BACK = 4096;
/** Shorter parts of a text are copies. */
const SHORTEST_VIEW = 13;
const REST = byteSet('!#-&(-{}~').map((one, byte) => (byte > 0x7f ? 1 : one));

const SHAPES: readonly LineShape[] = [
  {
    anchor: '-stdin',
    looksBack: true,
    pattern:
      /(?:echo|printf|<<<)[ \t]+(?:-[neE]+[ \t]+)?(?:'%s(?:\\n)?'[ \t]+|"%s(?:\\n)?"[ \t]+|%s[ \t]+)?["']?([^\s"'|]{1,3000})(["']?[ \t]*\|[^|\n]{0,200}--[a-z]{1,20}-stdin)/,
  },
  { anchor: '-stdin <<<', pattern: /-stdin <<<[ \t]*["']?([^\s"']{1,512})/y },
  {
    anchor: 'curl ',
    needs: [{ text: ' -u', pattern: / -u["']?[^\s:"']{1,64}:/y }],
    pattern: /curl (?:[^\n]{0,300}? )?-u["']?[^\s:"']{1,64}:([^\s"']{1,256})/y,
  },
  {
    anchor: 'identified with ',
    pattern:
      /identified with ["'`]?[\w.-]{1,64}["'`]? (?:by|as) (?:password )?["']((?:[^'"\\\n]|\\.){1,256})(["'])/iy,
  },
  {
    anchor: 'machine ',
    pattern:
      /machine[ \t]+\S{1,253}\s+(?:login|user)[ \t]+\S{1,128}\s+(?:account[ \t]+\S{1,128}\s+)?password[ \t]+(\S{1,512})/y,
  },
  {
    anchor: ':5432:',
    looksBack: true,
    pattern: /(?:^|\s)[\w.*-]{1,253}:5432:[\w*-]{1,63}:[\w*-]{1,63}:([^\s:]{1,512})(?=\s|$)/,
  },
  // `*:*:*:bus:…` of a pgpass file.
  { anchor: '*:*:*:', pattern: /\*:\*:\*:[\w*.-]{1,63}:([^\s:]{1,512})(?=\s|$)/y },
  { anchor: ' on >', pattern: / on >(\S{4,512})/y },
  { anchor: 'set requirepass ', pattern: /set requirepass (\S{4,512})/iy },
  { anchor: 'set masterauth ', pattern: /set masterauth (\S{4,512})/iy },
  { anchor: 'set" "requirepass" "', pattern: /set" "require[p]ass" "([^"\n]{4,512})/iy },
  { anchor: 'auth\\r\\n$', pattern: /auth\\r\\n\$\d{1,5}\\r\\n([^\\\s]{1,512})/iy },
  { anchor: 'auth\r\n$', pattern: /auth\r\n\$\d{1,5}\r\n([^\r\n]{1,512})/iy },
  {
    anchor: 'one-time ',
    pattern: /one-time (?:code|password|pin)\b[^\d\n]{0,20}(\d{4,10})(?!\d)/iy,
  },
  { anchor: 'verification code', pattern: /verification code\b[^\d\n]{0,20}(\d{4,10})(?!\d)/iy },
  {
    anchor: 'login ',
    beginsLine: true,
    pattern: /login[ \t]+\S{1,128}\s+password[ \t]+(\S{1,512})/y,
  },
  ...TOLD_LINES,
];

/** The last value that was longer than what a pattern reads. */
interface LongValue {
  start: number;
  end: number;
}

/** What is remembered from one sign to the next. */
interface LineReader {
  readonly text: WindowText;
  readonly long: LongValue;
}

/** Secrets that only the whole of their line gives away. */
export function lineSecretRule(): Rule {
  // For each sign, where the line that was read and told nothing ends, and where what was found ends.
  const done = new Int32Array(SHAPES.length).fill(-1);
  const matchedTo = new Int32Array(SHAPES.length);
  const reader: LineReader = { text: new WindowText(), long: { start: 0, end: -1 } };
  const { long } = reader;
  const marks = SHAPES.map(({ needs }) => needs?.map((mark) => new NextMark(mark)));
  const mayMatch = (window: TextWindow, end: number, anchor: number) =>
    marks[anchor]?.every((mark) => mark.stands(window, end - 1, end + REACH, reader.text)) ?? true;
  return {
    id: 'line-secret',
    anchors: SHAPES.map(({ anchor }) => anchor),
    reset() {
      done.fill(-1);
      matchedTo.fill(0);
      long.end = -1;
      reader.text.reset();
      for (const mark of marks.flat()) mark?.reset();
    },
    inspect(window, start, end, anchor, found) {
      const shape = SHAPES[anchor];
      // A line of signs alone is read once for so many bytes, so that no line is slow.
      if (shape === undefined || start < (done[anchor] as number)) return;
      // A value without an end holds many signs, and goes to its end once.
      if (shape.looksBack !== true && start >= long.start && start < long.end) return;
      if (shape.beginsLine === true && !beginsLine(window, start)) return;
      if (!mayMatch(window, end, anchor)) return;
      if (shape.looksBack !== true) {
        inspectLine(window, start, Math.min(window.end, end + REACH), shape, found, reader);
        return;
      }
      // Behind a secret of the same line there may be another one.
      const from = Math.max(startOfLine(window, start), matchedTo[anchor] as number);
      if (from > start) return;
      const to = endsWithSign(shape) ? end : Math.min(window.end, endOfLine(window, end, end + REACH) + 1);
      const matched = inspectLine(window, from, to, shape, found, reader);
      if (matched >= 0) matchedTo[anchor] = matched;
      else done[anchor] = endOfLine(window, end, start + REACH_BACK / 4);
    },
  };
}

function endsWithSign({ pattern, anchor }: LineShape): boolean {
  return pattern.source.endsWith(`${anchor})`);
}

/** @returns the position behind what matched, or -1 */
function inspectLine(
  window: TextWindow,
  from: number,
  to: number,
  shape: LineShape,
  found: Found,
  reader: LineReader,
): number {
  const { pattern } = shape;
  pattern.lastIndex = 0;
  const match = pattern.exec(reader.text.between(window, from, to));
  if (match === null) return -1;
  const end = from + match.index + match[0].length;
  const [, secret, after = '', other] = match;
  if (secret !== undefined)
    addSecret(window, from, { end: end - after.length, text: secret }, shape, found, reader.long);
  if (other !== undefined) addSecret(window, from, { end, text: other }, shape, found, reader.long);
  return end;
}

function addSecret(
  window: TextWindow,
  contextStart: number,
  value: { readonly end: number; readonly text: string },
  { isDoubtful }: LineShape,
  found: Found,
  long: LongValue,
): void {
  const { text } = value;
  if (isReadableValue(text)) return;
  // A pattern that looks for such lines.
  if (/^(?:[(\\[]|\$\{)/.test(text)) return;
  if (isDoubtful === true && !looksChosen(text) && !looksRandom(text, 12)) return;
  const start = value.end - text.length;
  let { end } = value;
  // A longer value than the pattern reads goes to its end.
  if (text.length >= 250) {
    end = skip(window.bytes, end, window.end, REST, window.end);
    long.start = start;
    long.end = end;
  }
  found.add({
    start,
    end,
    contextStart,
    rule: 'line-secret',
    kind: 'secret',
    layer: LAYER.key,
    // No view of the text that was read: the value's tag is remembered longer than that.
    canonical: text.length < SHORTEST_VIEW ? text : window.bytes.toString('latin1', start, value.end),
    quote: undefined,
    findEnd: undefined,
  });
}

/** The end of the line, or `most` when that comes first. */
function endOfLine({ bytes, end }: TextWindow, at: number, most: number): number {
  const limit = Math.min(end, most);
  let i = at;
  while (i < limit && LINE_END[bytes[i] as number] === 0) i++;
  return i;
}

function beginsLine({ bytes, start }: TextWindow, at: number): boolean {
  const first = skipBack(bytes, at, start);
  return first === start || LINE_END[bytes[first - 1] as number] === 1;
}

function skipBack(bytes: Buffer, at: number, start: number): number {
  let i = at;
  while (i > start && at - i < 80 && BLANK[bytes[i - 1] as number] === 1) i--;
  return i;
}

function startOfLine({ bytes, start }: TextWindow, at: number): number {
  const limit = Math.max(start, at - REACH_BACK);
  let i = at;
  while (i > limit && LINE_END[bytes[i - 1] as number] === 0) i--;
  return i > limit || i === start || bytes[i - 1] === BYTE.lf ? i : at;
}
