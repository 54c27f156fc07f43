import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { systemHost } from '../../src/host/host.ts';
import { ProofClient } from '../../src/proof/proof-client.ts';
import { Wire } from '../../src/proof/wire.ts';

/** A server below HTTP: it sends the very bytes it is told to. */
export interface BadServer {
  readonly url: string;
  /** A client of it. */
  readonly http: ProofClient;
  close(): Promise<void>;
}

/**
 * Starts a server that answers every request with `answer`.
 * @param answer gets the socket and the request as it came
 */
export async function badServer(answer: (socket: Socket, request: string) => void): Promise<BadServer> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (data) => answer(socket, data.toString('latin1')));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const wire = new Wire();
  const signal = new AbortController().signal;
  return {
    url,
    http: new ProofClient({ wire, host: systemHost(), gatewayUrl: url, signal }),
    close: async () => {
      await wire.close();
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A whole HTTP answer; a header that is set to nothing is left out. */
export function answerOf(
  body: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
  status = '200 OK',
): Buffer {
  const bytes = Buffer.from(body);
  const all = { 'content-type': 'application/json', 'content-length': String(bytes.length), ...headers };
  const head = Object.entries(all).map(([name, value]) => (value === '' ? '' : `${name}: ${value}\r\n`));
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${status}\r\n${head.join('')}\r\n`, 'latin1'), bytes]);
}
