import { ALNUM, BYTE, byteSet, WORD } from '../byte-classes.ts';
import { mayBeReadableWord } from '../value-shape.ts';
import type { KeyPlace } from './key-place.ts';

const DIGIT = 1;
const LETTER = 2;
const JOINT = 4;
/** What each byte adds to what is known of a value; 0 for a byte that no plain value has. */
const KINDS = Uint8Array.from({ length: 256 }, () => 0);
byteSet('0-9').forEach((is, byte) => {
  if (is === 1) KINDS[byte] = DIGIT;
});
byteSet('A-Za-z').forEach((is, byte) => {
  if (is === 1) KINDS[byte] = LETTER;
});
byteSet('_-').forEach((is, byte) => {
  if (is === 1) KINDS[byte] = JOINT;
});

/**
 * True for a value that is letters and digits and so, without a longer look, nothing that stays readable: no reference,
 * mask, path, word or piece of code. Most secrets are such. False says nothing.
 * @param start first byte of the value
 * @param end first byte after it
 */
export function isPlainSecret(bytes: Uint8Array, start: number, end: number): boolean {
  let kinds = 0;
  for (let i = start; i < end; i++) {
    const kind = KINDS[bytes[i] as number] as number;
    if (kind === 0) return false;
    kinds |= kind;
  }
  if ((kinds & (DIGIT | LETTER)) !== (DIGIT | LETTER)) return false;
  const first = (bytes[start] as number) | 0x20;
  // `Test…` may be a test's name, `YOUR_…` is filled in, `age1…` is a recipient, `pk_live_…` is public.
  if (first === 0x74 || first === 0x79 || first === 0x61 || first === 0x70) return false;
  return !mayBeReadableWord(end - start, first);
}

const LONGEST_REFERENCE = 80;

/** True for `${NAME}`: a reference, which stays readable under any name. False says nothing. */
export function isReference(bytes: Uint8Array, start: number, end: number): boolean {
  if (bytes[start] !== BYTE.dollar || end - start < 4 || end - start > LONGEST_REFERENCE) return false;
  if (bytes[start + 1] !== BYTE.openBrace || bytes[end - 1] !== BYTE.closeBrace) return false;
  for (let i = start + 2; i < end - 1; i++) if (WORD[bytes[i] as number] === 0) return false;
  return true;
}

/**
 * True for a plain value that may be a variable named as its key is: it begins alike, and the name has a digit, as every
 * plain value has. False for all others.
 * @param value first byte of the value
 */
export function mayBeOwnName(bytes: Uint8Array, key: KeyPlace, value: number): boolean {
  if (!hasDigit(bytes, key.start, key.end)) return false;
  let at = value;
  while (bytes[at] === BYTE.underscore) at++;
  return beginsAsKey(bytes, key, bytes[at] as number);
}

/** True when the first letter or digit of a key's name is `letter`, in either case: most values begin otherwise. */
export function beginsAsKey(bytes: Uint8Array, key: KeyPlace, letter: number): boolean {
  let at = key.start;
  while (at < key.end && ALNUM[bytes[at] as number] === 0) at++;
  return ((bytes[at] as number) | 0x20) === (letter | 0x20);
}

function hasDigit(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (KINDS[bytes[i] as number] === DIGIT) return true;
  return false;
}

/** True for an ASCII letter. */
export function isLetter(byte: number): boolean {
  return KINDS[byte] === LETTER;
}
