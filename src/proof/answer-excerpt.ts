import type { Host } from '../host/host.ts';
import { mediaType } from './answer.ts';
import type { AnswerHead } from './wire.ts';

/** Most bytes of an answer that are kept. */
export const EXCERPT_BYTES = 600;
/** How long an answer that is a failure already is read for its excerpt, milliseconds. */
const PATIENCE_MS = 1_500;
/** A text is cut behind one of these, so that no value is cut in two: half a secret would be recognised by nobody. */
const BORDERS = [0x2c, 0x7d, 0x5d, 0x0a, 0x20] as const;
const READABLE = /^(?:text\/|application\/(?:[a-z0-9.+-]*\+)?(?:json|x-ndjson|ndjson)$)/;

/** The beginning of an answer's body, taken while somebody else reads it. */
export class AnswerExcerpt {
  readonly #chunks: Buffer[] = [];
  #size = 0;
  #ended = false;
  #readable = false;

  /** Hands the body on, and keeps its beginning. Nothing of an answer that is no text is kept. */
  async *reading(head: AnswerHead, body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    this.#readable = (head.headers['content-type'] ?? []).some((type) => READABLE.test(mediaType(type)));
    for await (const chunk of body) {
      if (this.#size < EXCERPT_BYTES) this.#chunks.push(chunk.subarray(0, EXCERPT_BYTES - this.#size));
      this.#size += chunk.length;
      yield chunk;
    }
    this.#ended = true;
  }

  /** Reads the beginning of an answer that nobody reads, for half a second at most. It never throws. */
  async peek(host: Host, body: AsyncIterable<Buffer>): Promise<void> {
    const done = new AbortController();
    const read = async (): Promise<void> => {
      for await (const _chunk of body) if (this.#size >= EXCERPT_BYTES) return;
    };
    const patience = host.sleep(PATIENCE_MS, done.signal).catch(() => undefined);
    await Promise.race([read().catch(() => undefined), patience]);
    done.abort();
  }

  /** @returns the beginning as text, whole when it is short; undefined when there is nothing to read */
  text(): string | undefined {
    if (!this.#readable || this.#size === 0) return undefined;
    const kept = Buffer.concat(this.#chunks);
    if (this.#ended && this.#size <= EXCERPT_BYTES) return kept.toString('utf8');
    const border = Math.max(...BORDERS.map((sign) => kept.lastIndexOf(sign)));
    return `${kept.subarray(0, border + 1).toString('utf8')}…`;
  }
}
