import { Rewriting, type Rewritten } from './leak-rewrite.ts';
import type { Sought } from './leak-sought.ts';

// Each of these gives the neighbourhood of what it changes, and undefined when it changes nothing. What stands for a
// byte that cannot be a part of what is looked for stays as it is.

/** Bytes without their `%XX`. */
export function withoutPercent(bytes: Buffer, { insideText, worth }: Sought): Rewritten | undefined {
  const text = new Rewriting(bytes, insideText);
  for (let sign = bytes.indexOf(0x25); sign >= 0; ) {
    const value = hexValue(bytes, sign + 1, 2);
    if (value >= 0 && worth[value] === 1) {
      text.change(sign, sign + 3);
      text.byte(value);
    }
    sign = next(bytes, 0x25, sign + (value >= 0 ? 3 : 1));
  }
  return text.end();
}

const BACKSLASH = 0x5c;
/** Letters behind a backslash that JSON and most programming languages share. */
const CONTROLS: ReadonlyMap<number, number> = new Map(
  [...'nrtbf'].map((letter, i) => [letter.charCodeAt(0), '\n\r\t\b\f'.charCodeAt(i)]),
);
const SIGNS: ReadonlySet<number | undefined> = new Set(Buffer.from('u"\\/nrt'));

/** Bytes without backslashes before letters, `\uXXXX` and `\xXX`; unchanged when JSON would write none of them so. */
export function withoutEscapes(bytes: Buffer, sought: Sought): Rewritten | undefined {
  let sign = bytes.indexOf(BACKSLASH);
  while (sign >= 0 && !SIGNS.has(bytes[sign + 1])) sign = bytes.indexOf(BACKSLASH, sign + 1);
  if (sign < 0) return undefined;
  const { inside, insideText, worth, hasBackslash } = sought;
  const text = new Rewriting(bytes, insideText);
  for (sign = bytes.indexOf(BACKSLASH); sign >= 0; ) {
    let end = sign + 1;
    while (bytes[end] === BACKSLASH) end++;
    // The last one of a line continues it, and stands for nothing.
    if ((end === bytes.length || isBreak(bytes[end] as number)) && (end - sign) % 2 === 1) end--;
    const count = end - sign;
    const isEscape = count % 2 === 1;
    const { code, after } = escapeAt(bytes, end);
    // A shape holds the letter behind `\n` in any case: only a known value can hold the line break.
    const table = CONTROLS.has(bytes[end] as number) ? inside : worth;
    const isWorth = code >= 0x80 || table[code] === 1;
    // Of two backslashes one is left, which the next round may take with the letter.
    if ((hasBackslash && count > 0) || (isWorth && (isEscape || count % 4 === 2))) {
      text.change(sign, isEscape ? after : end);
      for (let i = 1; i < count; i += 2) text.byte(BACKSLASH);
      if (isEscape) text.character(code);
    }
    sign = next(bytes, BACKSLASH, isEscape ? after : end + 1);
  }
  return text.end();
}

/** What a backslash and the letter at `at` stand for, and where that ends. */
function escapeAt(bytes: Buffer, at: number): { readonly code: number; readonly after: number } {
  const letter = bytes[at] ?? 0;
  const length = letter === 0x75 ? 4 : letter === 0x78 ? 2 : 0;
  const code = length === 0 ? -1 : hexValue(bytes, at + 1, length);
  if (code >= 0) return { code, after: at + 1 + length };
  return { code: CONTROLS.get(letter) ?? letter, after: at + 1 };
}

/** Bytes without line breaks, what continues a line before them, and the indentation behind them. */
export function withoutBreaks(bytes: Buffer, { inside }: Sought): Rewritten | undefined {
  const text = new Rewriting(bytes, inside);
  let feed = next(bytes, 0x0a, 0);
  let carriage = next(bytes, 0x0d, 0);
  let kept = 0;
  while (feed >= 0 || carriage >= 0) {
    const at = feed >= 0 && (carriage < 0 || feed < carriage) ? feed : carriage;
    const before = bytes[at - 1];
    const end = at > kept && (before === BACKSLASH || before === 0x3d) ? at - 1 : at;
    const from = kept;
    kept = at + 1;
    while (bytes[kept] === 0x20 || bytes[kept] === 0x09 || isBreak(bytes[kept] ?? 0)) kept++;
    // Two lines make one word only where both sides can be a part of it.
    const isJoint = inside[bytes[end - 1] ?? 0] === 1 && inside[bytes[kept] ?? 0] === 1;
    if (isJoint || end === from) text.change(end, kept);
    if (feed >= 0 && feed < kept) feed = next(bytes, 0x0a, kept);
    if (carriage >= 0 && carriage < kept) carriage = next(bytes, 0x0d, kept);
  }
  return text.end();
}

function isBreak(byte: number): boolean {
  return byte === 0x0a || byte === 0x0d;
}

/** Bytes without `&amp;`, `&#43;` and `&#x2b;`. */
export function withoutEntities(bytes: Buffer, { insideText, worth }: Sought): Rewritten | undefined {
  const text = new Rewriting(bytes, insideText);
  for (let sign = bytes.indexOf(0x26); sign >= 0; ) {
    const { code, after } = entityAt(bytes, sign);
    if (code >= 0x80 || worth[code] === 1) {
      text.change(sign, after);
      text.character(code);
    }
    sign = next(bytes, 0x26, after);
  }
  return text.end();
}

const NAMES = Object.entries({ amp: 0x26, lt: 0x3c, gt: 0x3e, quot: 0x22, apos: 0x27 }).map(
  ([name, code]) => ({ letters: Buffer.from(`${name};`), code }),
);
/** 1 for the first letter of a name. */
const BEGINS = Uint8Array.from({ length: 256 }, (_, byte) =>
  NAMES.some(({ letters }) => letters[0] === byte) ? 1 : 0,
);
const MOST_DIGITS = 7;
const LAST_CODE = 0x10ffff;

/** The character that the `&` at `sign` begins, or -1, and where its entity ends. */
function entityAt(bytes: Buffer, sign: number): { readonly code: number; readonly after: number } {
  const first = bytes[sign + 1] as number;
  if (first !== 0x23) {
    if (BEGINS[first] === 1)
      for (const { letters, code } of NAMES)
        if (startsWith(bytes, sign + 1, letters)) return { code, after: sign + 1 + letters.length };
    return { code: -1, after: sign + 1 };
  }
  const isHex = ((bytes[sign + 2] ?? 0) | 0x20) === 0x78;
  const start = sign + (isHex ? 3 : 2);
  let code = 0;
  let at = start;
  for (; at - start < MOST_DIGITS; at++) {
    const digit = hexValue(bytes, at, 1);
    if (digit < 0 || (!isHex && digit > 9)) break;
    code = code * (isHex ? 16 : 10) + digit;
  }
  if (at === start || bytes[at] !== 0x3b || code > LAST_CODE) return { code: -1, after: sign + 1 };
  return { code, after: at + 1 };
}

function startsWith(bytes: Buffer, at: number, letters: Buffer): boolean {
  for (let i = 0; i < letters.length; i++) if (bytes[at + i] !== letters[i]) return false;
  return true;
}

/** Bytes without the colours of a terminal. */
export function withoutColours(bytes: Buffer, { inside }: Sought): Rewritten | undefined {
  const text = new Rewriting(bytes, inside);
  for (let sign = next(bytes, 0x1b, 0); sign >= 0; ) {
    let end = sign + 1;
    if (bytes[end] === 0x5b) {
      end++;
      while (end - sign <= 22 && isParameter(bytes[end] ?? 0)) end++;
      const isLetter = ((bytes[end] ?? 0) | 0x20) >= 0x61 && ((bytes[end] ?? 0) | 0x20) <= 0x7a;
      if (isLetter) text.change(sign, end + 1);
    }
    sign = next(bytes, 0x1b, end);
  }
  return text.end();
}

function isParameter(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || byte === 0x3b;
}

/** Signs that stand closer together than this are found faster byte by byte than by a call into the runtime. */
const CLOSE = 16;

/** The next place of a byte, or -1. */
function next(bytes: Buffer, byte: number, from: number): number {
  const close = Math.min(bytes.length, from + CLOSE);
  for (let i = from; i < close; i++) if (bytes[i] === byte) return i;
  return close === bytes.length ? -1 : bytes.indexOf(byte, close);
}

/** The number that `count` hex digits write, or -1. */
function hexValue(bytes: Buffer, at: number, count: number): number {
  let value = 0;
  for (let i = at; i < at + count; i++) {
    const byte = bytes[i] ?? 0;
    const digit = byte >= 0x30 && byte <= 0x39 ? byte - 0x30 : (byte | 0x20) - 0x57;
    if (digit < 0 || digit > 15 || (byte > 0x39 && digit < 10)) return -1;
    value = value * 16 + digit;
  }
  return value;
}
