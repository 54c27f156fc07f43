/** Bytes without their `%XX`, or undefined when there is none. */
export function withoutPercent(bytes: Buffer): Buffer | undefined {
  const first = bytes.indexOf(0x25);
  if (first < 0) return undefined;
  const out = Buffer.allocUnsafe(bytes.length);
  let size = bytes.copy(out, 0, 0, first);
  for (let i = first; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    const value = byte === 0x25 ? hexValue(bytes, i + 1, 2) : -1;
    out[size++] = value < 0 ? byte : value;
    if (value >= 0) i += 2;
  }
  return size < bytes.length ? out.subarray(0, size) : undefined;
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
  const out = Buffer.allocUnsafe(bytes.length);
  let size = 0;
  for (let i = 0; i < bytes.length; ) {
    const byte = bytes[i] as number;
    const next = bytes[i + 1];
    const continues = (byte === 0x5c || byte === 0x3d) && (next === 0x0a || next === 0x0d);
    if (!continues && byte !== 0x0a && byte !== 0x0d) {
      out[size++] = byte;
      i++;
      continue;
    }
    if (continues) i++;
    i += bytes[i] === 0x0d && bytes[i + 1] === 0x0a ? 2 : 1;
    while (bytes[i] === 0x20 || bytes[i] === 0x09) i++;
  }
  return size < bytes.length ? out.subarray(0, size) : undefined;
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
