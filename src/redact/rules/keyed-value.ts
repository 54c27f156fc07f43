import { BASE64_ANY, BLANK, BYTE, LINE_END, SPACE } from '../byte-classes.ts';
import { type KeyNameClass, keyNameWords } from '../key-names.ts';
import { type FindEnd, LAYER, type TextWindow } from '../spans.ts';
import { isReadableValue, looksRandom } from '../value-shape.ts';
import { type BareStyle, beginsKey, endOfBare } from './bare-value.ts';
import type { Binding } from './binding.ts';
import { blockScalar } from './block-scalar.ts';
import { decodePercent, decodeValue } from './decode-value.ts';
import { beginsLine, followsWord, type KeyPlace } from './key-place.ts';
import { endOfQuoted, type Quote, quoteAt, skip } from './quote.ts';
import type { Found } from './rule.ts';

/** Bytes of values that were read in this window and left in place: the same bytes must not be read without end. */
export interface Effort {
  spent: number;
}

/** A key whose value is wanted. */
export interface KeyedPlace {
  readonly window: TextWindow;
  readonly key: KeyPlace;
  readonly name: string;
  readonly keyClass: KeyNameClass;
  /** The mark directly before the key. */
  readonly openedBy: Quote | undefined;
  readonly binding: Binding;
  readonly contextStart: number;
  readonly effort: Effort;
}

/** Where a value stands, and how it is written. */
export interface ValuePlace {
  readonly start: number;
  readonly end: number;
  readonly quote: Quote | undefined;
  /** Set when the window ended first. */
  readonly findEnd?: FindEnd;
  /** True when it is not known where the value ends because it stands bare in a line. */
  readonly bare: boolean;
}

const MOST_ELEMENTS = 256;
/** How often a window may be read again before a doubtful long value goes without being judged. */
const MOST_READINGS = 16;
const DOUBTFUL_LENGTH = 256;
const CODE =
  /^(?:this|self|process|os|req|request|config|cfg|opts|options|env|ctx|settings|params|args|props|state|user|body|res|response|event|secrets|vars|local|module|import|globalThis|window|data|input|inputs|github|steps|input|c|s|t|p|r|m|e|o|a|b|x)[.?[]|^[A-Za-z_$][\w$.]*\(|^(?:await|new|async|function|const|typeof)$/;
const TYPE =
  /^&?(?:'static )?[A-Za-z_][\w.]*(?:<[\w., ]{1,40}>|\[[\w., ]{0,40}\])?\??(?: ?\| ?(?:null|None|undefined))? ?= ?(?=["'`])/;
/** `readonly tokens: AuthTokens;`: a type and no value. */
const DECLARATION = /^[A-Z][A-Za-z]{1,60}(?:\[\]|<[A-Za-z<>, |]{1,80}>)?;$/;
const TRAILING_COLOUR = /(?:\x1b|\\u001b)\[[0-9;]{0,20}[A-Za-z]$/i;
const PROSE = /^[a-z]{1,15}[.,;:!]?$/;

/** Finds the value of a key and adds it unless it is one that stays readable. */
export function readKeyedValue(place: KeyedPlace, found: Found): void {
  const { window, binding } = place;
  const { bytes, end } = window;
  const at = binding.separator === 'colon' ? afterProperties(window, binding.valueAt) : binding.valueAt;
  if (at >= end) return;
  if (bytes[at] === BYTE.openBrace && bytes[at + 1] !== BYTE.openBrace) return;
  if (bytes[at] === BYTE.openBracket && addElements(place, found)) return;
  const block = binding.separator === 'colon' ? blockScalar(window, place.key.start, at) : undefined;
  const value = block ?? valueAt(place, at);
  addValue(place, afterType(place, value) ?? value, found);
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
  const text = bytes.toString('latin1', value.start, Math.min(value.end + 8, end));
  const type = TYPE.exec(text);
  return type === null ? undefined : valueAt(place, value.start + type[0].length);
}

/** The value that begins at `at`. */
export function valueAt(place: KeyedPlace, at: number): ValuePlace {
  const { window } = place;
  const from = prefixed(window, at);
  const quote = quoteAt(window.bytes, from, window.end);
  return quote === undefined ||
    (quote.depth > 0 && place.openedBy !== undefined && quote.depth < place.openedBy.depth)
    ? bareValue(place, at)
    : quotedValue(window, from, quote);
}

/** Python's `b'…'`, `r'…'` and `u'…'`, and a shell's `$'…'`. */
function prefixed(window: TextWindow, at: number): number {
  const byte = window.bytes[at] as number;
  const isPrefix =
    byte === 0x62 ||
    byte === 0x72 ||
    byte === 0x75 ||
    byte === 0x66 ||
    byte === BYTE.dollar ||
    byte === BYTE.at;
  const next = window.bytes[at + 1];
  return isPrefix && (next === BYTE.apostrophe || (next === BYTE.quote && byte !== BYTE.dollar))
    ? at + 1
    : at;
}

/** A value in quotation marks, three of them included. */
export function quotedValue(window: TextWindow, at: number, quote: Quote): ValuePlace {
  const { bytes, end } = window;
  const start = at + quote.length;
  if (bytes[start] === quote.byte && bytes[start + 1] === quote.byte && quote.depth === 0) {
    const closing = bytes.indexOf(Buffer.alloc(3, quote.byte), start + 2);
    if (closing >= 0 && closing < end) return { start: start + 2, end: closing, quote, bare: false };
  }
  const found = endOfQuoted(bytes, start, end, quote);
  const open = !found.closed && found.end === end && !window.complete;
  return {
    start,
    end: found.end,
    quote,
    bare: false,
    ...(open ? { findEnd: (b: Buffer, from: number, to: number) => resumeQuoted(b, from, to, quote) } : {}),
  };
}

function resumeQuoted(bytes: Buffer, from: number, end: number, quote: Quote): number {
  const found = endOfQuoted(bytes, from, end, quote);
  return found.closed || found.end < end ? found.end : -1;
}

function bareValue(place: KeyedPlace, at: number): ValuePlace {
  const { window, binding, openedBy } = place;
  const { bytes, end } = window;
  if (openedBy !== undefined && binding.keyQuote === undefined) return enclosedValue(window, at, openedBy);
  const template = endOfTemplate(window, at);
  if (template !== undefined) return { start: at, end: template, quote: undefined, bare: true };
  const style = styleOf(place);
  const stop =
    binding.separator === 'markup' ? endOfMarkup(bytes, at, end) : endOfBare(bytes, at, end, style);
  const open = stop === end && !window.complete;
  return {
    start: at,
    end: open ? stop : withoutColour(bytes, at, stop),
    quote: undefined,
    bare: true,
    ...(open ? { findEnd: (b: Buffer, from: number, to: number) => resumeBare(b, from, to, style) } : {}),
  };
}

/** `{{ .Values.token }}` and `${{ secrets.TOKEN }}` hold blanks; they are one value when nothing touches their end. */
function endOfTemplate(window: TextWindow, at: number): number | undefined {
  const text = window.bytes.toString('latin1', at, Math.min(window.end, at + 256));
  const match = /^\$?\{\{[^{}\r\n]*\}\}(?=$|[\s"',;)])/.exec(text);
  return match === null ? undefined : at + match[0].length;
}

/** The colour that is switched off behind a value is none of it. */
function withoutColour(bytes: Buffer, start: number, end: number): number {
  const colour = TRAILING_COLOUR.exec(bytes.toString('latin1', Math.max(start, end - 24), end));
  return colour === null ? end : end - colour[0].length;
}

function resumeBare(bytes: Buffer, from: number, end: number, style: BareStyle): number {
  const at = endOfBare(bytes, from, end, style);
  return at < end ? at : -1;
}

/** `"DB_PASSWORD=…"`: the mark before the key closes after the value; another assignment ends it sooner. */
function enclosedValue(window: TextWindow, at: number, quote: Quote): ValuePlace {
  const whole = quotedValue(window, at - quote.length, quote);
  for (let i = at; i < whole.end; i++) {
    const byte = window.bytes[i] as number;
    if (BLANK[byte] === 1 && beginsKey(window.bytes, i, whole.end))
      return { start: at, end: i, quote, bare: true };
    if (byte === BYTE.ampersand && beginsKey(window.bytes, i + 1, whole.end))
      return { start: at, end: i, quote, bare: true };
  }
  return { ...whole, start: at };
}

function endOfMarkup(bytes: Buffer, from: number, end: number): number {
  let i = from;
  while (i < end && bytes[i] !== BYTE.less && LINE_END[bytes[i] as number] === 0) i++;
  return i;
}

function styleOf(place: KeyedPlace): BareStyle {
  const { window, key, binding } = place;
  const before = key.start > window.start ? window.bytes[key.start - 1] : undefined;
  if (before === BYTE.question || before === BYTE.ampersand || binding.separator === 'encoded')
    return 'query';
  if (binding.separator === 'flag' || binding.keyQuote !== undefined)
    return binding.separator === 'pair' ? 'line' : 'word';
  if (binding.separator === 'pair') return 'line';
  if (key.flag) return 'wide';
  if (!beginsLine(window, key.start)) return 'word';
  return binding.separator === 'colon' || binding.spaced ? lineStyle(place) : 'wide';
}

/** A line of a log may begin with a key too: another key further on means that the value is one word. */
function lineStyle(place: KeyedPlace): BareStyle {
  const { bytes, end } = place.window;
  for (let i = place.binding.valueAt; i < end && LINE_END[bytes[i] as number] === 0; i++) {
    if (BLANK[bytes[i] as number] === 1 && beginsKey(bytes, i, end) && i - place.binding.valueAt < 512)
      return 'word';
  }
  return 'line';
}

/** Adds a value that was found, unless it is a reference, a mask, a placeholder or a public default. */
export function addValue(place: KeyedPlace, value: ValuePlace, found: Found): void {
  const { window, binding } = place;
  if (value.end <= value.start) return;
  const raw = window.bytes.toString('utf8', value.start, value.end);
  const canonical =
    binding.separator === 'encoded' && value.quote === undefined
      ? decodePercent(raw)
      : decodeValue(raw, value.quote);
  const style = value.bare && value.quote === undefined ? styleOf(place) : undefined;
  const decoded = style === 'query' ? decodePercent(canonical) : canonical;
  const isTired =
    place.effort.spent > MOST_READINGS * (window.end - window.start) && decoded.length > DOUBTFUL_LENGTH;
  if (!isTired && !isSecretValue(place, value, decoded.trim(), style)) {
    place.effort.spent += raw.length;
    return;
  }
  const bareInJson =
    value.bare &&
    value.quote === undefined &&
    binding.keyQuote !== undefined &&
    binding.separator === 'colon';
  found.add({
    start: value.start,
    end: value.end,
    contextStart: place.contextStart,
    rule: 'keyed-value',
    kind: 'secret',
    layer: LAYER.key,
    canonical: value.findEnd === undefined ? decoded : undefined,
    ...(bareInJson && binding.keyQuote !== undefined ? { quote: spell(binding.keyQuote) } : {}),
    ...(value.findEnd !== undefined ? { findEnd: value.findEnd } : {}),
  });
}

/** The mark as it has to be written to be of the same depth. */
export function spell(quote: Quote): string {
  return quote.spelling ?? '\\'.repeat(quote.depth) + String.fromCharCode(quote.byte);
}

function isSecretValue(
  place: KeyedPlace,
  value: ValuePlace,
  text: string,
  style: BareStyle | undefined,
): boolean {
  if (isReadableValue(text) || isReadableValue(text.replace(/[,;]$/, ''))) return false;
  if (place.keyClass === 'webhook') return false;
  if (text.startsWith('[REDACTED:') && /^(?:\[REDACTED:[a-z0-9:-]+\][\s,;&]*)+$/.test(text)) return false;
  if (value.bare && (CODE.test(text) || isSmallNumber(text) || DECLARATION.test(text))) return false;
  if (style === 'word' && isProse(place, text)) return false;
  if (place.keyClass !== 'ambiguous') return true;
  return looksRandom(text, 12) || isBasicPair(place, text);
}

function isSmallNumber(text: string): boolean {
  return text.length < 4 && /^\d+$/.test(text);
}

/** `error: invalid token: expired`: a lower-case word after a key in a sentence. */
function isProse(place: KeyedPlace, text: string): boolean {
  if (place.binding.separator !== 'colon' || !place.binding.spaced || place.openedBy !== undefined)
    return false;
  if (!PROSE.test(text) || !followsWord(place.window, place.key.start)) return false;
  const last = keyNameWords(place.name).at(-1) ?? '';
  return !last.startsWith('pass') && last !== 'pwd';
}

/** The `auth` of a Docker configuration: base64 of `user:password`. */
function isBasicPair(place: KeyedPlace, text: string): boolean {
  if (!place.name.toLowerCase().endsWith('auth') || text.length < 8) return false;
  for (let i = 0; i < text.length; i++) if (BASE64_ANY[text.charCodeAt(i)] !== 1) return false;
  return /^[\x20-\x7e]{1,255}:[\x20-\x7e]+$/.test(
    Buffer.from(text.slice(0, 4096), 'base64').toString('latin1'),
  );
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
