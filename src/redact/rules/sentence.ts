import { ALNUM, BYTE, DIGIT, IDENTIFIER } from '../byte-classes.ts';

/** A value that follows its name without a sign is at least this long. */
const SHORTEST_LOOSE = 12;

/**
 * True for a key word in a sentence, which most of them are: a blank and an ordinary word follow it. Only a flag
 * (`--api-token x`) takes the next word whatever it is; its dashes touch the key word or its name.
 * @param start first byte of the key word
 * @param end first byte after the name that holds it
 */
export function standsInSentence(bytes: Uint8Array, start: number, end: number): boolean {
  if (bytes[end] !== BYTE.space) return false;
  if (ALNUM[bytes[end + 1] ?? 0] === 0) return false;
  if (start > 0 && IDENTIFIER[bytes[start - 1] as number] === 1) return false;
  return !isLongAndMixed(bytes, end + 1);
}

/** A first look at the next word: letters and digits without a border. Without branches: words end anywhere. */
function isLongAndMixed(bytes: Uint8Array, from: number): boolean {
  if (from + SHORTEST_LOOSE > bytes.length) return false;
  let isWord = 1;
  let hasDigit = 0;
  for (let i = from; i < from + SHORTEST_LOOSE; i++) {
    const byte = bytes[i] as number;
    isWord &= ALNUM[byte] as number;
    hasDigit |= DIGIT[byte] as number;
  }
  return isWord === 1 && hasDigit === 1;
}
