import { Rewriting } from './leak-rewrite.ts';

// Each of these gives the neighbourhood of what it changes, and undefined when it changes nothing.

/** Bytes without their `%XX`. */
export function withoutPercent(bytes: Buffer): Buffer | undefined {
  const text = new Rewriting(bytes);
  for (let sign = bytes.indexOf(0x25); sign >= 0; ) {
    const value = hexValue(bytes, sign + 1, 2);
    if (value >= 0) {
      text.change(sign, sign + 3);
      text.byte(value);
    }
    sign = bytes.indexOf(0x25, sign + (value >= 0 ? 3 : 1));
  }
  return text.end();
}

/** Letters behind a backslash that JSON and most programming languages share. */
const LETTERS: ReadonlyMap<number, number> = new Map(
  [...'nrtbf'].map((letter, i) => [letter.charCodeAt(0), '\n\r\t\b\f'.charCodeAt(i)]),
);
const SIGNS: ReadonlySet<number | undefined> = new Set(Buffer.from('u"\\/nrt'));

/** Bytes without backslashes before letters, `\uXXXX` and `\xXX`; unchanged when JSON would write none of them so. */
export function withoutEscapes(bytes: Buffer): Buffer | undefined {
  let sign = bytes.indexOf(0x5c);
  while (sign >= 0 && !SIGNS.has(bytes[sign + 1])) sign = bytes.indexOf(0x5c, sign + 1);
  if (sign < 0) return undefined;
  const text = new Rewriting(bytes);
  for (sign = bytes.indexOf(0x5c); sign >= 0 && sign + 1 < bytes.length; ) {
    const letter = bytes[sign + 1] as number;
    const digits = letter === 0x75 ? 4 : letter === 0x78 ? 2 : 0;
    const code = digits === 0 ? -1 : hexValue(bytes, sign + 2, digits);
    const next = code >= 0 ? sign + 2 + digits : sign + 2;
    if (letter !== 0x0a && letter !== 0x0d) {
      text.change(sign, next);
      if (code >= 0) text.character(code);
      else text.byte(LETTERS.get(letter) ?? letter);
    }
    sign = bytes.indexOf(0x5c, next);
  }
  return text.end();
}

/** Bytes without line breaks, what continues a line before them, and the indentation behind them. */
export function withoutBreaks(bytes: Buffer): Buffer | undefined {
  const text = new Rewriting(bytes);
  let feed = bytes.indexOf(0x0a);
  let carriage = bytes.indexOf(0x0d);
  let kept = 0;
  while (feed >= 0 || carriage >= 0) {
    const at = feed >= 0 && (carriage < 0 || feed < carriage) ? feed : carriage;
    const before = bytes[at - 1];
    const end = at > kept && (before === 0x5c || before === 0x3d) ? at - 1 : at;
    kept = at + (at === carriage && bytes[at + 1] === 0x0a ? 2 : 1);
    while (bytes[kept] === 0x20 || bytes[kept] === 0x09) kept++;
    text.change(end, kept);
    if (feed >= 0 && feed < kept) feed = bytes.indexOf(0x0a, kept);
    if (carriage >= 0 && carriage < kept) carriage = bytes.indexOf(0x0d, kept);
  }
  return text.end();
}

const LONGEST_ENTITY = 10;
const ENTITY = /^&(?:#[xX]([0-9A-Fa-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/;
const NAMES: Readonly<Record<string, number>> = { amp: 0x26, lt: 0x3c, gt: 0x3e, quot: 0x22, apos: 0x27 };

/** Bytes without `&amp;`, `&#43;` and `&#x2b;`. */
export function withoutEntities(bytes: Buffer): Buffer | undefined {
  const text = new Rewriting(bytes);
  for (let sign = bytes.indexOf(0x26); sign >= 0; ) {
    const match = ENTITY.exec(bytes.toString('latin1', sign, sign + LONGEST_ENTITY + 1));
    const next = sign + (match?.[0].length ?? 1);
    const [, hex, number, name] = match ?? [];
    const code = hex === undefined ? (NAMES[name ?? ''] ?? Number(number)) : Number.parseInt(hex, 16);
    if (match !== null && code <= 0x10ffff) {
      text.change(sign, next);
      text.character(code);
    }
    sign = bytes.indexOf(0x26, next);
  }
  return text.end();
}

/** Bytes without the colours of a terminal. */
export function withoutColours(bytes: Buffer): Buffer | undefined {
  const text = new Rewriting(bytes);
  for (let sign = bytes.indexOf('\x1b[', 0, 'latin1'); sign >= 0; ) {
    let end = sign + 2;
    while (end - sign <= 22 && isParameter(bytes[end] ?? 0)) end++;
    const isLetter = ((bytes[end] ?? 0) | 0x20) >= 0x61 && ((bytes[end] ?? 0) | 0x20) <= 0x7a;
    if (isLetter) text.change(sign, end + 1);
    sign = bytes.indexOf('\x1b[', end, 'latin1');
  }
  return text.end();
}

function isParameter(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || byte === 0x3b;
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
