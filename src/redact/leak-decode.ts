import { type Budget, gzipMembers } from './leak-inflate.ts';
import { lastUpTo, type Rewritten } from './leak-rewrite.ts';
import { type DigitEncoding, runsOf } from './leak-runs.ts';
import { anything, type Sought } from './leak-sought.ts';
import { decodeStretch, StretchFinder } from './leak-stretches.ts';
import {
  withoutBreaks,
  withoutColours,
  withoutEntities,
  withoutEscapes,
  withoutPercent,
} from './leak-unescape.ts';
import { wideTexts } from './leak-utf16.ts';

/** Bytes as they are after undoing one or two encodings. */
export interface DecodedLayer {
  /** The encodings that were undone, e.g. `!base64` or `!percent!json`; empty for the bytes themselves. */
  readonly way: string;
  readonly bytes: Buffer;
  /** Where the text that holds this position is encoded in the bytes that were given, or a little before it. */
  source(position: number): number;
}

/** Which encodings of a text are undone: all, all but compressed members, or only those. */
export type DecodedPart = 'all' | 'text' | 'members';

const DEEPEST = 2;
/** Bytes of decoded text: as a multiple of the input, at least, and at most. */
const MOST_GROWTH = 24;
const LEAST_BUDGET = 64 * 1024 * 1024;
const MOST_BUDGET = 512 * 1024 * 1024;

/**
 * Goes through the bytes and everything that is encoded in them: base64, hex, percent, JSON, HTML, gzip, UTF-16, wrapped
 * lines. One layer after the other, so that no more than two of them are in memory.
 * @param sought what is looked for: only what may hold a part of it is decoded; everything by default
 * @returns false when there was too much of it
 */
export function* decodedLayers(
  bytes: Buffer,
  sought: Sought = anything(),
  part: DecodedPart = 'all',
): Generator<DecodedLayer, boolean> {
  const most = Math.min(bytes.length * MOST_GROWTH, MOST_BUDGET);
  const budget: Budget = { left: Math.max(LEAST_BUDGET, most) };
  const whole: DecodedLayer = { way: '', bytes, source: (position) => position };
  if (part !== 'members') yield whole;
  yield* within(whole, 1, { sought, budget, part });
  return budget.left >= 0;
}

interface Decoding {
  readonly sought: Sought;
  readonly budget: Budget;
  readonly part: DecodedPart;
}

function* within(layer: DecodedLayer, depth: number, decoding: Decoding): Generator<DecodedLayer> {
  const { budget, part } = decoding;
  const inner =
    depth === 1 && part === 'members'
      ? members(layer.bytes, budget)
      : decodeOnce(layer.bytes, depth, decoding);
  for (const { way, bytes, source } of inner) {
    budget.left -= bytes.length;
    if (budget.left < 0) return;
    const below: DecodedLayer = {
      way: layer.way + way,
      bytes,
      source: (position) => layer.source(source(position)),
    };
    yield below;
    if (depth < DEEPEST) yield* within(below, depth + 1, decoding);
    else yield* compressedIn(below, decoding);
  }
}

/** Helm writes its releases as gzip in base64 in base64: what is compressed is unpacked one layer deeper. */
function* compressedIn(layer: DecodedLayer, { budget }: Decoding): Generator<DecodedLayer> {
  for (const { way, bytes, source } of members(layer.bytes, budget))
    yield { way: layer.way + way, bytes, source: (position) => layer.source(source(position)) };
}

function* decodeOnce(
  bytes: Buffer,
  depth: number,
  { sought, budget, part }: Decoding,
): Generator<DecodedLayer> {
  if (depth > 1 || part === 'all') yield* members(bytes, budget);
  for (const { at, bytes: text } of wideTexts(bytes))
    yield { way: '!utf-16', bytes: text, source: (position) => at + 2 * position };
  yield* whole('!percent', withoutPercent(bytes, sought));
  yield* whole('!json', withoutEscapes(bytes, sought));
  yield* whole('!html', withoutEntities(bytes, sought));
  if (depth === 1) {
    yield* whole('!unwrapped', withoutBreaks(bytes, sought));
    yield* whole('!colours', withoutColours(bytes, sought));
  }
  yield* digits('base64', bytes, sought);
  yield* digits('hex', bytes, sought);
}

function* members(bytes: Buffer, budget: Budget): Generator<DecodedLayer> {
  for (const { at, bytes: member } of gzipMembers(bytes, budget))
    yield { way: '!gzip', bytes: member, source: () => at };
}

function* whole(way: string, decoded: Rewritten | undefined): Generator<DecodedLayer> {
  if (decoded !== undefined) yield { way, bytes: decoded.bytes, source: decoded.source };
}

const BREAK = 0x0a;

/**
 * What stands in the runs of an alphabet, from each of its alignments, because what is looked for may begin inside of
 * one. All of one alignment makes one layer, with a line break behind each piece.
 */
function* digits(encoding: DigitEncoding, bytes: Buffer, sought: Sought): Generator<DecodedLayer> {
  const finder = new StretchFinder(bytes, encoding, sought);
  for (const run of runsOf(encoding, bytes)) finder.look(run);
  for (const stretches of finder.stretches()) {
    if (stretches.length === 0) continue;
    const into = Buffer.allocUnsafe(stretches.reduce((sum, { start, end }) => sum + end - start + 1, 0));
    const starts: number[] = [];
    let length = 0;
    for (const stretch of stretches) {
      starts.push(length);
      length = decodeStretch(bytes, encoding, stretch, into, length);
      into[length++] = BREAK;
    }
    yield {
      way: `!${encoding}`,
      bytes: into.subarray(0, length),
      source: (position) => stretches[lastUpTo(starts, position)]?.start ?? 0,
    };
  }
}
