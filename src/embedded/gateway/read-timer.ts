/** Ends a call whose other side sends nothing for too long, as `proxy_read_timeout` does. */
export class ReadTimer {
  readonly #expired = new AbortController();
  readonly #timer: NodeJS.Timeout;

  /** @param ms longest silence in milliseconds */
  constructor(ms: number) {
    this.#timer = setTimeout(() => this.#expired.abort(new TypeError('read timeout')), ms);
    this.#timer.unref();
  }

  /** Aborted after the silence. */
  get signal(): AbortSignal {
    return this.#expired.signal;
  }

  /**
   * Passes a body through; every chunk of it starts the silence anew.
   * @param body of the answer, or `null`
   */
  watch(body: ReadableStream<Uint8Array> | null): ReadableStream<Uint8Array> | null {
    if (body === null) {
      this.clear();
      return null;
    }
    return body.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>(
        {
          transform: (chunk, controller) => {
            this.#timer.refresh();
            controller.enqueue(chunk);
          },
          flush: () => this.clear(),
        },
        undefined,
        { highWaterMark: 0 },
      ),
    );
  }

  /** Stops waiting. */
  clear(): void {
    clearTimeout(this.#timer);
  }
}
