import { FOLDED } from '../byte-classes.ts';
import type { KnownForm } from '../known-values.ts';

/**
 * Forms in the order of their letters, read from the front or from behind: those that begin with the same letters stand
 * together, the shortest first.
 */
export class OrderedForms {
  readonly isBackward: boolean;
  readonly foldCase: boolean;
  readonly #forms: KnownForm[] = [];
  #isSorted = true;

  /**
   * @param isBackward true to read forms from their last letter on
   * @param foldCase true when ASCII letters mean the same in either case
   */
  constructor(isBackward: boolean, foldCase: boolean) {
    this.isBackward = isBackward;
    this.foldCase = foldCase;
  }

  /** How many forms there are. */
  get size(): number {
    return this.#forms.length;
  }

  /** Adds a form. */
  add(form: KnownForm): void {
    this.#forms.push(form);
    this.#isSorted = this.#forms.length === 1;
  }

  /** The forms in order, which is made when it is first asked for. */
  sorted(): readonly KnownForm[] {
    if (!this.#isSorted) this.#forms.sort((one, other) => this.#compare(one.bytes, other.bytes));
    this.#isSorted = true;
    return this.#forms;
  }

  /** The letter of a form behind so many others, in lower case where case does not matter; -1 behind the last. */
  letter(form: KnownForm, depth: number): number {
    return this.#letter(form.bytes, depth);
  }

  /**
   * The first of the forms from `low` to before `high` whose letter at `depth` is `letter` or comes after it. The
   * letters before are the same in all of them.
   */
  firstFrom(low: number, high: number, depth: number, letter: number): number {
    const forms = this.#forms;
    let from = low;
    let to = high;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (this.#letter((forms[middle] as KnownForm).bytes, depth) < letter) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  #letter(bytes: Buffer, depth: number): number {
    if (depth >= bytes.length) return -1;
    const byte = bytes[this.isBackward ? bytes.length - 1 - depth : depth] as number;
    return this.foldCase ? (FOLDED[byte] as number) : byte;
  }

  #compare(one: Buffer, other: Buffer): number {
    for (let depth = 0; ; depth++) {
      const left = this.#letter(one, depth);
      const difference = left - this.#letter(other, depth);
      if (difference !== 0 || left < 0) return difference;
    }
  }
}
