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
  const before = start > 0 ? (bytes[start - 1] as number) : BYTE.space;
  if (IDENTIFIER[before] === 1 || before === BYTE.less) return false;
  return !saysIs(bytes, end + 1) && !isLongAndMixed(bytes, end + 1);
}

/** `password is: …` and `token was: …`: a sentence that ends in the value. */
function saysIs(bytes: Uint8Array, at: number): boolean {
  const first = (bytes[at] as number) | 0x20;
  if (first !== 0x69 && first !== 0x77) return false;
  const colon = first === 0x69 ? at + 2 : at + 3;
  if (bytes[colon - 1] !== (0x73 as number)) return false;
  if (bytes[colon] === BYTE.colon || bytes[colon] === BYTE.equals) return true;
  const next = bytes[colon + 1] ?? 0;
  if (bytes[colon] !== BYTE.space) return false;
  return next === BYTE.quote || next === BYTE.apostrophe || isLongAndMixed(bytes, colon + 1);
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
