import { BASE64_ANY, BYTE, byteSet, LINE_END, SPACE } from '../byte-classes.ts';
import { keyNameWords, NESTED_NAMES } from '../key-names.ts';
import { LAYER, type TextWindow } from '../spans.ts';
import { isReadableValue, isWorkingDirectory, looksRandom } from '../value-shape.ts';
import type { BareStyle } from './bare-value.ts';
import { blockScalar } from './block-scalar.ts';
import { decodePercent, decodeValue } from './decode-value.ts';
import { followsWord } from './key-place.ts';
import { looseValue } from './loose-value.ts';
import { type Quote, quoteAt, skip, startsWith } from './quote.ts';
import type { Found } from './rule.ts';
import {
  type KeyedPlace,
  quotedValue,
  type ReadValue,
  styleOf,
  type ValuePlace,
  valueAt,
} from './value-place.ts';

const MOST_ELEMENTS = 256;
const MOST_MEMBERS = 16;
const SCALAR = byteSet('A-Za-z0-9.+-');
/** How often a window may be read again before a doubtful long value goes without being judged. */
const MOST_READINGS = 16;
const DOUBTFUL_LENGTH = 256;
const CODE =
  /^(?:this|self|process|os|req|request|config|cfg|opts|options|env|ctx|settings|params|args|props|state|user|body|res|response|event|secrets|vars|local|module|import|globalThis|window|data|input|inputs|github|steps|input|c|s|t|p|r|m|e|o|a|b|x)[.?[]|^[A-Za-z_$][\w$.]*\(|^(?:await|new|async|function|const|typeof)$/;
const CODE_SIGN = /[.?[(]|^[a-z]{3,8}$/;
const TYPE =
  /^&?(?:'static )?[A-Za-z_][\w.]*(?:<[\w., ]{1,40}>|\[[\w., ]{0,40}\])?\??(?: ?\| ?(?:null|None|undefined))? ?= ?(?=["'`])/;
/** `readonly tokens: AuthTokens;`: a type and no value. */
const DECLARATION = /^[A-Z][A-Za-z]{1,60}(?:\[\]|<[A-Za-z<>, |]{1,80}>)?;$/;
const PROSE = /^[a-z]{1,15}[.,;:!]?$/;

/** Finds the value of a key and adds it unless it is one that stays readable. */
export function readKeyedValue(place: KeyedPlace, found: Found): void {
  const { window, binding } = place;
  const { bytes, end } = window;
  const at = binding.separator === 'colon' ? afterProperties(window, binding.valueAt) : afterCdata(place);
  if (at >= end) return;
  if (place.keyClass === 'webhook') {
    webhookPath(place, valueAt(place, at), found);
    return;
  }
  if (LINE_END[bytes[at] as number] === 1 && binding.separator === 'colon') {
    nextLine(place, at, found);
    return;
  }
  if (bytes[at] === BYTE.openBrace && bytes[at + 1] !== BYTE.openBrace) {
    addMembers(place, at, found);
    return;
  }
  if (bytes[at] === BYTE.openBracket && addElements(place, found)) return;
  const block = binding.separator === 'colon' ? blockScalar(window, place.key.start, at) : undefined;
  const value = block ?? valueAt(place, at);
  addValue(place, afterType(place, value) ?? value, found);
}

/** `"password":` with its value on the next line: a quoted one, or a bare one that no person would have written. */
function nextLine(place: KeyedPlace, at: number, found: Found): void {
  const { window, key } = place;
  const next = skip(window.bytes, at, window.end, SPACE);
  const quote = quoteAt(window.bytes, next, window.end);
  if (quote === undefined) looseValue(window, key, found);
  else if (place.binding.keyQuote !== undefined) addValue(place, quotedValue(window, next, quote), found);
}

const CDATA = '<![cdata[';

function afterCdata({ window, binding }: KeyedPlace): number {
  const at = binding.valueAt;
  return binding.separator === 'markup' && startsWith(window.bytes, at, window.end, CDATA)
    ? at + CDATA.length
    : at;
}

/** The address of a webhook keeps its host; a path that no person would have written goes. */
function webhookPath(place: KeyedPlace, value: ValuePlace, found: Found): void {
  const text = place.window.bytes.toString('latin1', value.start, value.end);
  const host = /^[a-z]{2,10}:\/\/[^/\s?]{1,256}[/?]/i.exec(text)?.[0].length ?? 0;
  const path = text.slice(host, host + 1024);
  if (value.findEnd === undefined && (isReadableValue(path) || !looksRandom(path, 12))) return;
  found.add({
    start: value.start + host,
    end: value.end,
    contextStart: place.contextStart,
    rule: 'webhook-url',
    kind: 'webhook',
    layer: LAYER.key,
    canonical: text.slice(host),
    quote: undefined,
    findEnd: value.findEnd,
  });
}

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

/** Adds a value that was found, unless it is a reference, a mask, a placeholder or a public default. */
function addValue(place: KeyedPlace, value: ValuePlace, found: Found): void {
  const { window, binding, effort } = place;
  const length = value.end - value.start;
  if (length <= 0) return;
  const style = value.bare && value.quote === undefined ? (value.style ?? styleOf(place)) : undefined;
  const read = readValue(place, value, style);
  const isTired = length > DOUBTFUL_LENGTH && effort.spent > MOST_READINGS * (window.end - window.start);
  if (!isTired && !isSecretValue(place, value, read, style)) {
    effort.spent += length;
    return;
  }
  const quote =
    value.bare && value.quote === undefined && binding.separator === 'colon' ? binding.keyQuote : undefined;
  found.add({
    start: value.start,
    end: value.end,
    contextStart: place.contextStart,
    rule: 'keyed-value',
    kind: 'secret',
    layer: LAYER.key,
    canonical: value.findEnd === undefined ? read.decoded : undefined,
    quote: quote && spell(quote),
    findEnd: value.findEnd,
  });
}

/** Values of a log stand in it again and again: what was decoded and judged once is remembered. */
function readValue(place: KeyedPlace, value: ValuePlace, style: BareStyle | undefined): ReadValue {
  const { quote } = value;
  const isPercent = style === 'query' || (place.binding.separator === 'encoded' && quote === undefined);
  // The first byte of the mark tells how it is spelt.
  const first = quote === undefined ? 0 : (quote.spelling?.charCodeAt(0) ?? quote.byte);
  const variant = (isPercent ? 1 : 0) + 2 * first + 512 * (quote?.depth ?? 0);
  return place.effort.values.of(place.window.bytes, value.start, value.end, variant, (raw) => {
    const plain = decodeValue(raw, quote);
    const decoded = isPercent ? decodePercent(plain) : plain;
    const text = decoded.trim();
    return { decoded, isReadable: isReadableText(text), isCode: isCode(text) || isSmallNumber(text) };
  });
}

function isReadableText(text: string): boolean {
  if (isReadableValue(text)) return true;
  if ((text.endsWith(',') || text.endsWith(';')) && isReadableValue(text.slice(0, -1))) return true;
  return text.startsWith('[REDACTED:') && /^(?:\[REDACTED:[a-z0-9:-]+\][\s,;&]*)+$/.test(text);
}

/** The mark as it has to be written to be of the same depth. */
function spell(quote: Quote): string {
  return quote.spelling ?? '\\'.repeat(quote.depth) + String.fromCharCode(quote.byte);
}

function isSecretValue(
  place: KeyedPlace,
  value: ValuePlace,
  { decoded, isReadable, isCode }: ReadValue,
  style: BareStyle | undefined,
): boolean {
  if (isReadable || (isCode && value.bare)) return false;
  const text = decoded.trim();
  if (text.startsWith('/') && isWorkingDirectory(nameOf(place), text)) return false;
  if (style === 'word' && isProse(place, text)) return false;
  if (isScope(place, text)) return false;
  if (place.keyClass !== 'ambiguous') return true;
  return looksRandom(text, 12) || isBasicPair(place, text);
}

/** Most values hold no sign that code has. */
function isCode(text: string): boolean {
  if (text.endsWith(';') && DECLARATION.test(text)) return true;
  return CODE_SIGN.test(text) && CODE.test(text);
}

function nameOf({ window, key }: KeyedPlace): string {
  return window.bytes.toString('latin1', key.start, key.end);
}

function isSmallNumber(text: string): boolean {
  return text.length < 4 && /^\d+$/.test(text);
}

/** What a scope lets its holder do: `token:issue`, `secrets:read`. */
const VERBS = new Set(
  `read write issue admin list create revoke introspect exchange refresh delete update manage rotate verify mint sign
   view use get set all any own self grant validate check import export reset resolve watch run execute * **`.split(
    /\s+/,
  ),
);

function isScope(place: KeyedPlace, text: string): boolean {
  const { binding } = place;
  if (binding.separator !== 'colon' || binding.spaced || binding.keyQuote !== undefined) return false;
  return VERBS.has(text) && !/pass|pwd/i.test(nameOf(place));
}

/** `error: invalid token: expired`: a lower-case word after a key in a sentence. */
function isProse(place: KeyedPlace, text: string): boolean {
  if (place.binding.separator !== 'colon' || !place.binding.spaced || place.openedBy !== undefined)
    return false;
  if (!PROSE.test(text) || !followsWord(place.window, place.key.start)) return false;
  const last = keyNameWords(nameOf(place)).at(-1) ?? '';
  return !last.startsWith('pass') && last !== 'pwd';
}

/** The `auth` of a Docker configuration: base64 of `user:password`. */
function isBasicPair(place: KeyedPlace, text: string): boolean {
  if (!nameOf(place).toLowerCase().endsWith('auth') || text.length < 8) return false;
  for (let i = 0; i < text.length; i++) if (BASE64_ANY[text.charCodeAt(i)] !== 1) return false;
  return /^[\x20-\x7e]{1,255}:[\x20-\x7e]+$/.test(
    Buffer.from(text.slice(0, 4096), 'base64').toString('latin1'),
  );
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
