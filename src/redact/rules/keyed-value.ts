import { BYTE, byteSet, LINE_END, SPACE, WORD } from '../byte-classes.ts';
import { NESTED_NAMES } from '../key-name-words.ts';
import { LAYER, type TextWindow } from '../spans.ts';
import { isReadableValue, looksRandom } from '../value-shape.ts';
import { blockScalar } from './block-scalar.ts';
import { addValue, isTired } from './judged-value.ts';
import { afterClosed } from './markup-text.ts';
import { nextLine } from './next-line.ts';
import { quoteAt, skip, startsWith } from './quote.ts';
import type { Found } from './rule.ts';
import { type KeyedPlace, quotedValue, type ValuePlace, valueAt } from './value-place.ts';

const MOST_ELEMENTS = 256;
const MOST_MEMBERS = 16;
const LONGEST_WRAPPER = 160;
const IN_WRAPPER = byteSet('A-Za-z0-9_&:.[]');
const OPENING = 0x28;
const SCALAR = byteSet('A-Za-z0-9.+-');
const TYPE =
  /^&?(?:'static )?[A-Za-z_][\w.]*(?:<[\w., ]{1,40}>|\[[\w., ]{0,40}\])?\??(?: ?\| ?(?:null|None|undefined))? ?= ?(?=["'`])/;

/** Finds the value of a key and adds it unless it is one that stays readable. */
export function readKeyedValue(place: KeyedPlace, found: Found): void {
  const { window, binding } = place;
  const { bytes, end } = window;
  const at =
    binding.separator === 'colon'
      ? afterClosed(bytes, afterProperties(window, binding.valueAt), end)
      : afterCdata(place);
  if (at >= end) return;
  // A line ends here too, in a text that stands in a string.
  if (
    bytes[at] === BYTE.backslash &&
    (bytes[at + 1] === 0x6e || bytes[at + 1] === 0x72) &&
    binding.separator === 'colon'
  )
    return;
  if (place.keyClass === 'webhook') {
    webhookPath(place, valueAt(place, at), found);
    return;
  }
  if (LINE_END[bytes[at] as number] === 1 && binding.separator === 'colon') {
    nextLine(place, at, found);
    return;
  }
  if (LINE_END[bytes[at] as number] === 1 && binding.keyQuote !== undefined) {
    const dumped = DUMPED.exec(bytes.toString('latin1', at, Math.min(end, at + 80)));
    if (dumped !== null) addValue(place, valueAt(place, at + dumped[0].length), found);
    return;
  }
  if (bytes[at] === BYTE.openBrace && bytes[at + 1] !== BYTE.openBrace) {
    addMembers(place, at, found);
    return;
  }
  if (bytes[at] === BYTE.openBracket) {
    // Objects in a list have keys of their own.
    if (bytes[skip(bytes, at + 1, end, SPACE)] === BYTE.openBrace || addElements(place, found)) return;
  }
  const block = binding.separator === 'colon' ? blockScalar(window, place.key.start, at) : undefined;
  const value = block ?? valueAt(place, at);
  const wrapped = value.bare && value.quote === undefined ? afterWrapper(place, at) : undefined;
  addValue(place, afterType(place, value) ?? wrapped ?? value, found);
  const changed = value.quote === undefined ? undefined : changedTo(window, value);
  if (changed !== undefined) addValue(place, changed, found);
}

/** `["password"]=>` with `string(12) "…"` on the next line, as PHP dumps an array. */
const DUMPED = /^\s{1,60}string\(\d{1,9}\) (?=")/;

/** `"old" -> "new"` in a plan of Terraform: both are values of the key. */
function changedTo(window: TextWindow, value: ValuePlace): ValuePlace | undefined {
  const arrow = value.end + (value.quote?.length ?? 0);
  if (!startsWith(window.bytes, arrow, window.end, ' -> ')) return undefined;
  const quote = quoteAt(window.bytes, arrow + 4, window.end);
  return quote === undefined ? undefined : quotedValue(window, arrow + 4, quote);
}

/** What Rust, Go and others print around a string, and what makes a secret of one. */
const WRAPPER =
  /^&?(?:(?:[A-Za-z_]\w{0,30}(?:::|\.)){0,3}(?:Some|Ok|Just|Secret\w{0,12}|Sensitive\w{0,12}|Redacted|Token|Password|Bytes|String|Zeroizing)\s{0,2}\(\s{0,80}|\[\](?:string|byte)[({]\s{0,80}){1,3}(?=["'`\\])/;

/** `token: Some("…")` of Rust, `[]string{"…"}` of Go. */
function afterWrapper(place: KeyedPlace, at: number): ValuePlace | undefined {
  const { bytes, end } = place.window;
  const opening = bytes[skip(bytes, at, end, IN_WRAPPER, 96)];
  if (opening !== OPENING && opening !== BYTE.openBrace) return undefined;
  const match = WRAPPER.exec(bytes.toString('latin1', at, Math.min(end, at + LONGEST_WRAPPER)));
  if (match === null) return undefined;
  const quote = quoteAt(bytes, at + match[0].length, end);
  return quote === undefined ? undefined : quotedValue(place.window, at + match[0].length, quote);
}

/**
 * `${DB_PASSWORD:-value}`: what a shell or Compose takes when the variable is not set. A message (`:?must be set`) is
 * no value.
 * @returns the first byte after the reference, or undefined when the key is no reference's name
 */
export function readDefault(place: Omit<KeyedPlace, 'binding'>, found: Found): number | undefined {
  const { window, key } = place;
  const { bytes, end } = window;
  if (key.start < window.start + 2) return undefined;
  if (bytes[key.start - 1] !== BYTE.openBrace || bytes[key.start - 2] !== BYTE.dollar) return undefined;
  let at = key.end;
  if (bytes[at] === BYTE.colon) at++;
  const sign = bytes[at] as number;
  if (sign !== BYTE.dash && sign !== BYTE.equals && sign !== BYTE.question && sign !== BYTE.plus)
    return undefined;
  const start = innermostDefault(bytes, at + 1, Math.min(end, at + LONGEST_DEFAULT));
  const stop = skip(bytes, start, end, IN_REFERENCE, LONGEST_DEFAULT);
  if (sign === BYTE.question || sign === BYTE.plus || stop === start) return stop;
  const binding = { separator: 'equals', valueAt: start, keyQuote: undefined, spaced: false } as const;
  const value = { start, end: stop, quote: undefined, bare: true, style: 'wide' } as const;
  addValue({ ...place, binding }, value, found);
  return stop;
}

/** `${DB_PASSWORD:-${PASSWORD:-value}}`: the default of a reference may be a reference with a default of its own. */
function innermostDefault(bytes: Buffer, from: number, end: number): number {
  let start = from;
  while (start + 2 < end && bytes[start] === BYTE.dollar && bytes[start + 1] === BYTE.openBrace) {
    let at = skip(bytes, start + 2, end, WORD);
    if (bytes[at] === BYTE.colon) at++;
    const next = bytes[at];
    // A reference without a default holds nothing itself; what comes behind it may.
    if (at >= end || (next !== BYTE.dash && next !== BYTE.equals && next !== BYTE.closeBrace)) return start;
    start = at + 1;
  }
  return start;
}

const LONGEST_DEFAULT = 4096;
const IN_REFERENCE = byteSet(' !#-|~').map((one, byte) => (byte > 0x7f ? 1 : one));

const CDATA = '<![cdata[';

function afterCdata({ window, binding }: KeyedPlace): number {
  const at = binding.valueAt;
  return binding.separator === 'markup' && startsWith(window.bytes, at, window.end, CDATA)
    ? at + CDATA.length
    : at;
}

/** The address of a webhook keeps its host; a path that no person would have written goes. */
function webhookPath(place: KeyedPlace, value: ValuePlace, found: Found): void {
  const { bytes } = place.window;
  const text = bytes.toString('latin1', value.start, Math.min(value.end, value.start + LONGEST_ADDRESS));
  const host = /^[a-z]{2,10}:\/\/[^/\s?]{1,256}[/?]/i.exec(text)?.[0].length ?? 0;
  const path = text.slice(host, host + 1024);
  if (path.includes('[REDACTED:')) return;
  const isJudged = value.findEnd === undefined && !isTired(place, value.end - value.start);
  if (isJudged && (isReadableValue(path) || !looksRandom(path, 12))) {
    place.effort.spent += value.end - value.start;
    return;
  }
  found.add({
    start: value.start + host,
    end: value.end,
    contextStart: place.contextStart,
    rule: 'webhook-url',
    kind: 'webhook',
    layer: LAYER.key,
    canonical: bytes.toString('latin1', value.start + host, value.end),
    quote: undefined,
    findEnd: value.findEnd,
  });
}

/** Letters of an address that are judged: its scheme, its host, and a thousand of its path. */
const LONGEST_ADDRESS = 1296;

/** An anchor and a tag of YAML (`&name`, `!!str`) stand before the value. */
function afterProperties(window: TextWindow, at: number): number {
  if (window.bytes[at] !== BYTE.ampersand && window.bytes[at] !== 0x21) return at;
  const match = /^(?:[&!][\w!:.-]{1,64} +){1,2}/.exec(
    window.bytes.toString('latin1', at, Math.min(window.end, at + 140)),
  );
  return at + (match?.[0].length ?? 0);
}

/** `secret: str = "…"`: the word after the colon is a type, and the value comes behind it. */
function afterType(place: KeyedPlace, value: ValuePlace): ValuePlace | undefined {
  const { bytes, end } = place.window;
  if (!value.bare || place.binding.separator !== 'colon' || value.end - value.start > 4096) return undefined;
  const last = Math.min(value.end + 8, end);
  let sign = value.start;
  while (sign < last && bytes[sign] !== BYTE.equals) sign++;
  if (sign === last) return undefined;
  const text = bytes.toString('latin1', value.start, last);
  const type = TYPE.exec(text);
  return type === null ? undefined : valueAt(place, value.start + type[0].length);
}

/** `"password": {"old": "…", "min_length": 8}`: the members whose names say that they hold the secret. */
function addMembers(place: KeyedPlace, from: number, found: Found): void {
  const { window } = place;
  const { bytes, end } = window;
  let at = skip(bytes, from + 1, end, SPACE);
  for (let count = 0; count < MOST_MEMBERS; count++) {
    const quote = quoteAt(bytes, at, end);
    if (quote === undefined) return;
    const name = quotedValue(window, at, quote);
    const colon = skip(bytes, name.end + quote.length, end, SPACE);
    const valueAt = skip(bytes, colon + 1, end, SPACE);
    const valueQuote = quoteAt(bytes, valueAt, end);
    if (bytes[colon] !== BYTE.colon) return;
    const value = valueQuote === undefined ? undefined : quotedValue(window, valueAt, valueQuote);
    const isHolder =
      name.end - name.start < 16 &&
      NESTED_NAMES.has(bytes.toString('latin1', name.start, name.end).toLowerCase());
    if (value !== undefined && isHolder) addValue(place, value, found);
    const after =
      value === undefined ? skip(bytes, valueAt, end, SCALAR) : value.end + (valueQuote?.length ?? 0);
    const comma = skip(bytes, after, end, SPACE);
    if (bytes[comma] !== BYTE.comma) return;
    at = skip(bytes, comma + 1, end, SPACE);
  }
}

/** `"tokens": ["…", "…"]`: every string of the list. */
function addElements(place: KeyedPlace, found: Found): boolean {
  const { window } = place;
  const { bytes, end } = window;
  let i = skip(bytes, place.binding.valueAt + 1, end, SPACE);
  for (let count = 0; count < MOST_ELEMENTS; count++) {
    const quote = quoteAt(bytes, i, end);
    if (quote === undefined) return count > 0;
    const value = quotedValue(window, i, quote);
    addValue(place, value, found);
    i = skip(bytes, value.end + quote.length, end, SPACE);
    if (bytes[i] !== BYTE.comma) return true;
    i = skip(bytes, i + 1, end, SPACE);
  }
  return true;
}
