import type { DockerOutcome } from './docker-outcome.ts';
import { SharedWork } from './shared-work.ts';

/** Docker clients that run at once: each takes a tenth of a second of a core to start, and a bundle asks for dozens. */
const AT_ONCE = 4;

/** Turns of one runtime at asking Docker. Those who wait are served in their order. */
export class DockerTurns {
  /** Questions that are asked now, for those who take an answer that somebody else waits for already. */
  readonly questions = new SharedWork<DockerOutcome>();
  #free = AT_ONCE;
  readonly #waiting: (() => void)[] = [];

  /**
   * Does some work when it is its turn.
   * @throws the signal's reason when it is aborted before
   */
  async take<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      signal.throwIfAborted();
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }
}
