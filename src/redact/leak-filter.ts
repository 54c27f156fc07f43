/** Bytes of a beginning that the filter knows. */
export const KEY_BYTES = 3;
const FILTER_BITS = 16;

/** The slot of a number of 24 bits. */
function slotOf(key: number): number {
  return Math.imul(key, 0x9e3779b1) >>> (32 - FILTER_BITS);
}

/** A set of numbers of 24 bits that sometimes says "perhaps" where it should say "no". */
export class KeyFilter {
  readonly #slots = new Uint8Array(1 << FILTER_BITS);

  add(key: number): void {
    this.#slots[slotOf(key)] = 1;
  }

  mayHave(key: number): boolean {
    return this.#slots[slotOf(key)] === 1;
  }
}
