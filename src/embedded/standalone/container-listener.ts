import { createServer } from 'node:http';
import { type NodeListenerOptions, nodeListener } from '../http/node-listener.ts';

/** Most bytes of a request's headers. */
const HEADER_LIMIT_BYTES = 32 * 1024;

/** Milliseconds in which answers that are under way may still end when the listener closes. */
const FINISH_MS = 150;

/** An HTTP port that other containers reach. */
export interface ContainerListener {
  /** Stops listening; answers that are under way have a moment, then every connection is dropped. */
  close(): Promise<void>;
}

/**
 * Listens on every address of the container. Only the container's own network reaches it unless the compose file
 * publishes the port.
 * @throws Error with code `EADDRINUSE` or `EACCES`
 */
export async function listenInContainer(
  port: number,
  options: NodeListenerOptions,
): Promise<ContainerListener> {
  const server = createServer({ maxHeaderSize: HEADER_LIMIT_BYTES }, nodeListener(options));
  // The gateway keeps connections for a minute; one that is closed first here would cost it a 502.
  server.keepAliveTimeout = 75_000;
  const listening = Promise.withResolvers<void>();
  server.once('error', listening.reject);
  server.listen({ host: '0.0.0.0', port }, listening.resolve);
  await listening.promise;
  return {
    async close() {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      const timer = setTimeout(() => server.closeAllConnections(), FINISH_MS);
      await closed.promise;
      clearTimeout(timer);
    },
  };
}
