import { randomBytes } from 'node:crypto';

/** Answers that are remembered; a power of two. A new one takes the place of another, so that memory is bounded. */
const SLOTS = 4096;
/** Longer stretches are judged anew each time. */
const LONGEST = 64;

/**
 * Remembers what was found out about short stretches of bytes, without making a string of one that was seen before: a
 * log has few names and values, and many of each. What is met for the first time is not kept: of names that never come
 * again nothing should outlive the young generation. The bytes themselves are compared, so that nothing can be taken for
 * another; where they lie follows from a random seed, so that nobody can write a text whose names all share a place.
 */
export class BytesCache<T> {
  readonly #answers = new Array<T | undefined>(SLOTS).fill(undefined);
  readonly #lengths = new Uint8Array(SLOTS);
  readonly #variants = new Int32Array(SLOTS);
  readonly #bytes = new Uint8Array(SLOTS * LONGEST);
  /** Hash of the stretch that was last asked for in vain. */
  readonly #seen = new Int32Array(SLOTS);
  readonly #seed = randomBytes(4).readInt32LE(0);
  /** Where the last stretch that was looked up in vain would lie, and its hash. */
  #slot = 0;
  #hash = 0;

  /**
   * The answer for the bytes from `start` to before `end`, asked for when it is not remembered.
   * @param variant tells apart questions about the same bytes
   */
  of(
    bytes: Buffer,
    start: number,
    end: number,
    variant: number,
    ask: (text: string, variant: number) => T,
  ): T {
    const known = this.find(bytes, start, end, variant);
    if (known !== undefined) return known;
    return this.offer(bytes, start, end, variant, ask(bytes.toString('utf8', start, end), variant));
  }

  /** The answer that is remembered, or undefined. */
  find(bytes: Buffer, start: number, end: number, variant: number): T | undefined {
    const length = end - start;
    if (length > LONGEST) return undefined;
    let hash = this.#seed ^ length ^ variant;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
    const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    const known = this.#answers[slot];
    if (known !== undefined && this.#lengths[slot] === length && this.#variants[slot] === variant) {
      const remembered = this.#bytes;
      const from = slot * LONGEST;
      let i = 0;
      while (i < length && remembered[from + i] === bytes[start + i]) i++;
      if (i === length) return known;
    }
    this.#slot = slot;
    this.#hash = hash;
    return undefined;
  }

  /** Remembers an answer that {@link find} has just not found, from the second time on. Gives it back. */
  offer(bytes: Buffer, start: number, end: number, variant: number, answer: T): T {
    const length = end - start;
    if (length > LONGEST) return answer;
    const slot = this.#slot;
    if (this.#seen[slot] !== this.#hash) {
      this.#seen[slot] = this.#hash;
      return answer;
    }
    this.#answers[slot] = answer;
    this.#lengths[slot] = length;
    this.#variants[slot] = variant;
    for (let i = 0; i < length; i++) this.#bytes[slot * LONGEST + i] = bytes[start + i] as number;
    return answer;
  }
}
