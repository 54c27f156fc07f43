import { byteSet } from './byte-classes.ts';

const WIDTH = 256;
/** States are numbered in 16 bits, so that the table of a few thousand words stays in the processor's cache. */
const MOST_STATES = 65_535;

/** Thrown when the words need more states than 16 bits can number; the caller then gives shorter words. */
export class TooManyStates extends Error {}

/**
 * A dense Aho-Corasick automaton over bytes: finds every occurrence of every word in one pass, whatever the number of
 * words. ASCII letters are folded; who needs the exact case compares at the hit.
 */
export interface Automaton {
  /** Next state for `state * 256 + byte`. */
  readonly table: Uint16Array;
  /**
   * States from here on end at least one word. A power of two that is set in every accepting state and in no other, so
   * that the bits of several states together tell whether one of them accepts.
   */
  readonly firstAccepting: number;
  /** Words that end in the accepting state `firstAccepting + i`. */
  readonly wordsAt: readonly Int32Array[];
  /** Bytes of the longest word: what stood further back has no say in the state. */
  readonly longestWord: number;
}

const UPPER = byteSet('A-Z');

/**
 * Builds the automaton.
 * @param words byte strings that are not empty; the index of a word is its number in `wordsAt`
 * @throws TooManyStates when the words do not fit
 */
export function buildAutomaton(words: readonly Uint8Array[]): Automaton {
  const trie = new Trie();
  words.forEach((word, index) => {
    trie.add(word, index);
  });
  const order = trie.breadthFirst();
  const { number, firstAccepting } = acceptLast(trie, order);
  return {
    table: fillTable(trie, order, number),
    firstAccepting,
    wordsAt: collectWords(trie, order, number, firstAccepting),
    longestWord: words.reduce((most, word) => Math.max(most, word.length), 0),
  };
}

class Trie {
  readonly children: Map<number, number>[] = [new Map()];
  readonly words: number[][] = [[]];
  readonly fail: number[] = [0];

  add(word: Uint8Array, index: number): void {
    let state = 0;
    for (const byte of word) {
      const folded = UPPER[byte] === 1 ? byte | 0x20 : byte;
      let next = this.children[state]?.get(folded);
      if (next === undefined) {
        next = this.children.length;
        if (next > MOST_STATES) throw new TooManyStates(`more than ${MOST_STATES} states`);
        this.children[state]?.set(folded, next);
        this.children.push(new Map());
        this.words.push([]);
        this.fail.push(0);
      }
      state = next;
    }
    this.words[state]?.push(index);
  }

  /** States in breadth-first order; sets the failure links and hands the words of a link on to its state. */
  breadthFirst(): number[] {
    const order = [0];
    for (const state of order) {
      for (const [byte, child] of this.children[state] ?? []) {
        order.push(child);
        if (state === 0) continue;
        const link = this.#follow(this.fail[state] ?? 0, byte);
        this.fail[child] = link;
        this.words[child]?.push(...(this.words[link] ?? []));
      }
    }
    return order;
  }

  #follow(from: number, byte: number): number {
    for (let state = from; ; state = this.fail[state] ?? 0) {
      const next = this.children[state]?.get(byte);
      if (next !== undefined) return next;
      if (state === 0) return 0;
    }
  }
}

/** Gives accepting states the highest numbers, from a power of two on. */
function acceptLast(trie: Trie, order: readonly number[]): { number: Int32Array; firstAccepting: number } {
  const number = new Int32Array(order.length);
  let silent = 0;
  for (const state of order) if (trie.words[state]?.length === 0) number[state] = silent++;
  let firstAccepting = 1;
  while (firstAccepting < Math.max(silent, order.length - silent)) firstAccepting *= 2;
  let next = firstAccepting;
  for (const state of order) if (trie.words[state]?.length !== 0) number[state] = next++;
  if (next - 1 > MOST_STATES) throw new TooManyStates(`more than ${MOST_STATES} states`);
  return { number, firstAccepting };
}

/** Rows between the last silent state and the first accepting one are never touched, so that they take no memory. */
function fillTable(trie: Trie, order: readonly number[], number: Int32Array): Uint16Array {
  const rows = number.reduce((most, state) => Math.max(most, state), 0) + 1;
  const table = new Uint16Array(rows * WIDTH);
  for (const state of order) {
    const row = (number[state] ?? 0) * WIDTH;
    if (state !== 0) {
      const link = (number[trie.fail[state] ?? 0] ?? 0) * WIDTH;
      table.copyWithin(row, link, link + WIDTH);
    }
    for (const [byte, child] of trie.children[state] ?? []) {
      const target = number[child] ?? 0;
      table[row + byte] = target;
      if (byte >= 0x61 && byte <= 0x7a) table[row + (byte & ~0x20)] = target;
    }
  }
  return table;
}

function collectWords(
  trie: Trie,
  order: readonly number[],
  number: Int32Array,
  firstAccepting: number,
): Int32Array[] {
  const accepting: Int32Array[] = [];
  for (const state of order) {
    const words = trie.words[state] ?? [];
    if (words.length > 0) accepting[(number[state] ?? 0) - firstAccepting] = Int32Array.from(words);
  }
  return accepting;
}
