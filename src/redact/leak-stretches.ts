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
 * Finds what has to be decoded of runs of digits, without decoding them: where they hold text (every shape is text, and
 * so is what is encoded once more), where a known value begins, and everything behind the head of a compressed member.
 * Most runs are names and paths, whose bytes mean nothing.
 */
export class StretchFinder {
  readonly #bytes: Buffer;
  readonly #encoding: DigitEncoding;
  readonly #sought: Sought;
  readonly #found: Stretch[][];
  /** For each place of a group among its digits: the group before it, and how many up to it were text. */
  readonly #before: Int32Array;
  readonly #texts: Int32Array;

  constructor(bytes: Buffer, encoding: DigitEncoding, sought: Sought) {
    this.#bytes = bytes;
    this.#encoding = encoding;
    this.#sought = sought;
    this.#found = Array.from({ length: ALIGNMENTS[encoding] }, () => []);
    this.#before = new Int32Array(GROUPS[encoding].digits);
    this.#texts = new Int32Array(GROUPS[encoding].digits);
  }

  /** The stretches of all runs: for each alignment, in order and apart from each other. */
  stretches(): Stretch[][] {
    return this.#found.map((list) => (list.length > 1 ? merged(list) : list));
  }

  /** Looks through a run; the runs come in order. */
  look(run: EncodedRun): void {
    const bytes = this.#bytes;
    const sought = this.#sought;
    const before = this.#before;
    const texts = this.#texts.fill(0);
    const { bits, digits } = GROUPS[this.#encoding];
    const values = DIGITS[this.#encoding];
    let group = 0;
    let zipped = 0;
    let place = 0;
    const first = Math.min(run.end, run.start + digits - 1);
    for (let i = run.start; i < first; i++)
      group = ((group << bits) | (values[bytes[i] as number] as number)) & 0xffffff;
    for (let i = first; i < run.end; i++) {
      group = ((group << bits) | (values[bytes[i] as number] as number)) & 0xffffff;
      const high = CLASS[group >>> 16] as number;
      const middle = CLASS[(group >>> 8) & 0xff] as number;
      const classes = (high << 4) | (middle << 2) | (CLASS[group & 0xff] as number);
      if (MEANS_TEXT[classes] === 1) (texts[place] as number)++;
      else if ((texts[place] as number) > 0) this.#endText(run, place, i + 1 - digits);
      if (group === GZIP) zipped = this.#gzip(run, i + 1 - digits, zipped);
      if (i - first >= digits && sought.hasPair(before[place] as number, group))
        this.#known(run, i + 1 - digits);
      before[place] = group;
      if (++place === digits) place = 0;
    }
    // The groups that end with the run, or so near to its end that no further one follows.
    const last = run.end - first;
    for (let i = Math.max(0, last - digits); i < last; i++)
      if ((texts[i % digits] as number) > 0) this.#endText(run, i % digits, first + i + 1);
  }

  /** @param next first digit of the group behind the text */
  #endText(run: EncodedRun, place: number, next: number): void {
    const { digits } = GROUPS[this.#encoding];
    const count = this.#texts[place] as number;
    this.#texts[place] = 0;
    // The groups beside it may be text in part.
    if (count * 3 + 4 >= TEXT) this.#add(run, next - (count + 1) * digits, next + digits);
  }

  /** @param at first digit of the second group of a known value */
  #known(run: EncodedRun, at: number): void {
    const { digits } = GROUPS[this.#encoding];
    this.#add(run, at - 2 * digits, at + (Math.ceil(this.#sought.longest / 3) + 1) * digits);
  }

  /** @param zipped the alignments, as bits, of which everything to the end of the run is decoded already */
  #gzip(run: EncodedRun, at: number, zipped: number): number {
    const lane = 1 << ((at - run.start) % this.#found.length);
    if ((zipped & lane) === 0) this.#add(run, at, run.end);
    return zipped | lane;
  }

  #add(run: EncodedRun, from: number, to: number): void {
    const lanes = this.#found.length;
    const lane = (((from - run.start) % lanes) + lanes) % lanes;
    this.#found[lane]?.push({ start: Math.max(from, run.start + lane), end: Math.min(to, run.end) });
  }
}

/** Stretches in order, each apart from the next. */
function merged(stretches: readonly Stretch[]): Stretch[] {
  const apart: Stretch[] = [];
  const isSorted = stretches.every((each, i) => i === 0 || (stretches[i - 1] as Stretch).start <= each.start);
  const sorted = isSorted ? stretches : stretches.toSorted((one, two) => one.start - two.start);
  for (const next of sorted) {
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
