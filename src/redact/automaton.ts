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
  readonly wordsAt: readonly (readonly number[])[];
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

/** Its states are numbers, and its lists arrays of numbers: it is built at every start, by code that is not compiled yet. */
class Trie {
  /** The first child of a state, the next child of its parent, and the byte that leads to it; 0 where there is none. */
  readonly #firstChild: number[] = [0];
  readonly #nextSibling: number[] = [0];
  readonly #byteTo: number[] = [0];
  /** Most words begin at the first state, which has a child for nearly every byte. */
  readonly #fromRoot = new Uint16Array(WIDTH);
  readonly #fail: number[] = [0];
  readonly #words: (number[] | undefined)[] = [undefined];

  add(word: Uint8Array, index: number): void {
    let state = 0;
    for (let i = 0; i < word.length; i++) {
      const byte = word[i] as number;
      const folded = UPPER[byte] === 1 ? byte | 0x20 : byte;
      const next = this.#child(state, folded);
      state = next === 0 ? this.#addChild(state, folded) : next;
    }
    const words = this.#words[state];
    if (words === undefined) this.#words[state] = [index];
    else words.push(index);
  }

  /** Words that end in a state; undefined where none does. */
  wordsOf(state: number): readonly number[] | undefined {
    return this.#words[state];
  }

  /** The longest other state that is an end of this one. */
  failOf(state: number): number {
    return this.#fail[state] as number;
  }

  firstChild(state: number): number {
    return this.#firstChild[state] as number;
  }

  nextSibling(child: number): number {
    return this.#nextSibling[child] as number;
  }

  byteTo(child: number): number {
    return this.#byteTo[child] as number;
  }

  /** States in breadth-first order; sets the failure links and hands the words of a link on to its state. */
  breadthFirst(): number[] {
    const order = [0];
    for (let i = 0; i < order.length; i++) {
      const state = order[i] as number;
      for (let child = this.firstChild(state); child !== 0; child = this.nextSibling(child)) {
        order.push(child);
        if (state === 0) continue;
        const link = this.#follow(this.failOf(state), this.byteTo(child));
        this.#fail[child] = link;
        const inherited = this.#words[link];
        if (inherited !== undefined) this.#words[child] = [...(this.#words[child] ?? []), ...inherited];
      }
    }
    return order;
  }

  #child(state: number, byte: number): number {
    if (state === 0) return this.#fromRoot[byte] as number;
    let child = this.#firstChild[state] as number;
    while (child !== 0 && this.#byteTo[child] !== byte) child = this.#nextSibling[child] as number;
    return child;
  }

  #addChild(state: number, byte: number): number {
    const child = this.#firstChild.length;
    if (child > MOST_STATES) throw new TooManyStates(`more than ${MOST_STATES} states`);
    this.#firstChild.push(0);
    this.#nextSibling.push(this.#firstChild[state] as number);
    this.#byteTo.push(byte);
    this.#fail.push(0);
    this.#words.push(undefined);
    this.#firstChild[state] = child;
    if (state === 0) this.#fromRoot[byte] = child;
    return child;
  }

  #follow(from: number, byte: number): number {
    for (let state = from; ; state = this.#fail[state] as number) {
      const next = this.#child(state, byte);
      if (next !== 0 || state === 0) return next;
    }
  }
}

/** Gives accepting states the highest numbers, from a power of two on. */
function acceptLast(trie: Trie, order: readonly number[]): { number: Int32Array; firstAccepting: number } {
  const number = new Int32Array(order.length);
  let silent = 0;
  for (let i = 0; i < order.length; i++) {
    const state = order[i] as number;
    if (trie.wordsOf(state) === undefined) number[state] = silent++;
  }
  let firstAccepting = 1;
  while (firstAccepting < Math.max(silent, order.length - silent)) firstAccepting *= 2;
  let next = firstAccepting;
  for (let i = 0; i < order.length; i++) {
    const state = order[i] as number;
    if (trie.wordsOf(state) !== undefined) number[state] = next++;
  }
  if (next - 1 > MOST_STATES) throw new TooManyStates(`more than ${MOST_STATES} states`);
  return { number, firstAccepting };
}

/** Rows between the last silent state and the first accepting one are never touched, so that they take no memory. */
function fillTable(trie: Trie, order: readonly number[], number: Int32Array): Uint16Array {
  const rows = number.reduce((most, state) => Math.max(most, state), 0) + 1;
  const table = new Uint16Array(rows * WIDTH);
  for (let i = 0; i < order.length; i++) {
    const state = order[i] as number;
    const row = (number[state] as number) * WIDTH;
    if (state !== 0) {
      const link = (number[trie.failOf(state)] as number) * WIDTH;
      table.copyWithin(row, link, link + WIDTH);
    }
    for (let child = trie.firstChild(state); child !== 0; child = trie.nextSibling(child)) {
      const byte = trie.byteTo(child);
      const target = number[child] as number;
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
): (readonly number[])[] {
  const accepting: (readonly number[])[] = [];
  for (let i = 0; i < order.length; i++) {
    const state = order[i] as number;
    const words = trie.wordsOf(state);
    if (words !== undefined) accepting[(number[state] as number) - firstAccepting] = words;
  }
  return accepting;
}
