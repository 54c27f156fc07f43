import { BLANK, BYTE, SPACE } from '../byte-classes.ts';
import type { TextWindow } from '../spans.ts';
import { skipColours } from './ansi.ts';
import type { Binding, Separator } from './bound-value.ts';
import type { KeyPlace } from './key-place.ts';
import { isElement, markupText, nextCell, textBehind } from './markup-text.ts';
import { nextPart, setByCommand, valueBefore } from './next-part.ts';
import { isPairName } from './pair-name.ts';
import { type Quote, quoteAt, skip, startsWith } from './quote.ts';

/** How far the `"value"` of a name/value pair may be from its name. */
const PAIR_GAP = 40;
const CLOSING = 0x29;

/**
 * Reads what stands between a key and its value: quotes at any depth, `:`, `=`, `:=`, `=>`, `%3A`, colours, `>` of an
 * XML element, `,"value":` of a pair, a blank after a flag.
 * @returns undefined when the name is not a key: most names in a text are words of a sentence
 */
export function readBinding(
  window: TextWindow,
  key: KeyPlace,
  openedBy: Quote | undefined,
): Binding | undefined {
  const { bytes, end } = window;
  let i = key.end;
  const keyQuote = closingQuote(bytes, i, end, openedBy);
  if (keyQuote !== undefined) i += keyQuote.length;
  if (bytes[i] === BYTE.closeBracket && i < end) i++;
  // `**password**: …` in Markdown, `*password*: …` in a chat.
  if (bytes[i] === BYTE.star && (bytes[i + 1] === BYTE.star || bytes[key.start - 1] === BYTE.star))
    i += bytes[i + 1] === BYTE.star ? 2 : 1;
  i = skipColours(bytes, i, end);
  const blanks = skip(bytes, i, end, BLANK);
  const found = separatorAt(bytes, blanks, end);
  if (found !== undefined) {
    const at = skipColours(bytes, found.next, end);
    const valueAt = skipColours(
      bytes,
      found.separator === 'encoded' ? at : skip(bytes, at, end, BLANK, 256),
      end,
    );
    const isBold =
      bytes[valueAt] === BYTE.star &&
      bytes[valueAt + 1] === BYTE.star &&
      BLANK[bytes[valueAt + 2] ?? 0] === 1;
    return {
      separator: found.separator,
      valueAt: isBold ? skip(bytes, valueAt + 2, end, BLANK, 8) : valueAt,
      keyQuote,
      spaced: blanks > i || valueAt > found.next,
    };
  }
  return otherBinding(window, key, keyQuote, i, blanks);
}

function closingQuote(
  bytes: Buffer,
  position: number,
  end: number,
  openedBy: Quote | undefined,
): Quote | undefined {
  const quote = quoteAt(bytes, position, end);
  if (quote === undefined) return undefined;
  // `msg="password"x` is no key; a mark closes only what the same mark opened.
  return openedBy === undefined || openedBy.byte === quote.byte ? quote : undefined;
}

function separatorAt(
  bytes: Buffer,
  i: number,
  end: number,
): { separator: Separator; next: number } | undefined {
  if (i >= end) return undefined;
  const byte = bytes[i] as number;
  const after = i + 1 < end ? bytes[i + 1] : undefined;
  if (byte === BYTE.colon) {
    if (after === BYTE.colon) return undefined;
    return { separator: 'colon', next: after === BYTE.equals ? i + 2 : i + 1 };
  }
  if (byte === BYTE.equals) {
    if (after === BYTE.equals || isMatching(bytes, i, end)) return undefined;
    return { separator: 'equals', next: after === BYTE.greater ? i + 2 : i + 1 };
  }
  if ((byte === BYTE.question || byte === BYTE.plus) && after === BYTE.equals)
    return { separator: 'equals', next: i + 2 };
  if (
    byte === BYTE.backslash &&
    (startsWith(bytes, i, end, '\\u003d') || startsWith(bytes, i, end, '\\u003a'))
  ) {
    return { separator: 'encoded', next: i + 6 };
  }
  if (byte !== BYTE.percent) return undefined;
  // An address inside of an address inside of an address.
  if (startsWith(bytes, i, end, '%253d') || startsWith(bytes, i, end, '%253a'))
    return { separator: 'encoded', next: i + 5 };
  const encoded = startsWith(bytes, i, end, '%3a') || startsWith(bytes, i, end, '%3d');
  if (!encoded) return undefined;
  return { separator: 'encoded', next: startsWith(bytes, i + 3, end, '%20') ? i + 6 : i + 3 };
}

/** `token=~"a|b"` and `token =~ /…/` compare with a pattern; a value may begin with a tilde. */
function isMatching(bytes: Buffer, i: number, end: number): boolean {
  if (bytes[i + 1] !== 0x7e || i + 2 >= end) return false;
  const next = bytes[i + 2] as number;
  return SPACE[next] === 1 || next === BYTE.slash || quoteAt(bytes, i + 2, end) !== undefined;
}

function otherBinding(
  window: TextWindow,
  key: KeyPlace,
  keyQuote: Quote | undefined,
  afterQuote: number,
  blanks: number,
): Binding | undefined {
  const { bytes, end } = window;
  const next = blanks < end ? bytes[blanks] : undefined;
  // `Key (token)=(…) already exists.`
  if (next === CLOSING && startsWith(bytes, blanks, end, ')=('))
    return { separator: 'equals', valueAt: blanks + 3, keyQuote, spaced: false };
  if (keyQuote === undefined && (next === BYTE.less || isElement(bytes, key.start))) {
    const text = markupText(bytes, key, blanks, end);
    if (text !== undefined) return { separator: 'markup', valueAt: text, keyQuote, spaced: false };
    const cell = nextCell(bytes, blanks, end);
    if (cell !== undefined)
      return { separator: 'markup', valueAt: cell, keyQuote, spaced: false, isLoose: true };
  }
  if (
    key.flag &&
    keyQuote === undefined &&
    blanks > afterQuote &&
    next !== undefined &&
    next !== BYTE.dash &&
    SPACE[next] === 0
  ) {
    return { separator: 'flag', valueAt: blanks, keyQuote, spaced: true };
  }
  if (keyQuote === undefined && blanks > afterQuote && next !== BYTE.dash && setByCommand(window, key.start))
    return { separator: 'flag', valueAt: blanks, keyQuote, spaced: true };
  const part = nextPart(window, key, keyQuote, afterQuote, blanks);
  if (part !== undefined) return part;
  if (keyQuote === undefined) return flowPair(window, key, blanks) ?? yamlPair(window, key, blanks);
  const body = formBody(window, key.start - keyQuote.length, blanks);
  if (body !== undefined) return { separator: 'pair', valueAt: body, keyQuote, spaced: true };
  const comma = next === BYTE.comma ? skip(bytes, blanks + 1, end, SPACE) : blanks;
  if (key.flag && comma > blanks && quoteAt(bytes, comma, end) !== undefined) {
    return { separator: 'flag', valueAt: comma, keyQuote, spaced: true };
  }
  const nameAt = key.start - keyQuote.length;
  if (!isPairName(window, nameAt)) return undefined;
  const pair = pairValue(bytes, comma, end, keyQuote) ?? valueBefore(window, nameAt, keyQuote);
  if (pair !== undefined) return pair;
  const text = isAttribute(bytes, nameAt) ? textBehind(bytes, comma, end) : undefined;
  return text === undefined
    ? undefined
    : { separator: 'markup', valueAt: text, keyQuote: undefined, spaced: false };
}

function isAttribute(bytes: Buffer, mark: number): boolean {
  return bytes[mark - 1] === BYTE.equals;
}

/** Other members or attributes that may stand between a name and its value. */
const BETWEEN =
  /^(?:[\s,]{0,8}["']?[\w:-]{1,30}["']?\s{0,4}[:=]\s{0,4}(?:"[^"<>{}]{0,80}"|'[^'<>{}]{0,80}'|[\w.]{1,40})){1,5}?[\s,]{0,8}["']?(?=(?:value|content)["']?\s{0,4}[:=])/;

/** `{"name": "DB_PASSWORD", "value": "…"}` and `<add key="…" value="…"/>`: the key is the value of a name. */
function pairValue(bytes: Buffer, from: number, end: number, keyQuote: Quote): Binding | undefined {
  const opening = quoteAt(bytes, from, end);
  let word = from + (opening?.length ?? 0);
  if (!startsWithAny(bytes, word, end)) {
    const between = BETWEEN.exec(bytes.toString('latin1', from, Math.min(end, from + 320)));
    if (between !== null) word = from + between[0].length;
  }
  const length = PAIR_WORDS.find((name) =>
    startsWith(bytes, word, Math.min(end, word + PAIR_GAP), name),
  )?.length;
  if (length === undefined) return undefined;
  const closing = quoteAt(bytes, word + length, end);
  const found = separatorAt(bytes, skip(bytes, word + length + (closing?.length ?? 0), end, BLANK), end);
  if (found === undefined) return undefined;
  return { separator: 'pair', valueAt: skip(bytes, found.next, end, BLANK), keyQuote, spaced: true };
}

const PAIR_WORDS = ['value', 'content', 'val', 'default'] as const;

function startsWithAny(bytes: Buffer, at: number, end: number): boolean {
  return PAIR_WORDS.some((word) => startsWith(bytes, at, end, word));
}

/** `{name: DB_PASSWORD, value: …}` in one line of YAML. */
function flowPair(window: TextWindow, key: KeyPlace, afterBlanks: number): Binding | undefined {
  const { bytes, end } = window;
  if (bytes[afterBlanks] !== BYTE.comma || !isPairName(window, key.start)) return undefined;
  const word = skip(bytes, afterBlanks + 1, end, BLANK);
  if (!startsWith(bytes, word, end, 'value:')) return undefined;
  return {
    separator: 'equals',
    valueAt: skip(bytes, word + 6, end, BLANK),
    keyQuote: undefined,
    spaced: false,
  };
}

/** `- name: DB_PASSWORD` with `value: …` on the next line, as Kubernetes writes an environment. */
function yamlPair(window: TextWindow, key: KeyPlace, afterBlanks: number): Binding | undefined {
  const { bytes, end } = window;
  if (bytes[afterBlanks] !== BYTE.lf && bytes[afterBlanks] !== BYTE.cr) return undefined;
  if (!isPairName(window, key.start)) return undefined;
  const word = skip(bytes, afterBlanks, end, SPACE, 128);
  if (!startsWith(bytes, word, end, 'value:')) return undefined;
  return { separator: 'pair', valueAt: skip(bytes, word + 6, end, BLANK), keyQuote: undefined, spaced: true };
}

/** `name="password"`, an empty line, and the value: a part of a multipart form. */
function formBody(window: TextWindow, nameStart: number, at: number): number | undefined {
  const line = afterLineEnd(window, at);
  const body = line === undefined ? undefined : afterLineEnd(window, line);
  return body !== undefined && isPairName(window, nameStart) ? body : undefined;
}

function afterLineEnd({ bytes, end }: TextWindow, at: number): number | undefined {
  const feed = at < end && bytes[at] === BYTE.cr ? at + 1 : at;
  return feed < end && bytes[feed] === BYTE.lf ? feed + 1 : undefined;
}
