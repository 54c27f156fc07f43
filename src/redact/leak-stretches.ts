import { DIGITS, type DigitEncoding, type EncodedRun } from './leak-runs.ts';
import type { Sought } from './leak-sought.ts';

/** Digits that are decoded, from one of the alignments of their encoding. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Bits of a digit, and the digits of three bytes. */
const GROUPS = { base64: { bits: 6, digits: 4 }, hex: { bits: 4, digits: 6 } } as const;
/** In how many ways the digits of a run fall into bytes: a text may begin at each of them. */
export const ALIGNMENTS: Readonly<Record<DigitEncoding, number>> = { base64: 4, hex: 2 };

/** Decoded text of this length may hold a value in a second encoding; bytes that mean nothing have no such text. */
const TEXT = 10;
const GZIP = 0x1f8b08;

const OTHER = 0;
const LETTER = 1;
const ZERO = 2;
const CLASS = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === 0) return ZERO;
  const isText = (byte >= 0x20 && byte < 0x7f) || byte === 0x09 || byte === 0x0a || byte === 0x0d;
  return isText ? LETTER : OTHER;
});

/** 1 for the classes of three bytes that are text, or letters in UTF-16 with a zero between them. */
const MEANS_TEXT = Uint8Array.from({ length: 64 }, (_, classes) => {
  const [high, middle, low] = [classes >> 4, (classes >> 2) & 3, classes & 3];
  if (high === LETTER && low === LETTER) return middle === OTHER ? 0 : 1;
  return high === ZERO && middle === LETTER && low === ZERO ? 1 : 0;
});

/**
 * Finds what has to be decoded of a run of digits, without decoding it: where it holds text (every shape is text, and so
 * is what is encoded once more), where a known value begins, and everything behind the head of a compressed member. Most
 * runs are names and paths, whose bytes mean nothing.
 * @returns for each alignment its stretches, in order and apart from each other
 */
export function stretchesOf(bytes: Buffer, run: EncodedRun, sought: Sought): Stretch[][] {
  const { bits, digits } = GROUPS[run.encoding];
  const values = DIGITS[run.encoding];
  const lanes = ALIGNMENTS[run.encoding];
  const found = Array.from({ length: lanes }, (): Stretch[] => []);
  /** For each place of a group among `digits`: the group before it, and how many up to it were text. */
  const before = new Int32Array(digits);
  const texts = new Int32Array(digits);
  const zipped = new Uint8Array(lanes);
  const reach = (Math.ceil(sought.longest / 3) + 1) * digits;
  const add = (from: number, to: number) => {
    const lane = (((from - run.start) % lanes) + lanes) % lanes;
    found[lane]?.push({ start: Math.max(from, run.start + lane), end: Math.min(to, run.end) });
  };
  // The groups beside a text may be text in part.
  const addText = (count: number, next: number) => {
    if (count * 3 + 4 >= TEXT) add(next - (count + 1) * digits, next + digits);
  };
  let group = 0;
  let place = digits - 1;
  for (let i = run.start; i < run.end; i++) {
    group = ((group << bits) | (values[bytes[i] as number] as number)) & 0xffffff;
    if (++place === digits) place = 0;
    const begin = i + 1 - digits;
    if (begin < run.start) continue;
    const high = CLASS[group >>> 16] as number;
    const middle = CLASS[(group >>> 8) & 0xff] as number;
    const classes = (high << 4) | (middle << 2) | (CLASS[group & 0xff] as number);
    const count = texts[place] as number;
    if (MEANS_TEXT[classes] === 1) texts[place] = count + 1;
    else if (count > 0) {
      addText(count, begin);
      texts[place] = 0;
    }
    if (group === GZIP && zipped[(begin - run.start) % lanes] === 0) {
      zipped[(begin - run.start) % lanes] = 1;
      add(begin, run.end);
    }
    if (sought.hasPair(before[place] as number, group)) add(begin - 2 * digits, begin + reach);
    before[place] = group;
  }
  for (let next = Math.max(run.start + digits, run.end - digits + 1); next <= run.end; next++)
    addText(texts[(next - 1 - run.start) % digits] as number, next);
  return found.map(merged);
}

/** Stretches in order, each apart from the next. */
function merged(stretches: readonly Stretch[]): Stretch[] {
  const apart: Stretch[] = [];
  for (const next of stretches.toSorted((one, two) => one.start - two.start)) {
    const last = apart.at(-1);
    if (last === undefined || next.start > last.end) apart.push(next);
    else if (next.end > last.end) apart[apart.length - 1] = { start: last.start, end: next.end };
  }
  return apart;
}

/**
 * Decodes the digits of a stretch.
 * @param into the bytes go there, from `at` on; it must be large enough
 * @returns the place behind the last of them
 */
export function decodeStretch(
  bytes: Buffer,
  encoding: DigitEncoding,
  { start, end }: Stretch,
  into: Buffer,
  at: number,
): number {
  const { bits } = GROUPS[encoding];
  const values = DIGITS[encoding];
  let pending = 0;
  let pendingBits = 0;
  let next = at;
  for (let i = start; i < end; i++) {
    pending = ((pending << bits) | (values[bytes[i] as number] as number)) & 0x3fff;
    pendingBits += bits;
    if (pendingBits < 8) continue;
    pendingBits -= 8;
    into[next++] = (pending >>> pendingBits) & 0xff;
  }
  return next;
}
