import { ALNUM, BLANK, BYTE, LINE_END, SPACE, TOKEN } from '../byte-classes.ts';
import { LAYER, type TextWindow } from '../spans.ts';
import type { KeyPlace } from './key-place.ts';
import { isPlainSecret, mayBeOwnName } from './plain-value.ts';
import { skip } from './quote.ts';
import type { Found } from './rule.ts';

/** Blanks beside the sign between a name and its value. */
const MOST_BLANKS = 8;

/**
 * Adds the value of a secret's name where both stand plainly, as `name=value`, `name: value` or `"name": "value"`, and
 * the value is letters and digits that mean nothing: most secrets are such, and a text that is full of them holds
 * little else. What has any sign more is read in full, with the same result.
 * @param key a name that is that of a secret
 * @returns false when something else stands there
 */
export function addPlainBinding(window: TextWindow, key: KeyPlace, found: Found): boolean {
  if (key.start < window.start + 2 || key.flag) return false;
  const before = window.bytes[key.start - 1] as number;
  if (SPACE[before] === 1) return addBare(window, key, found);
  return (before === BYTE.quote || before === BYTE.apostrophe) && addQuoted(window, key, before, found);
}

function addBare(window: TextWindow, key: KeyPlace, found: Found): boolean {
  const { bytes, end } = window;
  const sign = skip(bytes, key.end, end, BLANK, MOST_BLANKS);
  if (bytes[sign] !== BYTE.equals && bytes[sign] !== BYTE.colon) return false;
  const start = skip(bytes, sign + 1, end, BLANK, MOST_BLANKS);
  const stop = endOfPlain(bytes, start, end);
  if (stop === end) return false;
  // Without blanks around a sign of equality a value is one word; else it may be the rest of the line.
  const isWord = sign === key.end && start === sign + 1 && bytes[sign] === BYTE.equals;
  if ((isWord ? SPACE : LINE_END)[bytes[stop] as number] === 0) return false;
  if (mayBeOwnName(bytes, key, start) || !isPlainSecret(bytes, start, stop)) return false;
  add(start, stop, key.start, found);
  return true;
}

function addQuoted({ bytes, end }: TextWindow, key: KeyPlace, mark: number, found: Found): boolean {
  if (bytes[key.start - 2] === BYTE.backslash || bytes[key.end] !== mark) return false;
  const sign = skip(bytes, key.end + 1, end, BLANK, MOST_BLANKS);
  if (bytes[sign] !== BYTE.colon) return false;
  const opening = skip(bytes, sign + 1, end, BLANK, MOST_BLANKS);
  if (bytes[opening] !== mark) return false;
  const stop = endOfPlain(bytes, opening + 1, end);
  if (stop + 1 >= end || bytes[stop] !== mark) return false;
  const next = bytes[stop + 1] as number;
  // `'it''s'` goes on behind the mark, and `"old" -> "new"` are two values.
  if (next === mark || next === BYTE.backslash || next === BYTE.space) return false;
  if (!isPlainSecret(bytes, opening + 1, stop)) return false;
  add(opening + 1, stop, key.start - 1, found);
  return true;
}

/** The first byte after letters, digits and joints; `from` where an address in hex may stand before a string. */
function endOfPlain(bytes: Buffer, from: number, end: number): number {
  if (from >= end || ALNUM[bytes[from] as number] === 0 || bytes[from] === BYTE.zero) return from;
  let stop = from + 1;
  while (stop < end && TOKEN[bytes[stop] as number] === 1) stop++;
  return stop;
}

function add(start: number, end: number, contextStart: number, found: Found): void {
  found.add({
    start,
    end,
    contextStart,
    rule: 'keyed-value',
    kind: 'secret',
    layer: LAYER.key,
    canonical: undefined,
    isAsWritten: true,
    quote: undefined,
    findEnd: undefined,
  });
}
