import { BYTE, LINE_END } from '../byte-classes.ts';
import { classifyKeyName, endsInnocently } from '../key-names.ts';
import { LAYER, type TextWindow } from '../spans.ts';
import { isReadableValue, looksChosen, looksRandom } from '../value-shape.ts';
import type { Rule } from './rule.ts';

/** How long a value may be, and how far behind it its name is read. */
const LONGEST_VALUE = 1024;
const LONGEST_NAME = 80;
const ANCHORS = [
  '" for flag -',
  '" for "-',
  '` as the ',
  '` as your ',
  '` as my ',
  '" as the ',
  '" as your ',
  "' as the ",
] as const;
/** A line that tells such a thing is longer than that: no line is slow that tells nothing else. */
const MOST_OFTEN = 32;
const MOST_WORDS = 3;

/** `invalid value "…" for flag -token` and "use `…` as the password": a quoted value whose name comes behind it. */
export function valueBeforeNameRule(): Rule {
  let lookedTo = -1;
  return {
    id: 'value-before-name',
    anchors: ANCHORS,
    reset() {
      lookedTo = -1;
    },
    inspect(window, start, end, _anchor, found) {
      if (start < lookedTo) return;
      lookedTo = end + MOST_OFTEN;
      const { bytes } = window;
      const name = bytes.toString('latin1', end, Math.min(window.end, end + LONGEST_NAME));
      if (!namesSecret(name)) return;
      let stop = start;
      while (stop > window.start && bytes[stop - 1] === BYTE.backslash) stop--;
      const from = afterMark(window, stop, bytes[start] as number);
      if (from === undefined) return;
      const value = bytes.toString('utf8', from, stop);
      if (/\s/.test(value) || isReadableValue(value)) return;
      if (!looksChosen(value) && !looksRandom(value, 12)) return;
      found.add({
        start: from,
        end: stop,
        contextStart: from,
        rule: 'value-before-name',
        kind: 'secret',
        layer: LAYER.key,
        canonical: value,
      });
    },
  };
}

/** The name of a flag (`token`, `p, --password`), or the first words of "secret key for staging". */
function namesSecret(text: string): boolean {
  const words = (/^(?:[a-z], )?-{0,2}((?:[\w.-]{1,40} ?){1,4})/i.exec(text)?.[1] ?? '').trim().split(' ');
  for (let count = Math.min(MOST_WORDS, words.length); count > 0; count--) {
    const name = words
      .slice(0, count)
      .join('_')
      .replace(/[.-]+$/, '');
    if (endsInnocently(name) && count > 1) continue;
    if (classifyKeyName(name) === 'secret') return true;
  }
  return false;
}

/** The first byte behind the mark that opens the value, or undefined when there is none in this line. */
function afterMark({ bytes, start }: TextWindow, stop: number, mark: number): number | undefined {
  const limit = Math.max(start, stop - LONGEST_VALUE);
  for (let i = stop; i > limit; i--) {
    const before = bytes[i - 1] as number;
    if (before === mark) return i;
    if (LINE_END[before] === 1) return undefined;
  }
  return undefined;
}
