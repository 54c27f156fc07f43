/** A turn did not come in time: whoever has it does not end it. */
export class TurnTimeoutError extends Error {
  override readonly name = 'TurnTimeoutError';
  /** Tells it from errors of a statement. */
  readonly code = 'STORE_BUSY';
}

/** Hands out turns one after the other, in the order they are asked for. */
export class Turns {
  #last: Promise<void> = Promise.resolve();

  /**
   * Waits for the turn.
   * @param limitMs longest wait in milliseconds; none when it is left out
   * @returns ends the turn; must be called once
   * @throws TurnTimeoutError; the turn is then passed on when it comes
   */
  async take(limitMs?: number): Promise<() => void> {
    const before = this.#last;
    const turn = Promise.withResolvers<void>();
    this.#last = turn.promise;
    const late = Promise.withResolvers<void>();
    const timer =
      limitMs === undefined ? undefined : setTimeout(late.reject, limitMs, new TurnTimeoutError('no turn'));
    try {
      await Promise.race([before, late.promise]);
    } catch (error) {
      before.then(turn.resolve);
      throw error;
    } finally {
      clearTimeout(timer);
    }
    return turn.resolve;
  }
}
