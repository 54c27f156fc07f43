import { ALNUM, BLANK, BYTE, byteSet, DIGIT, HEX, LINE_END, WORD } from '../byte-classes.ts';
import type { BytesCache } from '../bytes-cache.ts';
import type { KeyNameClass } from '../key-names.ts';
import type { FindEnd, TextWindow } from '../spans.ts';
import { type BareStyle, beginsKey, endOfBare } from './bare-value.ts';
import type { Binding } from './bound-value.ts';
import { beginsLine, type KeyPlace } from './key-place.ts';
import type { WordRun } from './loose-value.ts';
import { endOfQuoted, type Quote, quoteAt, skip, startsWith } from './quote.ts';

/** Bytes of values that were read in this window and left in place: the same bytes must not be read without end. */
export interface Effort {
  spent: number;
  /** The last word that was read behind a name without a sign. */
  readonly run: WordRun;
  /** What was found out about values that were read before. */
  readonly values: BytesCache<ReadValue>;
}

/** A value as its owner knows it. */
export interface ReadValue {
  readonly decoded: string;
  /** True when it stays readable under any name. */
  readonly isReadable: boolean;
  /** True when it stays readable where it stands bare. */
  readonly isCode: boolean;
}

/** A key whose value is wanted. */
export interface KeyedPlace {
  readonly window: TextWindow;
  readonly key: KeyPlace;
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
  /** How far it was read, where it stands bare. */
  readonly style?: BareStyle;
}

const AFTER_STRING = byteSet(',}])\r\n');
const TRAILING_COLOUR = /(?:\x1b|\\u001b)\[[0-9;]{0,20}[A-Za-z]$/i;

/** The value that begins at `at`. */
export function valueAt(place: KeyedPlace, at: number): ValuePlace {
  const { window } = place;
  // An element holds text: a mark in it is a letter of the value.
  if (place.binding.separator === 'markup') return bareValue(place, at);
  const from = prefixed(window, at);
  const quote = quoteAt(window.bytes, from, window.end);
  if (quote !== undefined && (closesKey(place, quote) || closesAround(place, quote, from)))
    return { start: at, end: at, quote, bare: true };
  return quote === undefined ||
    (quote.depth > 0 && place.openedBy !== undefined && quote.depth < place.openedBy.depth)
    ? bareValue(place, at)
    : quotedValue(window, from, quote);
}

/** `console.log('password:')`: the mark that closes around the key opens no value. */
export function closesKey(place: Pick<KeyedPlace, 'openedBy' | 'binding'>, quote: Quote): boolean {
  const { openedBy, binding } = place;
  return (
    openedBy !== undefined &&
    binding.keyQuote === undefined &&
    openedBy.byte === quote.byte &&
    openedBy.depth === quote.depth
  );
}

/** `"… -> Token:"}`: a mark that touches the sign behind a key and is followed by what ends a string opens no value. */
function closesAround({ window, binding, openedBy }: KeyedPlace, quote: Quote, at: number): boolean {
  if (binding.keyQuote !== undefined || openedBy !== undefined || binding.spaced) return false;
  const after = at + quote.length;
  return after >= window.end ? window.complete : AFTER_STRING[window.bytes[after] as number] === 1;
}

/** Python's `b'…'`, `r'…'` and `u'…'`, SQL's `N'…'` and a shell's `$'…'`. */
function prefixed(window: TextWindow, at: number): number {
  const byte = window.bytes[at] as number;
  // Erlang's `<<"…">>`.
  if (byte === BYTE.less && window.bytes[at + 1] === BYTE.less && window.bytes[at + 2] === BYTE.quote)
    return at + 2;
  // `0x55e1 "…"`: gdb tells where a string lies before it.
  if (byte === BYTE.zero && window.bytes[at + 1] === 0x78) {
    const after = skip(window.bytes, at + 2, window.end, HEX, 16);
    return window.bytes[after] === BYTE.space && window.bytes[after + 1] === BYTE.quote ? after + 1 : at;
  }
  const isPrefix =
    byte === 0x4e ||
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
    const closing = indexOfThree(bytes, quote.byte, start + 2, end);
    if (closing >= 0) return { start: start + 2, end: closing, quote, bare: false };
  }
  const found = endOfQuoted(bytes, start, end, quote);
  const open = !found.closed && found.end === end && !window.complete;
  return {
    start,
    end: found.end,
    quote,
    bare: false,
    findEnd: open ? resumesQuoted(quote) : undefined,
  };
}

function indexOfThree(bytes: Buffer, byte: number, from: number, end: number): number {
  for (let i = from; i < end - 2; i++)
    if (bytes[i] === byte && bytes[i + 1] === byte && bytes[i + 2] === byte) return i;
  return -1;
}

/** Made in a function of its own: what a closure holds costs an object in every call of the function around it. */
function resumesQuoted(quote: Quote): FindEnd {
  return (bytes, from, end) => {
    const found = endOfQuoted(bytes, from, end, quote);
    return found.closed || found.end < end ? found.end : -1;
  };
}

function bareValue(place: KeyedPlace, at: number): ValuePlace {
  const { window, binding, openedBy } = place;
  const { bytes, end } = window;
  if (openedBy !== undefined && binding.keyQuote === undefined) {
    // A flag takes one word, and what stands behind `$NAME` is another.
    const isWord = binding.separator === 'flag' || isReference(bytes, at, end);
    return enclosedValue(window, at, openedBy, isWord);
  }
  const template = endOfTemplate(window, at);
  if (template !== undefined) return { start: at, end: template, quote: undefined, bare: true };
  const style = styleOf(place);
  const stop =
    binding.separator === 'markup' ? endOfMarkup(bytes, at, end) : endOfBare(bytes, at, end, style);
  const open = stop === end && !window.complete;
  if (binding.separator === 'markup' && !open && !endsMarkup(bytes, at, stop))
    return { start: at, end: at, quote: undefined, bare: true };
  return {
    start: at,
    end: open ? stop : withoutColour(bytes, at, stop),
    quote: undefined,
    bare: true,
    style,
    findEnd: open ? resumesBare(style) : undefined,
  };
}

/** `$NAME` and a blank behind it. */
function isReference(bytes: Buffer, at: number, end: number): boolean {
  if (bytes[at] !== BYTE.dollar) return false;
  const after = skip(bytes, at + 1, end, WORD, 80);
  return after > at + 1 && BLANK[bytes[after] ?? 0] === 1;
}

/** `{{ .Values.token }}` and `${{ secrets.TOKEN }}` hold blanks; they are one value when nothing touches their end. */
function endOfTemplate(window: TextWindow, at: number): number | undefined {
  const first = window.bytes[at];
  if (first !== BYTE.openBrace && first !== BYTE.dollar) return undefined;
  const text = window.bytes.toString('latin1', at, Math.min(window.end, at + 256));
  const match = /^\$?\{\{[^{}\r\n]*\}\}(?=$|[\s"',;)])/.exec(text);
  return match === null ? undefined : at + match[0].length;
}

/** The colour that is switched off behind a value is none of it. */
function withoutColour(bytes: Buffer, start: number, end: number): number {
  let before = end - 2;
  while (before > start && (DIGIT[bytes[before] as number] === 1 || bytes[before] === BYTE.semicolon))
    before--;
  if (bytes[before] !== BYTE.openBracket) return end;
  const colour = TRAILING_COLOUR.exec(bytes.toString('latin1', Math.max(start, end - 24), end));
  return colour === null ? end : end - colour[0].length;
}

function resumesBare(style: BareStyle): FindEnd {
  return (bytes, from, end) => {
    const at = endOfBare(bytes, from, end, style);
    return at < end ? at : -1;
  };
}

/** `"DB_PASSWORD=…"`: the mark before the key closes after the value; another assignment ends it sooner. */
function enclosedValue(window: TextWindow, at: number, quote: Quote, endsWithWord: boolean): ValuePlace {
  const whole = quotedValue(window, at - quote.length, quote);
  if (endsWithWord)
    return {
      start: at,
      end: Math.min(whole.end, endOfBare(window.bytes, at, window.end, 'word')),
      quote,
      bare: true,
    };
  for (let i = at; i < whole.end; i++) {
    const byte = window.bytes[i] as number;
    if (BLANK[byte] === 1 && beginsKey(window.bytes, i, whole.end))
      return { start: at, end: i, quote, bare: true };
    if (byte === BYTE.ampersand && beginsKey(window.bytes, i + 1, whole.end))
      return { start: at, end: i, quote, bare: true };
  }
  return { ...whole, start: at, bare: true };
}

/** `<token>` in a text is a word to be filled in; an element has an end, or the line is cut off. */
function endsMarkup(bytes: Buffer, from: number, at: number): boolean {
  return (
    (at >= bytes.length && ALNUM[bytes[from] as number] === 1) ||
    bytes[at] === BYTE.closeBracket ||
    (bytes[at] === BYTE.less && bytes[at + 1] === BYTE.slash)
  );
}

function endOfMarkup(bytes: Buffer, from: number, end: number): number {
  let i = from;
  // Between `<![CDATA[` and `]]>` a bracket is a letter.
  if (bytes[from - 1] === BYTE.openBracket)
    while (i < end && !startsWith(bytes, i, end, ']]>') && LINE_END[bytes[i] as number] === 0) i++;
  while (
    i < end &&
    bytes[i] !== BYTE.less &&
    !startsWith(bytes, i, end, ']]>') &&
    LINE_END[bytes[i] as number] === 0
  )
    i++;
  return i;
}

/** How far a bare value of this key goes. */
export function styleOf(place: KeyedPlace): BareStyle {
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
