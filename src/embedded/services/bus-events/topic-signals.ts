import type { Topic } from './event-store.ts';

/** Wakes the streams of a topic when it has a new event. */
export class TopicSignals {
  readonly #waiting = new Map<string, PromiseWithResolvers<void>>();

  /**
   * Resolves at the topic's next event. Asked for before the store is read, no event can fall between.
   */
  next(topic: Topic): Promise<void> {
    const key = keyOf(topic);
    const waiting = this.#waiting.get(key) ?? Promise.withResolvers<void>();
    this.#waiting.set(key, waiting);
    return waiting.promise;
  }

  /** Tells that the topic has a new event. */
  notify(topic: Topic): void {
    const key = keyOf(topic);
    this.#waiting.get(key)?.resolve();
    this.#waiting.delete(key);
  }
}

function keyOf(topic: Topic): string {
  return JSON.stringify([topic.owner, topic.name]);
}
