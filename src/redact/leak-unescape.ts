/** Bytes without their `%XX`, or undefined when there is none. */
export function withoutPercent(bytes: Buffer): Buffer | undefined {
  let sign = bytes.indexOf(0x25);
  if (sign < 0) return undefined;
  const out = Buffer.allocUnsafe(bytes.length);
  let size = 0;
  let kept = 0;
  for (; sign >= 0; sign = bytes.indexOf(0x25, Math.max(kept, sign + 1))) {
    const value = hexValue(bytes, sign + 1, 2);
    if (value < 0) continue;
    size += bytes.copy(out, size, kept, sign);
    out[size++] = value;
    kept = sign + 3;
  }
  if (kept === 0) return undefined;
  return out.subarray(0, size + bytes.copy(out, size, kept));
}

/** Letters behind a backslash that JSON and most programming languages share. */
const LETTERS: ReadonlyMap<number, number> = new Map(
  [...'nrtbf'].map((letter, i) => [letter.charCodeAt(0), '\n\r\t\b\f'.charCodeAt(i)]),
);
const SIGNS: ReadonlySet<number | undefined> = new Set(Buffer.from('u"\\/nrt'));

/** Bytes without backslashes before letters, `\uXXXX` and `\xXX`, or undefined when JSON would write none of them so. */
export function withoutEscapes(bytes: Buffer): Buffer | undefined {
  let first = bytes.indexOf(0x5c);
  while (first >= 0 && !SIGNS.has(bytes[first + 1])) first = bytes.indexOf(0x5c, first + 1);
  if (first < 0) return undefined;
  const out = Buffer.allocUnsafe(bytes.length);
  let size = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    const letter = byte === 0x5c ? bytes[i + 1] : undefined;
    if (letter === undefined || letter === 0x0a || letter === 0x0d) {
      out[size++] = byte;
      continue;
    }
    const digits = letter === 0x75 ? 4 : letter === 0x78 ? 2 : 0;
    const code = digits === 0 ? -1 : hexValue(bytes, i + 2, digits);
    if (code >= 0) size += out.write(String.fromCharCode(code), size, 'utf8');
    else out[size++] = LETTERS.get(letter) ?? letter;
    i += code >= 0 ? digits + 1 : 1;
  }
  return out.subarray(0, size);
}

/** Bytes without line breaks, what continues a line before them, and the indentation behind them. */
export function withoutBreaks(bytes: Buffer): Buffer | undefined {
  let feed = bytes.indexOf(0x0a);
  let carriage = bytes.indexOf(0x0d);
  if (feed < 0 && carriage < 0) return undefined;
  const out = Buffer.allocUnsafe(bytes.length);
  let size = 0;
  let kept = 0;
  while (feed >= 0 || carriage >= 0) {
    const at = feed >= 0 && (carriage < 0 || feed < carriage) ? feed : carriage;
    const before = bytes[at - 1];
    const end = at > kept && (before === 0x5c || before === 0x3d) ? at - 1 : at;
    size += bytes.copy(out, size, kept, end);
    kept = at + (at === carriage && bytes[at + 1] === 0x0a ? 2 : 1);
    while (bytes[kept] === 0x20 || bytes[kept] === 0x09) kept++;
    if (feed >= 0 && feed < kept) feed = bytes.indexOf(0x0a, kept);
    if (carriage >= 0 && carriage < kept) carriage = bytes.indexOf(0x0d, kept);
  }
  return out.subarray(0, size + bytes.copy(out, size, kept));
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
