/** Most accounts that have a clock of their own at a time; a proof needs one for each window. */
const MOST_CLOCKS = 100;

/**
 * Test clocks, one an account: what billing takes for the time when it counts that account's use. Only whoever started
 * the stack can set one, over the control listener; every other account, and everything else, goes by the wall clock.
 * They are in memory only, so a restart of the process forgets them.
 */
export class AccountClocks {
  readonly #times = new Map<string, Date>();

  /**
   * Stops the clock of an account at a moment, or lets it go with the wall clock again.
   * @param account UUID in lower case
   * @param at `undefined` removes it
   * @returns false when there are too many already
   */
  set(account: string, at: Date | undefined): boolean {
    if (at === undefined) return this.#times.delete(account) || true;
    if (!this.#times.has(account) && this.#times.size >= MOST_CLOCKS) return false;
    this.#times.set(account, at);
    return true;
  }

  /** The time of an account's clock; undefined when it has none. */
  of(account: string): Date | undefined {
    return this.#times.get(account);
  }
}
