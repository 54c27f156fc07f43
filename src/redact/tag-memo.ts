import { randomBytes } from 'node:crypto';

/** Twice as many as values that are remembered, and a power of two. */
const SLOTS = 8 * 1024;
const FIRST_ROOM = 64 * 1024;
const FIRST_HASH = 0x811c9dc5;
const HASH_FACTOR = 0x01000193;

/**
 * Tags of the values of a window, found by the bytes of the values: no string is made or kept of a secret that a
 * text holds. Where a value lies follows from a random seed, so that nobody can write values that all share a place.
 */
export class TagMemo {
  readonly #tagLength: number;
  readonly #seed = randomBytes(4).readInt32LE(0);
  /** For each slot the number of an entry, from 1; 0 where it is free. */
  readonly #slots = new Uint16Array(SLOTS);
  readonly #starts: Int32Array;
  readonly #lengths: Int32Array;
  readonly #tags: Buffer;
  #values = Buffer.allocUnsafe(FIRST_ROOM);
  #used = 0;
  #count = 0;
  /** The free slot at which the last lookup ended. */
  #free = 0;

  /**
   * @param most values that are remembered between two calls of `clear`
   * @param tagLength ASCII letters of a tag
   */
  constructor(most: number, tagLength: number) {
    this.#tagLength = tagLength;
    this.#starts = new Int32Array(most);
    this.#lengths = new Int32Array(most);
    this.#tags = Buffer.allocUnsafe((most + 1) * tagLength);
  }

  /** Where all tags stand, each at the position that {@link find} or {@link add} gave. */
  get tags(): Buffer {
    return this.#tags;
  }

  /** The position of the tag of the value from `start` to before `end`, or -1. */
  find(bytes: Buffer, start: number, end: number): number {
    const length = end - start;
    let hash = FIRST_HASH ^ this.#seed ^ length;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] as number), HASH_FACTOR);
    for (let slot = (hash ^ (hash >>> 15)) & (SLOTS - 1); ; slot = (slot + 1) & (SLOTS - 1)) {
      const entry = (this.#slots[slot] as number) - 1;
      if (entry < 0) {
        this.#free = slot;
        return -1;
      }
      if (this.#lengths[entry] === length && this.#isAt(this.#starts[entry] as number, bytes, start, end))
        return entry * this.#tagLength;
    }
  }

  /** Remembers the tag of a value that {@link find} has just not found; there is room for `most`. */
  add(bytes: Buffer, start: number, end: number, tag: string): number {
    const length = end - start;
    if (this.#used + length > this.#values.length) this.#grow(length);
    bytes.copy(this.#values, this.#used, start, end);
    const entry = this.#count++;
    this.#starts[entry] = this.#used;
    this.#lengths[entry] = length;
    this.#slots[this.#free] = entry + 1;
    this.#used += length;
    this.#tags.write(tag, entry * this.#tagLength, 'latin1');
    return entry * this.#tagLength;
  }

  /** Gives a tag a position until the next call, without remembering its value. */
  hold(tag: string): number {
    const position = this.#tags.length - this.#tagLength;
    this.#tags.write(tag, position, 'latin1');
    return position;
  }

  /** Forgets all values. */
  clear(): void {
    if (this.#count === 0) return;
    this.#slots.fill(0);
    this.#values.fill(0, 0, this.#used);
    this.#count = this.#used = 0;
  }

  #isAt(position: number, bytes: Buffer, start: number, end: number): boolean {
    const values = this.#values;
    let i = start;
    let at = position;
    while (i < end && values[at] === bytes[i]) {
      i++;
      at++;
    }
    return i === end;
  }

  #grow(length: number): void {
    const larger = Buffer.allocUnsafe(Math.max(this.#values.length * 2, this.#used + length));
    this.#values.copy(larger, 0, 0, this.#used);
    this.#values = larger;
  }
}
