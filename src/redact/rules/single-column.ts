import { BLANK, BYTE, LINE_END } from '../byte-classes.ts';
import { LAYER, type TextWindow } from '../spans.ts';
import { isReadableValue, looksChosen, looksRandom } from '../value-shape.ts';
import { beginsLine, type KeyPlace } from './key-place.ts';
import { skip } from './quote.ts';
import type { Found } from './rule.ts';

const MOST_ROWS = 256;
const LONGEST_CELL = 4096;
const SHORTEST_RULER = 3;

/** A table of one column, as `psql` prints it: the name, a line of dashes, and a value in each line below. */
export function singleColumn(window: TextWindow, key: KeyPlace, found: Found): void {
  const { bytes, end } = window;
  const ruler = nextLine(window, skip(bytes, key.end, end, BLANK));
  if (ruler === undefined) return;
  const afterRuler = skip(bytes, ruler, end, DASH, LONGEST_CELL);
  let at = afterRuler - ruler < SHORTEST_RULER ? undefined : nextLine(window, afterRuler);
  if (at === undefined || !beginsLine(window, key.start)) return;
  for (let row = 0; row < MOST_ROWS && at !== undefined; row++) {
    const start = skip(bytes, at, end, BLANK);
    let stop = start;
    const limit = Math.min(end, start + LONGEST_CELL);
    while (stop < limit && BLANK[bytes[stop] as number] === 0 && LINE_END[bytes[stop] as number] === 0)
      stop++;
    const next = nextLine(window, skip(bytes, stop, end, BLANK));
    // A line of several words is what comes behind the table.
    // So is a second ruler, and no row is read for two names.
    if (stop === start || bytes[start] === BYTE.dash || (next === undefined && stop < end)) return;
    const value = bytes.toString('utf8', start, stop);
    const isValue = looksChosen(value) || looksRandom(value, 12);
    if (isValue && !isReadableValue(value) && !value.startsWith('[REDACTED:'))
      found.add({
        start,
        end: stop,
        contextStart: key.start,
        rule: 'table-column',
        kind: 'secret',
        layer: LAYER.key,
        canonical: value,
      });
    at = next;
  }
}

const DASH = Uint8Array.from({ length: 256 }, (_, byte) => (byte === BYTE.dash ? 1 : 0));

/** The first byte of the line behind the end of this one, or undefined when the line goes on. */
function nextLine({ bytes, end }: TextWindow, at: number): number | undefined {
  const feed = at < end && bytes[at] === BYTE.cr ? at + 1 : at;
  return feed < end && bytes[feed] === BYTE.lf ? feed + 1 : undefined;
}
