import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type NodeListenerOptions, nodeListener } from '../http/node-listener.ts';

/** Most bytes of a request's headers. */
const HEADER_LIMIT_BYTES = 32 * 1024;

/**
 * Milliseconds that an idle connection is kept, as nginx does. Node's own five seconds are so short that a busy client
 * sends on a connection which is closed at that moment.
 */
const KEEP_ALIVE_MS = 75_000;
/** Milliseconds in which answers that are under way may still end when the listener closes. */
const FINISH_MS = 150;

/** An HTTP listener on 127.0.0.1 that can be closed and opened again on the same port. */
export class LoopbackListener {
  readonly #options: NodeListenerOptions;
  #server: Server | undefined;
  #port: number;

  /**
   * @param port 0 picks a free one, which is then kept
   * @param options how requests are answered
   */
  constructor(port: number, options: NodeListenerOptions) {
    this.#port = port;
    this.#options = options;
  }

  /** The port it listens on, or listened on. */
  get port(): number {
    return this.#port;
  }

  /**
   * Listens; nothing happens when it does.
   * @throws Error with code `EADDRINUSE` or `EACCES`
   */
  async open(): Promise<void> {
    if (this.#server !== undefined) return;
    const limits = { maxHeaderSize: HEADER_LIMIT_BYTES, keepAliveTimeout: KEEP_ALIVE_MS };
    const server = createServer(limits, nodeListener(this.#options));
    const listening = Promise.withResolvers<void>();
    server.once('error', listening.reject);
    server.listen({ host: '127.0.0.1', port: this.#port, exclusive: true }, listening.resolve);
    await listening.promise;
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port;
  }

  /** Stops listening; answers that are under way have a moment, then every connection is dropped. */
  async close(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    const closed = Promise.withResolvers<void>();
    server.close(() => closed.resolve());
    const timer = setTimeout(() => server.closeAllConnections(), FINISH_MS);
    await closed.promise;
    clearTimeout(timer);
  }
}
