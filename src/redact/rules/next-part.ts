import { BLANK, BYTE, DIGIT, LINE_END, SPACE } from '../byte-classes.ts';
import type { TextWindow } from '../spans.ts';
import type { Binding } from './bound-value.ts';
import type { KeyPlace } from './key-place.ts';
import { type Quote, quoteAt, quoteBefore, skip, startsWith } from './quote.ts';

/** Functions whose second argument is what the first one's name says. */
const SETTERS = /(?:set|env|define|add|append|put|store|header|property|secret|set_config)$/i;
const LONGEST_CALL = 24;
/** How far the default may stand behind the name of a Terraform variable. */
const LONGEST_BLOCK = 640;
const DEFAULT = /^\{[^{}]{0,600}?\bdefault\s{0,20}=\s{0,4}(?=["'A-Za-z0-9])/;

/**
 * The value of a key that is the next part of a list, of a call or of a block: `- --token` and `- value` in YAML,
 * `["--token" "value"]` of Go, `setenv("TOKEN", "value")`, `variable "token" { default = "value" }`.
 * @param afterQuote the first byte behind the key and its mark
 * @param blanks the first byte after that which is no blank
 */
export function nextPart(
  window: TextWindow,
  key: KeyPlace,
  keyQuote: Quote | undefined,
  afterQuote: number,
  blanks: number,
): Binding | undefined {
  const { bytes, end } = window;
  const at =
    (key.flag ? listItem(window, blanks) : undefined) ??
    (key.flag && keyQuote !== undefined && blanks > afterQuote && quoteAt(bytes, blanks, end) !== undefined
      ? blanks
      : undefined);
  if (at !== undefined) return { separator: 'flag', valueAt: at, keyQuote, spaced: true };
  if (keyQuote === undefined) {
    const told = tupleValue(window, key, afterQuote) ?? keywordValue(window, key, afterQuote, blanks);
    return told === undefined ? undefined : { separator: 'flag', valueAt: told, keyQuote, spaced: true };
  }
  return (
    argument(window, key.start - keyQuote.length, keyQuote, blanks) ??
    block(window, key, keyQuote, blanks) ??
    serialized(window, keyQuote, blanks)
  );
}

/** `s:8:"password";s:12:"value";` of PHP. */
function serialized({ bytes, end }: TextWindow, keyQuote: Quote, at: number): Binding | undefined {
  if (bytes[at] !== BYTE.semicolon || bytes[at + 1] !== 0x73 || bytes[at + 2] !== BYTE.colon)
    return undefined;
  const length = skip(bytes, at + 3, end, DIGIT, 9);
  const valueAt = length + 1;
  if (bytes[length] !== BYTE.colon || quoteAt(bytes, valueAt, end) === undefined) return undefined;
  return { separator: 'pair', valueAt, keyQuote, spaced: true };
}

/** `{password, "value"}` and `{password,<<"value">>}` of Erlang. */
function tupleValue({ bytes, end }: TextWindow, key: KeyPlace, at: number): number | undefined {
  if (bytes[key.start - 1] !== BYTE.openBrace || bytes[at] !== BYTE.comma) return undefined;
  const valueAt = skip(bytes, at + 1, end, BLANK, 8);
  const marked = startsWith(bytes, valueAt, end, '<<') ? valueAt + 2 : valueAt;
  return bytes[marked] === BYTE.quote ? marked : undefined;
}

/** `:password "value"` of Clojure. */
function keywordValue(
  { bytes }: TextWindow,
  key: KeyPlace,
  afterQuote: number,
  blanks: number,
): number | undefined {
  if (bytes[key.start - 1] !== BYTE.colon || blanks === afterQuote || bytes[blanks] !== BYTE.quote)
    return undefined;
  const before = bytes[key.start - 2] ?? BYTE.space;
  return SPACE[before] === 1 || before === BYTE.openBrace || before === 0x28 ? blanks : undefined;
}

const LONGEST_COMMAND = 96;
const SET_BY_COMMAND =
  /(?:^|[\r\n])[ \t]{0,20}(?:\$ )?(?:ENV|setx|SetEnv|setenv|set -[a-z]{1,4}) $|\b(?:configure|config|secret) set (?:\S{0,60}:)?$/i;

/** `ENV DB_PASSWORD value`, `setx DB_PASSWORD "value"`, `npm config set //host/:_authToken value`. */
export function setByCommand(window: TextWindow, start: number): boolean {
  if (start < window.start + 2) return false;
  const before = window.bytes[start - 1];
  if (before !== BYTE.space && before !== BYTE.colon) return false;
  if (before === BYTE.space && !mayEndCommand(window.bytes, start - 2)) return false;
  const from = Math.max(window.start, start - LONGEST_COMMAND);
  return SET_BY_COMMAND.test(window.bytes.toString('latin1', from, start));
}

/** `ENV`, `setx` and `config set` end in these letters, and `set -gx` in options: most words are read no further. */
function mayEndCommand(bytes: Buffer, at: number): boolean {
  const last = (bytes[at] as number) | 0x20;
  if (last === 0x76 || last === 0x78 || last === 0x74) return true;
  for (let i = at - 1; i >= 0 && i >= at - 4; i--) if (bytes[i] === BYTE.dash) return true;
  return false;
}

/** `- --token` and the item below it, unless that is a flag too. */
function listItem({ bytes, end }: TextWindow, at: number): number | undefined {
  if (at >= end || LINE_END[bytes[at] as number] === 0) return undefined;
  const dash = skip(bytes, at, end, SPACE, 128);
  if (bytes[dash] !== BYTE.dash) return undefined;
  const item = skip(bytes, dash + 1, end, BLANK, 8);
  const first = item + (quoteAt(bytes, item, end)?.length ?? 0);
  return item > dash + 1 && first < end && bytes[first] !== BYTE.dash ? item : undefined;
}

/** `("DB_PASSWORD", "value")`: sure where the function sets something, else the value must look chosen. */
function argument(window: TextWindow, mark: number, keyQuote: Quote, at: number): Binding | undefined {
  const { bytes, end, start } = window;
  if (bytes[at] !== BYTE.comma) return undefined;
  const valueAt = skip(bytes, at + 1, end, BLANK, 8);
  const marked = isPrefix(bytes[valueAt]) ? valueAt + 1 : valueAt;
  if (quoteAt(bytes, marked, end) === undefined) return undefined;
  const first = isPrefix(bytes[mark - 1]) ? mark - 1 : mark;
  const opened = bytes[first - 1] === BYTE.space ? first - 1 : first;
  if (opened <= start || bytes[opened - 1] !== 0x28) return undefined;
  const called = bytes.toString('latin1', Math.max(start, opened - 1 - LONGEST_CALL), opened - 1);
  return { separator: 'pair', valueAt, keyQuote, spaced: true, isLoose: !SETTERS.test(called) };
}

/** Python's `b'…'`. */
function isPrefix(byte: number | undefined): boolean {
  return byte === 0x62 || byte === 0x75;
}

function block(window: TextWindow, key: KeyPlace, keyQuote: Quote, at: number): Binding | undefined {
  const { bytes, end } = window;
  const from = key.start - keyQuote.length - 9;
  if (bytes[at] !== BYTE.openBrace || from < window.start || !startsWith(bytes, from, end, 'variable '))
    return undefined;
  const match = DEFAULT.exec(bytes.toString('latin1', at, Math.min(end, at + LONGEST_BLOCK)));
  return match === null
    ? undefined
    : { separator: 'pair', valueAt: at + match[0].length, keyQuote, spaced: true };
}

const FURTHEST_BACK = 768;

/**
 * `{"value": "…", "name": "DB_PASSWORD"}` and `<input value="…" name="password">`: the value stands before its name.
 * @param nameAt where the mark stands that opens the name
 */
export function valueBefore(window: TextWindow, nameAt: number, keyQuote: Quote): Binding | undefined {
  const { bytes, start } = window;
  const from = Math.max(start, nameAt - FURTHEST_BACK);
  const text = bytes.toString('latin1', from, nameAt);
  const word = text.lastIndexOf('value');
  if (word < 0) return undefined;
  const sign = /^value["'\\]{0,8}\s{0,4}[:=]\s{0,4}/.exec(text.slice(word, word + 32))?.[0].length;
  if (sign === undefined) return undefined;
  const valueAt = from + word + sign;
  const quote = quoteAt(bytes, valueAt, nameAt);
  if (quote === undefined || quote.byte !== keyQuote.byte || quote.depth !== keyQuote.depth) return undefined;
  const first = valueAt + quote.length;
  // Another object or element begins where one of these stands behind the value.
  const closing = indexOfQuote(bytes, first, nameAt, quote);
  if (
    closing === undefined ||
    /[{}<>\n]\s*\S|[{}<>]/.test(text.slice(closing - from).replace(/\n\s*(?=["\w])/g, ''))
  )
    return undefined;
  return { separator: 'pair', valueAt, keyQuote, spaced: true };
}

function indexOfQuote(bytes: Buffer, from: number, end: number, quote: Quote): number | undefined {
  for (let i = from; i < end; i++) {
    if (bytes[i] !== quote.byte) continue;
    const mark = quoteBefore(bytes, i + 1, from);
    if (mark === undefined || mark.depth === quote.depth) return i + 1;
  }
  return undefined;
}
