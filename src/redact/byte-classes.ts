/** Bytes that scanners ask for by name, so that no handler holds a bare number. */
export const BYTE = {
  tab: 0x09,
  lf: 0x0a,
  cr: 0x0d,
  escape: 0x1b,
  space: 0x20,
  quote: 0x22,
  hash: 0x23,
  dollar: 0x24,
  percent: 0x25,
  ampersand: 0x26,
  apostrophe: 0x27,
  star: 0x2a,
  plus: 0x2b,
  comma: 0x2c,
  dash: 0x2d,
  dot: 0x2e,
  slash: 0x2f,
  zero: 0x30,
  colon: 0x3a,
  semicolon: 0x3b,
  less: 0x3c,
  equals: 0x3d,
  greater: 0x3e,
  question: 0x3f,
  at: 0x40,
  openBracket: 0x5b,
  backslash: 0x5c,
  closeBracket: 0x5d,
  underscore: 0x5f,
  backtick: 0x60,
  openBrace: 0x7b,
  pipe: 0x7c,
  closeBrace: 0x7d,
} as const;

/** A set of bytes: `set[byte] === 1` when the byte belongs to it. */
export type ByteSet = Uint8Array;

/**
 * Makes a set of bytes from a description like that inside the brackets of a regular expression.
 * @param description single ASCII characters and ranges, e.g. `A-Za-z0-9_`; a dash at the end stands for itself
 */
export function byteSet(description: string): ByteSet {
  const set = new Uint8Array(256);
  for (let i = 0; i < description.length; i++) {
    const first = description.charCodeAt(i);
    const isRange = description[i + 1] === '-' && i + 2 < description.length;
    const last = isRange ? description.charCodeAt(i + 2) : first;
    for (let byte = first; byte <= last; byte++) set[byte] = 1;
    if (isRange) i += 2;
  }
  return set;
}

export const ALNUM = byteSet('A-Za-z0-9');
export const DIGIT = byteSet('0-9');
export const HEX = byteSet('0-9a-fA-F');
/** Letters of a key's name in any of the formats: `DB_PASSWORD`, `db.password`, `X-Api-Key`. */
export const IDENTIFIER = byteSet('A-Za-z0-9_.-');
export const WORD = byteSet('A-Za-z0-9_');
export const BASE64 = byteSet('A-Za-z0-9+/=');
export const BASE64_URL = byteSet('A-Za-z0-9_=-');
export const BASE64_ANY = byteSet('A-Za-z0-9+/=_-');
export const TOKEN = byteSet('A-Za-z0-9_-');
export const DOTTED_TOKEN = byteSet('A-Za-z0-9_.-');
/** What may follow `Bearer `: the token68 letters of RFC 9110 and the colon and bar that vendors add. */
export const BEARER = byteSet('A-Za-z0-9._~+/=:|-');
export const BLANK = byteSet(' \t');
export const SPACE = byteSet(' \t\r\n\f\v');
export const LINE_END = byteSet('\r\n');

const UPPER = byteSet('A-Z');
/** Each byte with ASCII letters in lower case. */
export const FOLDED = Uint8Array.from({ length: 256 }, (_, byte) => (UPPER[byte] === 1 ? byte | 0x20 : byte));
