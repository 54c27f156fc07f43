/** How bytes are written as digits. */
export type DigitEncoding = 'base64' | 'hex';

/** A run of base64 or hex digits. */
export interface EncodedRun {
  readonly encoding: DigitEncoding;
  readonly start: number;
  readonly end: number;
}

/** Shorter runs hold no value that is long enough to be looked for. */
const SHORTEST = { base64: 11, hex: 16 } as const;

/** Value of what is no digit. */
export const NO_DIGIT = 255;

/** The value of each byte as a digit. */
function digits(alphabet: string, also: Readonly<Record<string, number>>): Uint8Array {
  const values = new Uint8Array(256).fill(NO_DIGIT);
  for (let i = 0; i < alphabet.length; i++) values[alphabet.charCodeAt(i)] = i;
  for (const [letter, value] of Object.entries(also)) values[letter.charCodeAt(0)] = value;
  return values;
}

/** The values of the digits of each encoding, or NO_DIGIT. */
export const DIGITS: Readonly<Record<DigitEncoding, Uint8Array>> = {
  base64: digits('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', { '-': 62, _: 63 }),
  hex: digits('0123456789abcdef', { A: 10, B: 11, C: 12, D: 13, E: 14, F: 15 }),
};

/** All runs of one encoding, in order. */
export function runsOf(encoding: DigitEncoding, bytes: Buffer): EncodedRun[] {
  const values = DIGITS[encoding];
  const shortest = SHORTEST[encoding];
  const found: EncodedRun[] = [];
  // A run of this length holds one of every so many bytes: most bytes need no look.
  for (let i = shortest - 1; i < bytes.length; ) {
    if (values[bytes[i] as number] === NO_DIGIT) {
      i += shortest;
      continue;
    }
    let start = i;
    while (start > 0 && values[bytes[start - 1] as number] !== NO_DIGIT) start--;
    let end = i + 1;
    while (end < bytes.length && values[bytes[end] as number] !== NO_DIGIT) end++;
    if (end - start >= shortest) found.push({ encoding, start, end });
    i = end + shortest;
  }
  return found;
}
