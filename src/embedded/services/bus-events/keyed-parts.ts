/** Parts that several streams use together, one for each key, kept as long as somebody uses them. */
export class KeyedParts<T> {
  readonly #make: () => T;
  readonly #used = new Map<string, { readonly part: T; users: number }>();

  /** @param make gives the part of a key that nobody uses yet */
  constructor(make: () => T) {
    this.#make = make;
  }

  /**
   * Uses the part of a key.
   * @returns the part, and what must be called once when it is not used any more
   */
  borrow(key: readonly string[]): { readonly part: T; readonly giveBack: () => void } {
    const text = JSON.stringify(key);
    const entry = this.#used.get(text) ?? { part: this.#make(), users: 0 };
    this.#used.set(text, entry);
    entry.users++;
    const giveBack = () => {
      entry.users--;
      if (entry.users === 0) this.#used.delete(text);
    };
    return { part: entry.part, giveBack };
  }

  /** The part of a key, when somebody uses it. */
  get(key: readonly string[]): T | undefined {
    return this.#used.get(JSON.stringify(key))?.part;
  }
}
