import { randomBytes } from 'node:crypto';
import { classifyKeyName, type KeyNameClass } from './key-names.ts';

/** Names that are remembered; a power of two. A new name takes the place of another, so that memory is bounded. */
const SLOTS = 4096;

/**
 * Judges key names by their bytes and remembers the answer, without making a string of a name that was seen before:
 * a log has few names and many of each. A slot is known by two hashes with random seeds, so that nobody can write a
 * name that is taken for another one.
 */
export class KeyNameCache {
  readonly #first = new Int32Array(SLOTS);
  readonly #second = new Int32Array(SLOTS);
  readonly #classes = new Array<KeyNameClass | undefined>(SLOTS).fill(undefined);
  readonly #seeds: readonly [number, number];

  constructor() {
    const seeds = randomBytes(8);
    this.#seeds = [seeds.readInt32LE(0), seeds.readInt32LE(4)];
  }

  /** The class of the name that stands from `start` to before `end`. */
  classOf(bytes: Buffer, start: number, end: number): KeyNameClass {
    let first = this.#seeds[0] ^ (end - start);
    let second = this.#seeds[1];
    for (let i = start; i < end; i++) {
      const byte = bytes[i] as number;
      first = Math.imul(first ^ byte, 0x01000193);
      second = Math.imul(second + byte, 0x5bd1e995);
      second ^= second >>> 15;
    }
    const slot = (first ^ (first >>> 16)) & (SLOTS - 1);
    const known = this.#classes[slot];
    if (known !== undefined && this.#first[slot] === first && this.#second[slot] === second) return known;
    const found = classifyKeyName(bytes.toString('latin1', start, end));
    this.#first[slot] = first;
    this.#second[slot] = second;
    this.#classes[slot] = found;
    return found;
  }
}
