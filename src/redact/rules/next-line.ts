import { BLANK, BYTE, IDENTIFIER, LINE_END, SPACE } from '../byte-classes.ts';
import { NESTED_NAMES } from '../key-name-words.ts';
import { beginsKey } from './bare-value.ts';
import { addValue } from './judged-value.ts';
import { looseValue } from './loose-value.ts';
import { quoteAt, skip } from './quote.ts';
import type { Found } from './rule.ts';
import { type KeyedPlace, quotedValue, type ValuePlace, valueAt } from './value-place.ts';

const MOST_ITEMS = 64;
const LONGEST_NESTED = 16;

/**
 * `"password":` with its value on the next line: a quoted one, the items of a list, the member of a map that holds the
 * secret, or a bare word that no person would have written.
 * @param at the end of the key's line
 */
export function nextLine(place: KeyedPlace, at: number, found: Found): void {
  const { window, key } = place;
  const { bytes, end } = window;
  const next = skip(bytes, at, end, SPACE, 512);
  const quote = quoteAt(bytes, next, end);
  if (quote !== undefined) {
    if (place.binding.keyQuote !== undefined) addValue(place, quotedValue(window, next, quote), found);
  } else if (bytes[next] === BYTE.dash && BLANK[bytes[next + 1] ?? 0] === 1) {
    listItems(place, next, found);
  } else if (!nestedValue(place, next, found)) {
    looseValue(window, key, found, place.effort.run);
  }
}

/** `api_tokens:` and `- …` in the lines below it; a bare item must look chosen, for a list may hold names. */
function listItems(place: KeyedPlace, first: number, found: Found): void {
  const { bytes, end } = place.window;
  let at = first;
  for (let count = 0; count < MOST_ITEMS; count++) {
    const item = skip(bytes, at + 1, end, BLANK);
    // Maps have keys of their own.
    if (item === at + 1 || beginsKey(bytes, item, end)) return;
    const value = valueAt(place, item);
    const isBare = value.quote === undefined;
    if (isBare) addValue({ ...place, binding: { ...place.binding, isLoose: true } }, value, found);
    else addValue(place, value, found);
    const after = value.end + (value.quote?.length ?? 0);
    if (after <= item || LINE_END[bytes[after] ?? 0] === 0) return;
    at = skip(bytes, after, end, SPACE, 128);
    if (bytes[at] !== BYTE.dash) return;
  }
}

/** `private_key:` and `value: …` deeper below it. */
function nestedValue(place: KeyedPlace, at: number, found: Found): boolean {
  const { bytes, end } = place.window;
  const nameEnd = skip(bytes, at, end, IDENTIFIER, LONGEST_NESTED);
  if (nameEnd === at || bytes[nameEnd] !== BYTE.colon || BLANK[bytes[at - 1] as number] === 0) return false;
  if (BLANK[bytes[nameEnd + 1] ?? 0] === 0) return false;
  if (!NESTED_NAMES.has(bytes.toString('latin1', at, nameEnd).toLowerCase())) return true;
  const from = skip(bytes, nameEnd + 1, end, BLANK);
  if (LINE_END[bytes[from] ?? 0] === 1) return true;
  const value: ValuePlace = valueAt(place, from);
  addValue(place, value, found);
  return true;
}
