import { byteSet } from './byte-classes.ts';

const FIRST_HASH = 0x811c9dc5;
const HASH_FACTOR = 0x01000193;
const UPPER = byteSet('A-Z');
const FOLDED = Uint8Array.from({ length: 256 }, (_, byte) => (UPPER[byte] === 1 ? byte | 0x20 : byte));

/** A closed list of ASCII words, looked up by bytes without regard to case: no string is made of what is asked for. */
export class WordTable {
  /** For each slot the number of a word, from 1; 0 where it is free. */
  readonly #slots: Uint16Array;
  readonly #starts: Int32Array;
  readonly #bytes: Buffer;

  /** @param words lower case, each once */
  constructor(words: readonly string[]) {
    let size = 4;
    while (size < words.length * 4) size *= 2;
    this.#slots = new Uint16Array(size);
    this.#starts = new Int32Array(words.length + 1);
    this.#bytes = Buffer.from(words.join(''), 'latin1');
    let at = 0;
    words.forEach((word, index) => {
      this.#starts[index] = at;
      at += word.length;
      let slot = hashOf(this.#bytes, at - word.length, at) & (size - 1);
      while (this.#slots[slot] !== 0) slot = (slot + 1) & (size - 1);
      this.#slots[slot] = index + 1;
    });
    this.#starts[words.length] = at;
  }

  /** The number of the word from `start` to before `end`: 1 for the first one, 0 when it is none of the list. */
  find(bytes: Uint8Array, start: number, end: number): number {
    const last = this.#slots.length - 1;
    for (let slot = hashOf(bytes, start, end) & last; ; slot = (slot + 1) & last) {
      const number = this.#slots[slot] as number;
      if (number === 0 || this.#isAt(number, bytes, start, end)) return number;
    }
  }

  #isAt(number: number, bytes: Uint8Array, start: number, end: number): boolean {
    let at = this.#starts[number - 1] as number;
    if ((this.#starts[number] as number) - at !== end - start) return false;
    for (let i = start; i < end; i++, at++) if (FOLDED[bytes[i] as number] !== this.#bytes[at]) return false;
    return true;
  }
}

function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = FIRST_HASH;
  for (let i = start; i < end; i++)
    hash = Math.imul(hash ^ (FOLDED[bytes[i] as number] as number), HASH_FACTOR);
  return hash ^ (hash >>> 15);
}
