/** Work that is under way, and how many wait for it. */
interface UnderWay<T> {
  readonly answer: Promise<T>;
  readonly end: AbortController;
  waiting: number;
}

/**
 * The same work that several want at the same time: it is done once, everybody gets its answer, and it is ended early
 * only when nobody waits for it any more. Nothing is kept: who comes after the end has it done again.
 */
export class SharedWork<T> {
  readonly #underWay = new Map<string, UnderWay<T>>();

  /**
   * Joins the work of that name, or begins it.
   * @param name the same for the same work
   * @param signal ends the waiting of this caller only
   * @param work gets a signal of its own
   * @throws what the work throws; the signal's reason when it is aborted before
   */
  async join(name: string, signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    const own = this.#underWay.get(name) ?? this.#begin(name, work);
    own.waiting += 1;
    const { promise: left, reject } = Promise.withResolvers<never>();
    const leave = (): void => reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await Promise.race([own.answer, left]);
    } finally {
      signal.removeEventListener('abort', leave);
      own.waiting -= 1;
      if (own.waiting === 0) this.#end(name, own);
    }
  }

  #begin(name: string, work: (signal: AbortSignal) => Promise<T>): UnderWay<T> {
    const end = new AbortController();
    const own: UnderWay<T> = { answer: work(end.signal), end, waiting: 0 };
    this.#underWay.set(name, own);
    const done = (): void => this.#forget(name, own);
    own.answer.then(done, done);
    return own;
  }

  #end(name: string, own: UnderWay<T>): void {
    this.#forget(name, own);
    own.end.abort();
  }

  #forget(name: string, own: UnderWay<T>): void {
    if (this.#underWay.get(name) === own) this.#underWay.delete(name);
  }
}
