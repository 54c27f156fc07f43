import { FOLDED } from './byte-classes.ts';
import type { KnownForm } from './known-values.ts';
import { KnownValueRule } from './rules/known-value-rule.ts';
import type { Rule } from './rules/rule.ts';

/** Letters of a form that are compared before the rule is asked: as many as the automaton takes when it has room. */
const ANCHOR_LENGTH = 5;
/** Every anchor has at least as many: the index knows the first four. */
const KEY_LENGTH = 4;
const FILTER_BITS = 18;

/** A word of a rule that was found. */
export interface LateHit {
  readonly rule: Rule;
  readonly anchor: number;
  readonly length: number;
  /** Position after the word. */
  readonly end: number;
}

interface Anchor {
  readonly index: number;
  readonly bytes: Buffer;
}

/**
 * Known values that became known after the automaton was built, which takes milliseconds: a run mints dozens. They are
 * looked up by their first four letters, at some nanoseconds a byte; who scans much builds a new automaton instead.
 */
export class LateForms {
  readonly #anchors = new Map<number, Anchor[]>();
  readonly #rule = new KnownValueRule(ANCHOR_LENGTH);
  readonly #filter = new Uint8Array(1 << (FILTER_BITS - 3));
  #size = 0;

  /** How many forms there are. */
  get size(): number {
    return this.#size;
  }

  /** Makes forms known. */
  add(forms: readonly KnownForm[]): void {
    if (forms.length === 0) return;
    this.#size += forms.length;
    const { anchors } = this.#rule;
    const known = anchors.length;
    this.#rule.add(forms);
    for (let index = known; index < anchors.length; index++) {
      const bytes = Buffer.from(anchors[index] as string, 'latin1');
      const key = bytes.readInt32BE(0);
      const hash = hashOf(key);
      this.#filter[hash >>> 3] = (this.#filter[hash >>> 3] as number) | (1 << (hash & 7));
      const list = this.#anchors.get(key);
      if (list === undefined) this.#anchors.set(key, [{ index, bytes }]);
      else list.push({ index, bytes });
    }
  }

  /** All words between two positions, in the order of the automaton: by their end, longer ones first. */
  find(bytes: Uint8Array, start: number, end: number): LateHit[] {
    const hits: LateHit[] = [];
    if (this.#size === 0 || end - start < KEY_LENGTH) return hits;
    const filter = this.#filter;
    let key = 0;
    for (let i = start; i < end; i++) {
      key = (key << 8) | (FOLDED[bytes[i] as number] as number);
      const hash = hashOf(key);
      if (((filter[hash >>> 3] as number) & (1 << (hash & 7))) !== 0 && i - start >= KEY_LENGTH - 1)
        this.#compare(bytes, key, i - KEY_LENGTH + 1, end, hits);
    }
    return hits.sort((a, b) => a.end - b.end || b.length - a.length);
  }

  #compare(bytes: Uint8Array, key: number, at: number, end: number, hits: LateHit[]): void {
    for (const { index, bytes: wanted } of this.#anchors.get(key) ?? []) {
      if (at + wanted.length > end) continue;
      let i = KEY_LENGTH;
      while (i < wanted.length && FOLDED[bytes[at + i] as number] === wanted[i]) i++;
      if (i === wanted.length) hits.push({ rule: this.#rule, anchor: index, length: i, end: at + i });
    }
  }
}

function hashOf(key: number): number {
  return Math.imul(key, 0x9e3779b1) >>> (32 - FILTER_BITS);
}
