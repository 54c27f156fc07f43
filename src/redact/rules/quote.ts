import { BYTE, byteSet, HEX, LINE_END } from '../byte-classes.ts';

/** A quotation mark as it stands in the bytes: plain, behind backslashes, or spelt in another encoding. */
export interface Quote {
  /** `"`, `'` or a backtick. */
  readonly byte: number;
  /** Backslashes before it: 0 in JSON, 1 in JSON inside JSON, 3 one level deeper. */
  readonly depth: number;
  /** `%22`, `&quot;`, `\u0022` when it is spelt so. */
  readonly spelling: string | undefined;
  /** Bytes that it takes, backslashes included. */
  readonly length: number;
}

const SPELLINGS: readonly { readonly text: string; readonly byte: number }[] = [
  { text: '%22', byte: BYTE.quote },
  { text: '%27', byte: BYTE.apostrophe },
  { text: '&quot;', byte: BYTE.quote },
  { text: '&#34;', byte: BYTE.quote },
  { text: '&#39;', byte: BYTE.apostrophe },
  { text: '&apos;', byte: BYTE.apostrophe },
  { text: '\\u0022', byte: BYTE.quote },
  { text: '\\u0027', byte: BYTE.apostrophe },
  { text: '\\x22', byte: BYTE.quote },
];
const MOST_BACKSLASHES = 63;
const AFTER_QUOTE = byteSet(' \t\r\n,;)]}');

/** True for the three marks that quote. */
export function isQuoteByte(byte: number | undefined): boolean {
  return byte === BYTE.quote || byte === BYTE.apostrophe || byte === BYTE.backtick;
}

/** The quotation mark that begins at `position`, or undefined. */
export function quoteAt(bytes: Buffer, position: number, end: number): Quote | undefined {
  const first = bytes[position];
  if (position >= end) return undefined;
  if (isQuoteByte(first)) return { byte: first as number, depth: 0, spelling: undefined, length: 1 };
  if (first === BYTE.backslash) {
    let i = position;
    while (i < end && bytes[i] === BYTE.backslash && i - position < MOST_BACKSLASHES) i++;
    if (i < end && isQuoteByte(bytes[i])) {
      return { byte: bytes[i] as number, depth: i - position, spelling: undefined, length: i - position + 1 };
    }
  } else if (first !== BYTE.percent && first !== BYTE.ampersand) {
    return undefined;
  }
  const spelling = SPELLINGS.find(({ text }) => startsWith(bytes, position, end, text));
  return spelling && { byte: spelling.byte, depth: 0, spelling: spelling.text, length: spelling.text.length };
}

/** The quotation mark that ends just before `position`, or undefined. */
export function quoteBefore(bytes: Buffer, position: number, start: number): Quote | undefined {
  if (position <= start) return undefined;
  const last = bytes[position - 1];
  if (isQuoteByte(last)) {
    let i = position - 1;
    while (i > start && bytes[i - 1] === BYTE.backslash && position - i < MOST_BACKSLASHES) i--;
    return { byte: last as number, depth: position - 1 - i, spelling: undefined, length: position - i };
  }
  if (last !== BYTE.semicolon && HEX[last as number] === 0) return undefined;
  const spelling = SPELLINGS.find(
    ({ text }) =>
      position - text.length >= start && startsWith(bytes, position - text.length, position, text),
  );
  return spelling && { byte: spelling.byte, depth: 0, spelling: spelling.text, length: spelling.text.length };
}

/** Where a quoted value ends: its closing mark, or the end of the line when there is none. */
export interface QuotedEnd {
  readonly end: number;
  readonly closed: boolean;
}

/**
 * Finds the mark that closes a quoted value. A mark behind more backslashes than the opening one belongs to the value;
 * one behind fewer ends what is around it, and so the value too.
 * @param from first byte of the value
 */
export function endOfQuoted(bytes: Buffer, from: number, end: number, quote: Quote): QuotedEnd {
  if (quote.spelling !== undefined) return endOfSpelt(bytes, from, end, quote.spelling);
  const { byte, depth } = quote;
  const period = 2 * (depth + 1);
  let slashes = 0;
  for (let i = from; i < end; i++) {
    const at = bytes[i] as number;
    if (at === BYTE.backslash) {
      slashes++;
      continue;
    }
    if (at === byte) {
      const closes = slashes < depth || slashes % period === depth || closesRaw(bytes, i, end, quote);
      if (closes) {
        const next = byte === BYTE.apostrophe ? continuesApostrophe(bytes, i, end) : i;
        if (next === i) return { end: i - Math.min(slashes, depth), closed: true };
        i = next;
      }
    } else if (LINE_END[at] === 1) {
      return { end: i, closed: false };
    } else if (depth > 0 && slashes === 0 && at === BYTE.quote) {
      return { end: i, closed: true };
    }
    slashes = 0;
  }
  return { end, closed: false };
}

/** In a shell and in YAML a backslash does not protect an apostrophe; in JavaScript it does: what follows tells. */
function closesRaw(bytes: Buffer, position: number, end: number, quote: Quote): boolean {
  if (quote.byte !== BYTE.apostrophe || quote.depth !== 0) return false;
  return position + 1 >= end || AFTER_QUOTE[bytes[position + 1] as number] === 1;
}

/** `''` in YAML and SQL and `'\''` in a shell are a mark inside of the value: the last byte of it, else `position`. */
function continuesApostrophe(bytes: Buffer, position: number, end: number): number {
  if (position + 1 < end && bytes[position + 1] === BYTE.apostrophe) return position + 1;
  const shell =
    position + 3 < end && bytes[position + 1] === BYTE.backslash && bytes[position + 2] === BYTE.apostrophe;
  return shell && bytes[position + 3] === BYTE.apostrophe ? position + 3 : position;
}

function endOfSpelt(bytes: Buffer, from: number, end: number, spelling: string): QuotedEnd {
  const first = spelling.charCodeAt(0);
  for (let i = from; i < end; i++) {
    const at = bytes[i] as number;
    if (at === first && startsWith(bytes, i, end, spelling)) return { end: i, closed: true };
    if (LINE_END[at] === 1 || at === BYTE.quote) return { end: i, closed: false };
  }
  return { end, closed: false };
}

/** True when `text` (lower case where it has letters) stands at `position`, without regard to case. */
export function startsWith(bytes: Buffer, position: number, end: number, text: string): boolean {
  if (position + text.length > end) return false;
  for (let i = 0; i < text.length; i++) {
    const byte = bytes[position + i] as number;
    const folded = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
    if (folded !== text.charCodeAt(i)) return false;
  }
  return true;
}

/** The first byte at or after `position` that is not in `set`, at most `most` bytes further. */
export function skip(bytes: Buffer, position: number, end: number, set: Uint8Array, most = 64): number {
  const last = Math.min(end, position + most);
  let i = position;
  while (i < last && set[bytes[i] as number] === 1) i++;
  return i;
}

/** The first place of a byte from `from` to before `end`, or -1. Nothing behind `end` is looked at. */
export function indexOfByte(bytes: Uint8Array, byte: number, from: number, end: number): number {
  for (let i = from; i < end; i++) if (bytes[i] === byte) return i;
  return -1;
}
