import { BLANK, BYTE, byteSet, LINE_END, SPACE } from '../byte-classes.ts';
import { isPlaceholder } from '../placeholders.ts';
import { LAYER } from '../spans.ts';
import { isReadableValue } from '../value-shape.ts';
import { endOfBare } from './bare-value.ts';
import { beginsLine } from './key-place.ts';
import { isPlainSecret } from './plain-value.ts';
import { quoteAt, skip, startsWith } from './quote.ts';
import type { Found } from './rule.ts';
import { closesKey, type KeyedPlace, quotedValue } from './value-place.ts';

const NAME = byteSet("A-Za-z0-9!#$%&'*+.^_`|~-");
const MOST_HEADERS = 256;
const PAIR_END = byteSet(';\r\n"\'');
/** Attributes of `Set-Cookie` (RFC 6265): their values tell of the cookie and are not in it. */
const ATTRIBUTES = [
  'path',
  'domain',
  'expires',
  'max-age',
  'samesite',
  'version',
  'comment',
  'priority',
] as const;

/**
 * Cookies lose their values and keep their names, so that a reader still sees which were sent.
 * @returns the end of the list: what stands before it was looked at
 */
export function cookieSpans(place: KeyedPlace, found: Found): number {
  const { bytes, end } = place.window;
  let at = place.binding.valueAt;
  if (bytes[at] === BYTE.openBrace) return at;
  if (bytes[at] !== BYTE.openBracket) return listSpans(place, rangeOf(place), found);
  // Headers with several values are lists of strings.
  for (let count = 0; count < MOST_HEADERS; count++) {
    at = skip(bytes, at + 1, end, SPACE);
    const quote = quoteAt(bytes, at, end);
    if (quote === undefined) return at;
    const value = quotedValue(place.window, at, quote);
    listSpans(place, value, found);
    at = skip(bytes, value.end + quote.length, end, SPACE);
    if (bytes[at] !== BYTE.comma) return at;
  }
  return at;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

function listSpans(place: KeyedPlace, range: Range, found: Found): number {
  const { window, binding } = place;
  const { bytes } = window;
  let at = range.start;
  let pairs = 0;
  while (at < range.end) {
    at = skip(bytes, at, range.end, BLANK, range.end - at);
    const nameEnd = skip(bytes, at, range.end, NAME, 256);
    const stop = endOfPair(bytes, at, range.end);
    if (nameEnd > at && bytes[nameEnd] === BYTE.equals && nameEnd < stop) {
      pairs++;
      if (!isAttribute(bytes, at, nameEnd)) addCookie(place, found, nameEnd + 1, stop);
    } else if (pairs === 0 && stop > at) {
      // No names to keep: whatever stands there may be the value.
      if (
        binding.separator !== 'colon' ||
        !/^[a-z ]{1,40}$/i.test(bytes.toString('latin1', at, Math.min(stop, at + 64)))
      ) {
        addCookie(place, found, at, stop);
      }
    }
    at = stop + 1;
  }
  return range.end;
}

function rangeOf(place: KeyedPlace): Range {
  const { window, binding, openedBy, key } = place;
  const { bytes, end } = window;
  const quote = quoteAt(bytes, binding.valueAt, end);
  if (quote !== undefined && closesKey(place, quote)) return { start: binding.valueAt, end: binding.valueAt };
  if (quote !== undefined) return quotedValue(window, binding.valueAt, quote);
  if (openedBy !== undefined && binding.keyQuote === undefined) {
    return { start: binding.valueAt, end: quotedValue(window, key.start - openedBy.length, openedBy).end };
  }
  if (binding.separator === 'colon' || beginsLine(window, key.start)) {
    let stop = binding.valueAt;
    while (stop < end && LINE_END[bytes[stop] as number] === 0) stop++;
    return { start: binding.valueAt, end: stop };
  }
  return { start: binding.valueAt, end: endOfBare(bytes, binding.valueAt, end, 'word') };
}

function endOfPair(bytes: Buffer, from: number, end: number): number {
  let i = from;
  while (i < end && PAIR_END[bytes[i] as number] === 0) i++;
  return i;
}

/** The first letters of attributes. */
const OF_ATTRIBUTE = byteSet(
  ATTRIBUTES.map((name) => `${name.charAt(0)}${name.charAt(0).toUpperCase()}`).join(''),
);

function isAttribute(bytes: Buffer, start: number, end: number): boolean {
  const length = end - start;
  if (OF_ATTRIBUTE[bytes[start] as number] === 0) return false;
  return ATTRIBUTES.some((name) => name.length === length && startsWith(bytes, start, end, name));
}

function addCookie(place: KeyedPlace, found: Found, start: number, end: number): void {
  const { bytes } = place.window;
  const isAsWritten = isPlainSecret(bytes, start, end);
  const value = isAsWritten ? undefined : bytes.toString('utf8', start, end).trimEnd();
  if (value !== undefined && (value === '' || isPlaceholder(value) || isReadableValue(value))) return;
  const stop = value === undefined ? end : start + Buffer.byteLength(value);
  const last = stop === place.window.end && !place.window.complete;
  found.add({
    start,
    end: stop,
    contextStart: place.contextStart,
    rule: 'cookie',
    kind: 'cookie',
    layer: LAYER.key,
    canonical: value,
    isAsWritten,
    quote: undefined,
    findEnd: last ? (b: Buffer, from: number, to: number) => resumeCookie(b, from, to) : undefined,
  });
}

function resumeCookie(bytes: Buffer, from: number, end: number): number {
  const at = endOfPair(bytes, from, end);
  return at < end ? at : -1;
}
