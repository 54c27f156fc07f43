import type { KeyFilter } from './leak-filter.ts';
import { DIGITS, type EncodedRun } from './leak-runs.ts';

/** Decoded text of this length may hold a value in a second encoding; bytes that mean nothing have no such text. */
const TEXT = 10;
/** Text in UTF-16 has a zero in every second byte. */
const ZEROS = 4;

const IS_TEXT = Uint8Array.from({ length: 256 }, (_, byte) =>
  (byte >= 0x20 && byte < 0x7f) || byte === 0x09 || byte === 0x0a || byte === 0x0d ? 1 : 0,
);
const GZIP = 0x1f8b08;

/** Where known values may begin. */
export interface KnownStarts {
  /** First three bytes. */
  readonly knownStarts: KeyFilter;
  /** Three bytes that begin at most two bytes further. */
  readonly knownPhases: KeyFilter;
}

/**
 * Tells of a run of digits whether it has to be decoded, without decoding it: a known value may begin in it, or it
 * holds text (every shape is text, and so is what is encoded once more), or a compressed member. Most runs are names and
 * paths, whose bytes mean nothing.
 */
export function isCandidate(bytes: Buffer, run: EncodedRun, known: KnownStarts): boolean {
  if (run.encoding === 'hex') return holdsAny(bytes, run, 0, known) || holdsAny(bytes, run, 1, known);
  if (!mayHoldAny(bytes, run, known.knownPhases)) return false;
  for (let shift = 0; shift < 4; shift++) if (holdsAny(bytes, run, shift, known)) return true;
  return false;
}

/**
 * A first look at base64: the last four digits are three bytes of one of the four alignments. Ten letters of text
 * fill at least two such groups one after the other, and text in UTF-16 has a zero in each.
 */
function mayHoldAny(bytes: Buffer, { start, end }: EncodedRun, phases: KeyFilter): boolean {
  const values = DIGITS.base64;
  let group = 0;
  let texts = 0;
  let zeros = 0;
  for (let i = start; i < end; i++) {
    group = ((group << 6) | (values[bytes[i] as number] as number)) & 0xffffff;
    const high = group >>> 16;
    const middle = (group >>> 8) & 0xff;
    const low = group & 0xff;
    texts =
      (texts << 1) | ((IS_TEXT[high] as number) & (IS_TEXT[middle] as number) & (IS_TEXT[low] as number));
    zeros = (zeros << 1) | (high === 0 || middle === 0 || low === 0 ? 1 : 0);
    if ((texts & 0x11) === 0x11 || (zeros & 0x11) === 0x11 || phases.mayHave(group)) return true;
    if ((group & 0xffff) === GZIP >>> 8 || group >>> 8 === (GZIP & 0xffff) || group === GZIP) return true;
  }
  return false;
}

function holdsAny(
  bytes: Buffer,
  { encoding, start, end }: EncodedRun,
  shift: number,
  known: KnownStarts,
): boolean {
  const { knownStarts } = known;
  const values = DIGITS[encoding];
  const bits = encoding === 'base64' ? 6 : 4;
  let pending = 0;
  let pendingBits = 0;
  let key = 0;
  let count = 0;
  let text = 0;
  let zeros = 0;
  for (let i = start + shift; i < end; i++) {
    pending = ((pending << bits) | (values[bytes[i] as number] as number)) & 0x3fff;
    pendingBits += bits;
    if (pendingBits < 8) continue;
    pendingBits -= 8;
    const byte = (pending >>> pendingBits) & 0xff;
    key = ((key << 8) | byte) & 0xffffff;
    count++;
    text = IS_TEXT[byte] === 1 ? text + 1 : 0;
    if (byte === 0) zeros++;
    if (text >= TEXT || zeros >= ZEROS) return true;
    if (count >= 3 && (key === GZIP || knownStarts.mayHave(key))) return true;
  }
  return false;
}
