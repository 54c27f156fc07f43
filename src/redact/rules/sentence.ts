import { ALNUM, BLANK, BYTE, byteSet, DIGIT, IDENTIFIER, LINE_END, SPACE } from '../byte-classes.ts';

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
  // `<wsse:Password Type=…>`
  if (before === BYTE.colon && ALNUM[bytes[start - 2] ?? 0] === 1) return false;
  if (beginsLine(bytes, start) && isChosenLine(bytes, end + 1)) return false;
  if (isDeclared(bytes, start) || isNamed(bytes, end + 1)) return false;
  return !saysIs(bytes, end + 1) && !isLongAndMixed(bytes, end + 1);
}

const UPPER_E = 0x45;
const UPPER_N = 0x4e;
const UPPER_V = 0x56;

/** `ENV PASSWORD Xy…` of a Dockerfile. */
function isDeclared(bytes: Uint8Array, start: number): boolean {
  return bytes[start - 2] === UPPER_V && bytes[start - 3] === UPPER_N && bytes[start - 4] === UPPER_E;
}

const LOWER_V = 0x76;
const AFTER_VALUE = 5;

/** `key=PASSWORD value=Xy…` */
function isNamed(bytes: Uint8Array, at: number): boolean {
  const sign = bytes[at + AFTER_VALUE];
  if (bytes[at] !== LOWER_V || (sign !== BYTE.equals && sign !== BYTE.colon)) return false;
  return bytes[at + 1] === 0x61 && bytes[at + 2] === 0x6c && bytes[at + 3] === 0x75 && bytes[at + 4] === 0x65;
}

const MOST_INDENT = 16;
const LONGEST_LINE = 128;
const SHORTEST_LINE = 8;

function beginsLine(bytes: Uint8Array, start: number): boolean {
  let i = start - 1;
  while (i >= 0 && start - i <= MOST_INDENT && BLANK[bytes[i] as number] === 1) i--;
  return i < 0 || LINE_END[bytes[i] as number] === 1;
}

/** `password Xy…` of a configuration: one word that is no lower-case one, and the line's end. */
function isChosenLine(bytes: Uint8Array, from: number): boolean {
  let odd = 0;
  let i = from;
  for (; i < bytes.length && i - from < LONGEST_LINE; i++) {
    const byte = bytes[i] as number;
    if (SPACE[byte] === 1) break;
    if (byte < 0x61 || byte > 0x7a) odd++;
  }
  return odd > 0 && i - from >= SHORTEST_LINE && (i >= bytes.length || LINE_END[bytes[i] as number] === 1);
}

/** `password is: …` and `token was: …`: a sentence that ends in the value. */
function saysIs(bytes: Uint8Array, at: number): boolean {
  const first = (bytes[at] as number) | 0x20;
  // `Incorrect API key provided: …`
  if (first === 0x70) return bytes[at + 8] === BYTE.colon && bytes[at + 7] === 0x64;
  if (first !== 0x69 && first !== 0x77) return false;
  const colon = first === 0x69 ? at + 2 : at + 3;
  if (bytes[colon - 1] !== (0x73 as number)) return false;
  if (bytes[colon] === BYTE.colon || bytes[colon] === BYTE.equals) return true;
  const next = bytes[colon + 1] ?? 0;
  if (bytes[colon] !== BYTE.space) return false;
  return next === BYTE.quote || next === BYTE.apostrophe || isLongWord(bytes, colon + 1);
}

/** The word behind `is`: a long one in which not all is lower case. */
function isLongWord(bytes: Uint8Array, from: number): boolean {
  let odd = 0;
  let i = from;
  for (; i < bytes.length && i - from < LONGEST_LINE; i++) {
    const byte = bytes[i] as number;
    if (SPACE[byte] === 1) break;
    if (i > from && i - from < SHORTEST_LOOSE && (byte < 0x61 || byte > 0x7a)) odd++;
  }
  return odd > 0 && i - from >= SHORTEST_LOOSE;
}

/** Base64 and what is made for addresses have these signs as well. */
const WORDLIKE = byteSet('A-Za-z0-9_+/=-');

/** A first look at the next word: letters and digits without a border. Without branches: words end anywhere. */
function isLongAndMixed(bytes: Uint8Array, from: number): boolean {
  if (from + SHORTEST_LOOSE > bytes.length) return false;
  let isWord = 1;
  let hasDigit = 0;
  for (let i = from; i < from + SHORTEST_LOOSE; i++) {
    const byte = bytes[i] as number;
    isWord &= WORDLIKE[byte] as number;
    hasDigit |= DIGIT[byte] as number;
  }
  return isWord === 1 && hasDigit === 1;
}
