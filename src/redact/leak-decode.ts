import { constants, inflateRawSync } from 'node:zlib';
import { type EncodedRun, runsOf } from './leak-runs.ts';
import {
  withoutBreaks,
  withoutColours,
  withoutEntities,
  withoutEscapes,
  withoutPercent,
} from './leak-unescape.ts';

/** Bytes as they are after undoing one or two encodings. */
export interface DecodedLayer {
  /** The encodings that were undone, e.g. `!base64` or `!percent!json`; empty for the bytes themselves. */
  readonly way: string;
  readonly bytes: Buffer;
  /** Where the text that holds this position is encoded in the layer above. */
  source(position: number): number;
}

/** What came of decoding: `complete` is false when there was too much of it. */
export interface DecodedLayers {
  readonly layers: readonly DecodedLayer[];
  readonly complete: boolean;
}

const DEEPEST = 2;
/** Bytes of decoded text, as a multiple of the input and at least. */
const MOST_GROWTH = 24;
const LEAST_BUDGET = 8 * 1024 * 1024;
const LARGEST_MEMBER = 64 * 1024 * 1024;

interface Budget {
  left: number;
}

/** Tells of a run of base64 or hex digits whether what it holds must be looked at. */
export type RunJudge = (bytes: Buffer, run: EncodedRun) => boolean;

/**
 * The bytes, and everything that is encoded in them: base64, hex, percent, JSON, HTML, gzip, UTF-16, wrapped lines.
 * @param judge which runs of base64 and hex are decoded; all by default
 */
export function decodedLayers(bytes: Buffer, judge: RunJudge = () => true): DecodedLayers {
  const budget: Budget = { left: Math.max(LEAST_BUDGET, bytes.length * MOST_GROWTH) };
  const layers: DecodedLayer[] = [{ way: '', bytes, source: (position) => position }];
  let previous = layers.slice();
  for (let depth = 0; depth < DEEPEST && previous.length > 0; depth++) {
    const next: DecodedLayer[] = [];
    for (const layer of previous) {
      for (const inner of decodeOnce(layer.bytes, depth === 0, judge)) {
        budget.left -= inner.bytes.length;
        if (budget.left < 0) return { layers, complete: false };
        next.push({ way: layer.way + inner.way, bytes: inner.bytes, source: inner.source });
      }
    }
    layers.push(...next);
    previous = next;
  }
  return { layers, complete: true };
}

function* decodeOnce(bytes: Buffer, isOuter: boolean, judge: RunJudge): Generator<DecodedLayer> {
  yield* gzipMembers(bytes);
  yield* utf16(bytes);
  yield* whole('!percent', withoutPercent(bytes));
  yield* whole('!json', withoutEscapes(bytes));
  yield* whole('!html', withoutEntities(bytes));
  if (isOuter) {
    yield* whole('!unwrapped', withoutBreaks(bytes));
    yield* whole('!colours', withoutColours(bytes));
  }
  yield* runs('base64', bytes, judge);
  yield* runs('hex', bytes, judge);
}

function* whole(way: string, decoded: Buffer | undefined): Generator<DecodedLayer> {
  if (decoded !== undefined) yield { way, bytes: decoded, source: () => 0 };
}

/** How many letters of an encoding hold a whole number of bytes: a text may begin at each of them. */
const ALIGNMENTS = { base64: 4, hex: 2 } as const;

/**
 * Every run of an alphabet, from each of its alignments, because what is looked for may begin inside of one. The runs
 * of one alignment make one layer with a line break between them.
 */
function* runs(encoding: 'base64' | 'hex', bytes: Buffer, judge: RunJudge): Generator<DecodedLayer> {
  const found = runsOf(encoding, bytes).filter((run) => judge(bytes, run));
  if (found.length === 0) return;
  for (let shift = 0; shift < ALIGNMENTS[encoding]; shift++) {
    const parts: Buffer[] = [];
    const starts: number[] = [];
    let length = 0;
    for (const { start, end } of found) {
      const decoded = Buffer.from(bytes.toString('latin1', start + shift, end), encoding);
      starts.push(length);
      parts.push(decoded, BREAK);
      length += decoded.length + 1;
    }
    yield {
      way: `!${encoding}`,
      bytes: Buffer.concat(parts, length),
      source: (position) => found[indexAt(starts, position)]?.start ?? 0,
    };
  }
}

const BREAK = Buffer.from('\n');

/** Index of the last start that is not behind `position`. */
function indexAt(starts: readonly number[], position: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] as number) <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}

const GZIP = Buffer.from([0x1f, 0x8b, 0x08]);

function* gzipMembers(bytes: Buffer): Generator<DecodedLayer> {
  for (let at = bytes.indexOf(GZIP); at >= 0; at = bytes.indexOf(GZIP, at + 1)) {
    const member = inflate(bytes.subarray(at));
    if (member !== undefined) yield { way: '!gzip', bytes: member, source: () => at };
  }
}

function inflate(bytes: Buffer): Buffer | undefined {
  try {
    // A member may be cut off, and anything may follow it: without its head and its sum zlib minds neither.
    return inflateRawSync(bytes.subarray(headLength(bytes)), {
      maxOutputLength: LARGEST_MEMBER,
      finishFlush: constants.Z_SYNC_FLUSH,
    });
  } catch {
    // Three bytes that look like the head of a member are in many files.
    return undefined;
  }
}

const FIXED_HEAD = 10;
const FLAGS = { sum: 2, extra: 4, name: 8, comment: 16 } as const;

/** Length of a member's head (RFC 1952, 2.3): ten bytes, and what its flags say follows them. */
function headLength(bytes: Buffer): number {
  const flags = bytes[3] ?? 0;
  let at = FIXED_HEAD;
  if ((flags & FLAGS.extra) !== 0) at += 2 + bytes.readUInt16LE(at);
  if ((flags & FLAGS.name) !== 0) at = bytes.indexOf(0, at) + 1;
  if ((flags & FLAGS.comment) !== 0) at = bytes.indexOf(0, at) + 1;
  return (flags & FLAGS.sum) !== 0 ? at + 2 : at;
}

/** At both alignments: what stands before a text may be an odd number of bytes. */
function* utf16(bytes: Buffer): Generator<DecodedLayer> {
  if (bytes.length < 8 || !bytes.includes(0)) return;
  for (const shift of [0, 1]) {
    const pairs = bytes.subarray(shift, shift + ((bytes.length - shift) & ~1));
    const source = (position: number) => position + shift;
    yield { way: '!utf-16le', bytes: fromUtf16(pairs), source };
    yield { way: '!utf-16be', bytes: fromUtf16(Buffer.from(pairs).swap16()), source };
  }
}

function fromUtf16(pairs: Buffer): Buffer {
  return Buffer.from(pairs.toString('utf16le'), 'utf8');
}
