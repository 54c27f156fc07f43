/** Hands out turns one after the other, in the order they are asked for. */
export class Turns {
  #last: Promise<void> = Promise.resolve();

  /**
   * Waits for the turn.
   * @returns ends the turn; must be called once
   */
  async take(): Promise<() => void> {
    const before = this.#last;
    const turn = Promise.withResolvers<void>();
    this.#last = turn.promise;
    await before;
    return turn.resolve;
  }
}
