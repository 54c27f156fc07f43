/** Text in UTF-16 that is found by the zero in every second byte. */
export interface WideText {
  /** Where its first letter stands. */
  readonly at: number;
  readonly bytes: Buffer;
}

/** Letters in a row that make it a text. */
const SHORTEST = 8;

/**
 * Finds text in UTF-16, in either order of bytes and at either alignment: what stands before it may be an odd number of
 * bytes. Every shape is made of letters whose second byte is zero, and so is what is encoded once more; known values with
 * other letters are looked for as UTF-16 by themselves.
 */
export function wideTexts(bytes: Buffer): WideText[] {
  const found: WideText[] = [];
  if (bytes.length < 2 * SHORTEST) return found;
  let first = bytes.indexOf(0);
  while (first >= 0) {
    let end = first + 1;
    let wantsZero = false;
    while (end < bytes.length && (bytes[end] === 0) === wantsZero) {
      wantsZero = !wantsZero;
      end++;
    }
    if (end - first >= 2 * SHORTEST - 2) found.push(textOf(bytes, first, end));
    // The last zero may be the first of another text.
    first = bytes.indexOf(0, Math.max(first + 1, end - 1));
  }
  return found;
}

/** The letters between the zeros, and the one before the first of them. */
function textOf(bytes: Buffer, firstZero: number, end: number): WideText {
  const at = firstZero > 0 ? firstZero - 1 : firstZero + 1;
  const letters = Buffer.allocUnsafe(Math.ceil((end - at) / 2));
  let length = 0;
  for (let i = at; i < end; i += 2) letters[length++] = bytes[i] as number;
  return { at, bytes: letters.subarray(0, length) };
}
