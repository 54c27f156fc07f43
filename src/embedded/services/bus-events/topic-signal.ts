/** Wakes the streams of one topic when it has a new event. */
export class TopicSignal {
  #next = Promise.withResolvers<void>();

  /** Resolves at the topic's next event. Asked for before the store is read, no event can fall between. */
  next(): Promise<void> {
    return this.#next.promise;
  }

  /** Tells that the topic has a new event. */
  notify(): void {
    this.#next.resolve();
    this.#next = Promise.withResolvers<void>();
  }
}
