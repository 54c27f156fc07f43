import { BLANK, BYTE, byteSet, LINE_END } from '../byte-classes.ts';
import { LAYER, type TextWindow } from '../spans.ts';
import { isReadableValue, looksChosen, looksRandom } from '../value-shape.ts';
import { skip } from './quote.ts';
import type { Found, Rule } from './rule.ts';
import { type LineShape, TOLD_LINES } from './told-lines.ts';

/** A line is looked at no further than this on each side of its sign. */
const REACH = 512;
/** A token of AWS on the line of a login is longer than that. */
const REACH_BACK = 4096;
const REST = byteSet('!#-&(-{}~').map((one, byte) => (byte > 0x7f ? 1 : one));

const SHAPES: readonly LineShape[] = [
  {
    anchor: '-stdin',
    looksBack: true,
    pattern:
      /(?:echo|printf|<<<)[ \t]+(?:-[neE]+[ \t]+)?(?:'%s(?:\\n)?'[ \t]+|"%s(?:\\n)?"[ \t]+|%s[ \t]+)?["']?(?<secret>[^\s"'|]{1,3000})["']?[ \t]*\|[^|\n]{0,200}--[a-z]{1,20}-stdin/d,
  },
  { anchor: '-stdin <<<', pattern: /-stdin <<<[ \t]*["']?(?<secret>[^\s"']{1,512})/dy },
  { anchor: 'curl ', pattern: /curl (?:[^\n]{0,300}? )?-u["']?[^\s:"']{1,64}:(?<secret>[^\s"']{1,256})/dy },
  {
    anchor: 'identified with ',
    pattern:
      /identified with ["'`]?[\w.-]{1,64}["'`]? (?:by|as) (?:password )?["'](?<secret>(?:[^'"\\\n]|\\.){1,256})["']/diy,
  },
  {
    anchor: 'machine ',
    pattern:
      /machine[ \t]+\S{1,253}\s+(?:login|user)[ \t]+\S{1,128}\s+(?:account[ \t]+\S{1,128}\s+)?password[ \t]+(?<secret>\S{1,512})/dy,
  },
  {
    anchor: ':5432:',
    looksBack: true,
    pattern: /(?:^|\s)[\w.*-]{1,253}:5432:[\w*-]{1,63}:[\w*-]{1,63}:(?<secret>[^\s:]{1,512})(?=\s|$)/d,
  },
  // `*:*:*:bus:…` of a pgpass file.
  { anchor: '*:*:*:', pattern: /\*:\*:\*:[\w*.-]{1,63}:(?<secret>[^\s:]{1,512})(?=\s|$)/dy },
  { anchor: ' on >', pattern: / on >(?<secret>\S{4,512})/dy },
  { anchor: 'set requirepass ', pattern: /set requirepass (?<secret>\S{4,512})/diy },
  { anchor: 'set masterauth ', pattern: /set masterauth (?<secret>\S{4,512})/diy },
  { anchor: 'set" "requirepass" "', pattern: /set" "require[p]ass" "(?<secret>[^"\n]{4,512})/diy },
  { anchor: 'auth\\r\\n$', pattern: /auth\\r\\n\$\d{1,5}\\r\\n(?<secret>[^\\\s]{1,512})/diy },
  { anchor: 'auth\r\n$', pattern: /auth\r\n\$\d{1,5}\r\n(?<secret>[^\r\n]{1,512})/diy },
  {
    anchor: 'one-time ',
    pattern: /one-time (?:code|password|pin)\b[^\d\n]{0,20}(?<secret>\d{4,10})(?!\d)/diy,
  },
  { anchor: 'verification code', pattern: /verification code\b[^\d\n]{0,20}(?<secret>\d{4,10})(?!\d)/diy },
  {
    anchor: 'login ',
    beginsLine: true,
    pattern: /login[ \t]+\S{1,128}\s+password[ \t]+(?<secret>\S{1,512})/dy,
  },
  ...TOLD_LINES,
];

/** The last value that was longer than what a pattern reads. */
interface LongValue {
  start: number;
  end: number;
}

/** Secrets that only the whole of their line gives away. */
export function lineSecretRule(): Rule {
  let done = new Map<number, number>();
  let matchedTo = new Map<number, number>();
  const long: LongValue = { start: 0, end: -1 };
  return {
    id: 'line-secret',
    anchors: SHAPES.map(({ anchor }) => anchor),
    reset() {
      done = new Map();
      matchedTo = new Map();
      long.end = -1;
    },
    inspect(window, start, end, anchor, found) {
      const shape = SHAPES[anchor];
      // A line of signs alone is read once for so many bytes, so that no line is slow.
      if (shape === undefined || start < (done.get(anchor) ?? -1)) return;
      // A value without an end holds many signs, and goes to its end once.
      if (shape.looksBack !== true && start >= long.start && start < long.end) return;
      if (shape.beginsLine === true && !beginsLine(window, start)) return;
      if (shape.looksBack !== true) {
        inspectLine(window, start, Math.min(window.end, end + REACH), shape, found, long);
        return;
      }
      // Behind a secret of the same line there may be another one.
      const from = Math.max(startOfLine(window, start), matchedTo.get(anchor) ?? 0);
      if (from > start) return;
      const isLast = shape.pattern.source.endsWith(shape.anchor);
      const to = isLast ? end : Math.min(window.end, endOfLine(window, end, end + REACH) + 1);
      const matched = inspectLine(window, from, to, shape, found, long);
      if (matched >= 0) matchedTo.set(anchor, matched);
      else done.set(anchor, endOfLine(window, end, start + REACH_BACK / 4));
    },
  };
}

/** @returns the position behind what matched, or -1 */
function inspectLine(
  window: TextWindow,
  from: number,
  to: number,
  { pattern, isDoubtful }: LineShape,
  found: Found,
  long: LongValue,
): number {
  pattern.lastIndex = 0;
  const match = pattern.exec(window.bytes.toString('latin1', from, to));
  for (const group of ['secret', 'other']) {
    const place = match?.indices?.groups?.[group];
    const value = match?.groups?.[group];
    if (place === undefined || value === undefined || isReadableValue(value)) continue;
    // A pattern that looks for such lines.
    if (/^(?:[(\\[]|\$\{)/.test(value)) continue;
    if (isDoubtful === true && !looksChosen(value) && !looksRandom(value, 12)) continue;
    const start = from + place[0];
    let end = from + place[1];
    // A longer value than the pattern reads goes to its end.
    if (value.length >= 250) {
      end = skip(window.bytes, end, window.end, REST, window.end);
      long.start = start;
      long.end = end;
    }
    found.add({
      start,
      end,
      contextStart: from,
      rule: 'line-secret',
      kind: 'secret',
      layer: LAYER.key,
      canonical: value,
      quote: undefined,
      findEnd: undefined,
    });
  }
  return match === null ? -1 : from + match.index + match[0].length;
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
