import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from '../../fixtures/test-host.ts';

/** A listener of a test. */
export interface Listening {
  readonly port: number;
  /** Request lines that it has seen. */
  readonly seen: readonly string[];
}

/** A gateway that answers every path with a status. It ends with the test. */
export async function gateway(answer: (request: IncomingMessage) => number): Promise<Listening> {
  const seen: string[] = [];
  const server = createServer(answering(answer, seen));
  return { port: await listening(server), seen };
}

/** The same behind TLS, with a certificate for `localhost` that only the given file vouches for. */
export async function tlsGateway(
  answer: (request: IncomingMessage) => number,
): Promise<Listening & { readonly caFile: string }> {
  const folder = temporaryFolder();
  const [key, caFile] = [join(folder, 'key.pem'), join(folder, 'ca.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
  const command = [
    'req',
    '-x509',
    ...curve,
    '-nodes',
    '-keyout',
    key,
    '-out',
    caFile,
    '-days',
    '2',
    ...subject,
  ];
  execFileSync('openssl', command, { stdio: 'ignore' });
  const seen: string[] = [];
  const files = { key: readFileSync(key), cert: readFileSync(caFile) };
  const server = createTlsServer(files, answering(answer, seen));
  return { port: await listening(server), seen, caFile };
}

/** A forward proxy that tunnels to one port of this machine, whatever host it is asked for. */
export async function tunnel(target: number): Promise<Listening> {
  const seen: string[] = [];
  const server = createServer((_, response) => response.writeHead(405).end());
  server.on('connect', (request: IncomingMessage, client: Socket) => {
    seen.push(`CONNECT ${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim());
    const upstream = connect(target, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    for (const socket of [upstream, client]) socket.on('error', () => undefined);
  });
  return { port: await listening(server), seen };
}

function answering(answer: (request: IncomingMessage) => number, seen: string[]) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    seen.push(`${request.method} ${request.url}`);
    response.writeHead(answer(request), { 'content-type': 'application/json' }).end('{}');
  };
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}
