import { BLANK, BYTE, LINE_END, SPACE } from '../byte-classes.ts';
import type { TextWindow } from '../spans.ts';
import { skipAnsi } from './boundary.ts';
import type { KeyPlace } from './key-place.ts';
import { nextPart, valueBefore } from './next-part.ts';
import { type Quote, quoteAt, skip, startsWith } from './quote.ts';

/** What binds a value to its key. */
export type Separator = 'colon' | 'equals' | 'flag' | 'markup' | 'pair' | 'encoded';

/** A key with its separator: the value begins at `valueAt`, perhaps with a quotation mark. */
export interface Binding {
  readonly separator: Separator;
  readonly valueAt: number;
  /** The mark that closed the key, when it stands in marks of its own. */
  readonly keyQuote: Quote | undefined;
  /** True when a blank stands before the separator or after it. */
  readonly spaced: boolean;
  /** True when the value must look chosen to be one: what binds it to the key may also be an accident. */
  readonly isLoose?: boolean;
}

/** How far the `"value"` of a name/value pair may be from its name. */
const PAIR_GAP = 40;

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
  // `**password**: …` in Markdown.
  if (bytes[i] === BYTE.star && bytes[i + 1] === BYTE.star) i += 2;
  i = skipAnsi(bytes, i, end);
  const blanks = skip(bytes, i, end, BLANK);
  const found = separatorAt(bytes, blanks, end);
  if (found !== undefined) {
    const at = skipAnsi(bytes, found.next, end);
    const valueAt = skipAnsi(
      bytes,
      found.separator === 'encoded' ? at : skip(bytes, at, end, BLANK, 256),
      end,
    );
    return { separator: found.separator, valueAt, keyQuote, spaced: blanks > i || valueAt > found.next };
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
  if (keyQuote === undefined && (next === BYTE.less || bytes[key.start - 1] === BYTE.less)) {
    const text = markupText(bytes, key, blanks, end);
    if (text !== undefined) return { separator: 'markup', valueAt: text, keyQuote, spaced: false };
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
  if (keyQuote === undefined && blanks > afterQuote && followsEnv(window, key.start))
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
  return pairValue(bytes, comma, end, keyQuote) ?? valueBefore(window, nameAt, keyQuote);
}

/** `{"name": "DB_PASSWORD", "value": "…"}` and `<add key="…" value="…"/>`: the key is the value of a name. */
function pairValue(bytes: Buffer, from: number, end: number, keyQuote: Quote): Binding | undefined {
  const opening = quoteAt(bytes, from, end);
  const word = from + (opening?.length ?? 0);
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
const LONGEST_ATTRIBUTES = 256;
const NAMED_TEXT = /^<\/(?:name|key|param-name)>\s{0,20}<(?:value|string|param-value)>/i;

/** `<password>…`, `<password type="x">…`, and `<key>password</key><string>…`: where the text begins. */
function markupText(bytes: Buffer, key: KeyPlace, at: number, end: number): number | undefined {
  if (bytes[key.start - 1] !== BYTE.less) {
    const match = NAMED_TEXT.exec(bytes.toString('latin1', at, Math.min(end, at + 80)));
    return match === null ? undefined : at + match[0].length;
  }
  const limit = Math.min(end, at + LONGEST_ATTRIBUTES);
  for (let i = at; i < limit && bytes[i] !== BYTE.less; i++) if (bytes[i] === BYTE.greater) return i + 1;
  return undefined;
}

/** `ENV DB_PASSWORD value`, as a Dockerfile may write it. */
function followsEnv(window: TextWindow, start: number): boolean {
  const from = start - (startsWith(window.bytes, start - 5, start, 'setx ') ? 5 : 4);
  if (from < window.start || !/^(?:ENV|setx) $/i.test(window.bytes.toString('latin1', from, start)))
    return false;
  return from === window.start || LINE_END[window.bytes[from - 1] as number] === 1;
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
  const match = /^\r?\n\r?\n/.exec(window.bytes.toString('latin1', at, Math.min(window.end, at + 4)));
  return match !== null && isPairName(window, nameStart) ? at + match[0].length : undefined;
}

/** True when `name`, `key`, `header` and a separator stand before `position`. */
function isPairName(window: TextWindow, position: number): boolean {
  const from = Math.max(window.start, position - 24);
  return /(?:^|[^A-Za-z])(?:name|key|header|variable|type|k)["'\\]{0,8}\s{0,8}[:=]\s{0,8}$/i.test(
    window.bytes.toString('latin1', from, position),
  );
}
