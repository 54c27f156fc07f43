import type { Automaton } from './automaton.ts';

/** Bytes that are scanned before their hits are looked at: table, bytes and hits stay in the processor's cache. */
export const BLOCK = 64 * 1024;
const LANES = 4;
const WORD_BYTES = 4;
/** Four bytes are read as one number, whose first byte is its lowest where the processor counts so. */
const READS_WORDS = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;
/** Shorter blocks are scanned in one lane. */
const SHORTEST_LANES = 4096;

/** What one block gave: the hits of one lane after the other are in the order of their positions. */
export class BlockHits {
  /** Pairs of a step of the scan and the accepting state after it, each lane's in a part of its own. */
  readonly pairs: Int32Array;
  /** Numbers that each lane filled. */
  readonly filled = new Int32Array(LANES);
  lanes = 1;
  /** Numbers that belong to one lane. */
  room = 0;
  /** Position after the byte of the first lane's first step, and what each further lane adds to it. */
  first = 0;
  laneLength = 0;

  /** @param longest bytes that are scanned together at most */
  constructor(longest: number) {
    // A hit is written before it is known to be one.
    this.pairs = new Int32Array(2 * (longest + LANES));
  }

  /** True when a block of this length fits. */
  hasRoom(length: number): boolean {
    return this.pairs.length >= 2 * (length + LANES);
  }
}

/**
 * Runs the automaton over a block. A long block is cut into four lanes whose steps take turns: a step waits for the
 * memory of the one before it, and four that do not depend on each other wait together.
 * @param start first byte of the text: words may begin before `from`, and not before this
 * @param from first byte of the block
 * @param to first byte after it, at most {@link BLOCK} further
 * @returns the first byte that was not looked at: lanes are of the same length
 */
export function scanBlock(
  automaton: Automaton,
  bytes: Uint8Array,
  start: number,
  from: number,
  to: number,
  hits: BlockHits,
): number {
  hits.first = from + 1;
  hits.filled.fill(0);
  const isShort = to - from < SHORTEST_LANES || !READS_WORDS;
  const unaligned = (WORD_BYTES - ((bytes.byteOffset + from) % WORD_BYTES)) % WORD_BYTES;
  if (isShort || unaligned > 0) {
    const end = isShort ? to : from + unaligned;
    hits.lanes = 1;
    hits.filled[0] = scanOneLane(automaton, bytes, start, from, end, hits.pairs);
    return end;
  }
  const words = Math.floor((to - from) / (LANES * WORD_BYTES));
  hits.lanes = LANES;
  hits.laneLength = words * WORD_BYTES;
  hits.room = 2 * (hits.laneLength + 1);
  scanFourLanes(automaton, bytes, start, from, words, hits);
  return from + LANES * hits.laneLength;
}

/** The state before `at`: the longest word says how far back one has to begin. */
function stateAt({ table, longestWord }: Automaton, bytes: Uint8Array, start: number, at: number): number {
  let state = 0;
  for (let i = Math.max(start, at - longestWord); i < at; i++)
    state = table[(state << 8) | (bytes[i] as number)] as number;
  return state;
}

function scanOneLane(
  automaton: Automaton,
  bytes: Uint8Array,
  start: number,
  from: number,
  to: number,
  pairs: Int32Array,
): number {
  const { table, firstAccepting } = automaton;
  let state = stateAt(automaton, bytes, start, from);
  let filled = 0;
  for (let i = from; i < to; i++) {
    state = table[(state << 8) | (bytes[i] as number)] as number;
    if (state >= firstAccepting) {
      pairs[filled++] = i - from;
      pairs[filled++] = state;
    }
  }
  return filled;
}

/** Written out in full: a call or a loop inside of these steps would take longer than the steps. */
function scanFourLanes(
  automaton: Automaton,
  bytes: Uint8Array,
  start: number,
  from: number,
  length: number,
  hits: BlockHits,
): void {
  const { table, firstAccepting } = automaton;
  const bit = Math.log2(firstAccepting);
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset + from, length * LANES);
  const stride = length * WORD_BYTES;
  let a = stateAt(automaton, bytes, start, from);
  let b = stateAt(automaton, bytes, start, from + stride);
  let c = stateAt(automaton, bytes, start, from + 2 * stride);
  let d = stateAt(automaton, bytes, start, from + 3 * stride);
  for (let i = 0; i < length; i++) {
    const w = words[i] as number;
    const x = words[i + length] as number;
    const y = words[i + 2 * length] as number;
    const z = words[i + 3 * length] as number;
    a = table[(a << 8) | (w & 0xff)] as number;
    b = table[(b << 8) | (x & 0xff)] as number;
    c = table[(c << 8) | (y & 0xff)] as number;
    d = table[(d << 8) | (z & 0xff)] as number;
    if ((a | b | c | d) >= firstAccepting) record(hits, bit, i * WORD_BYTES, a, b, c, d);
    a = table[(a << 8) | ((w >>> 8) & 0xff)] as number;
    b = table[(b << 8) | ((x >>> 8) & 0xff)] as number;
    c = table[(c << 8) | ((y >>> 8) & 0xff)] as number;
    d = table[(d << 8) | ((z >>> 8) & 0xff)] as number;
    if ((a | b | c | d) >= firstAccepting) record(hits, bit, i * WORD_BYTES + 1, a, b, c, d);
    a = table[(a << 8) | ((w >>> 16) & 0xff)] as number;
    b = table[(b << 8) | ((x >>> 16) & 0xff)] as number;
    c = table[(c << 8) | ((y >>> 16) & 0xff)] as number;
    d = table[(d << 8) | ((z >>> 16) & 0xff)] as number;
    if ((a | b | c | d) >= firstAccepting) record(hits, bit, i * WORD_BYTES + 2, a, b, c, d);
    a = table[(a << 8) | (w >>> 24)] as number;
    b = table[(b << 8) | (x >>> 24)] as number;
    c = table[(c << 8) | (y >>> 24)] as number;
    d = table[(d << 8) | (z >>> 24)] as number;
    if ((a | b | c | d) >= firstAccepting) record(hits, bit, i * WORD_BYTES + 3, a, b, c, d);
  }
}

/** Every lane writes, and only a lane that has a hit moves on: a branch for each would be guessed wrongly too often. */
function record(
  hits: BlockHits,
  bit: number,
  step: number,
  a: number,
  b: number,
  c: number,
  d: number,
): void {
  const { pairs, filled, room } = hits;
  const atA = filled[0] as number;
  const atB = filled[1] as number;
  const atC = filled[2] as number;
  const atD = filled[3] as number;
  pairs[atA] = step;
  pairs[atA + 1] = a;
  pairs[room + atB] = step;
  pairs[room + atB + 1] = b;
  pairs[2 * room + atC] = step;
  pairs[2 * room + atC + 1] = c;
  pairs[3 * room + atD] = step;
  pairs[3 * room + atD + 1] = d;
  filled[0] = atA + ((a >>> bit) << 1);
  filled[1] = atB + ((b >>> bit) << 1);
  filled[2] = atC + ((c >>> bit) << 1);
  filled[3] = atD + ((d >>> bit) << 1);
}
