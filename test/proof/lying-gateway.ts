import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { Agent } from 'undici';

/** A request as the gateway gets it. */
export interface Asked {
  readonly method: string;
  /** Path without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
  readonly token: boolean;
  readonly authorization: string | undefined;
  /** How many requests of this method and path came before it. */
  readonly nth: number;
}

/** An answer as the real stack gave it. */
export interface Told {
  status: number;
  headers: Record<string, string>;
  body: string;
  /** Bytes that are no text; they go out instead of `body`. */
  bytes?: Buffer;
  /** Takes the connection over: nothing else is written to it, and it is closed by whoever does this or at the end. */
  wire?: (socket: Socket) => void;
}

/** One lie: which answers it changes, and how. It gets the true answer and may change it in place. */
export interface Lie {
  readonly method?: string;
  readonly path: string | RegExp;
  /** Which of the requests that match are lied to; all unless stated. */
  readonly when?: (asked: Asked) => boolean;
  readonly tell: (told: Told, asked: Asked) => void | Promise<void>;
  /** True for a lie that does not even ask the real stack; `tell` then gets an empty 200. */
  readonly instead?: true;
}

/** A gateway in front of the real one. It tells the truth until it is told not to. */
export interface LyingGateway {
  readonly url: string;
  /** Lies from now on, or tells the truth again. */
  lie(lie: Lie | undefined): void;
  close(): Promise<void>;
}

/** How a lying gateway is started. */
export interface LyingGatewayOptions {
  /** Port on loopback; a free one unless stated. */
  readonly port?: number;
  /** Changes every answer before any lie does: what this gateway takes for the truth. */
  readonly always?: Lie;
  /** Certificate and key, PEM; with them it speaks TLS. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

const KEPT_HEADERS = ['content-type', 'content-security-policy', 'x-content-type-options', 'location'];

/**
 * Starts a lying gateway on loopback.
 * @param truth base URL of the real one
 */
export async function lyingGateway(truth: string, options: LyingGatewayOptions = {}): Promise<LyingGateway> {
  const agent = new Agent();
  const sockets = new Set<Socket>();
  let current: Lie | undefined;
  let seen = new Map<string, number>();
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', truth);
    const method = request.method ?? 'GET';
    const body = await bodyOf(request);
    const key = `${method} ${url.pathname}`;
    const nth = seen.get(key) ?? 0;
    seen.set(key, nth + 1);
    const { authorization } = request.headers;
    const asked: Asked = {
      method,
      path: url.pathname,
      query: url.searchParams,
      body,
      token: authorization !== undefined,
      authorization,
      nth,
    };
    const lie = current !== undefined && concerns(current, asked) ? current : undefined;
    const told: Told =
      lie?.instead === true
        ? { status: 200, headers: { 'content-type': 'application/json' }, body: '' }
        : await ask(url, request, body);
    if (options.always !== undefined && concerns(options.always, asked)) {
      await options.always.tell(told, asked);
    }
    await lie?.tell(told, asked);
    if (told.wire !== undefined && response.socket !== null) told.wire(response.socket);
    else response.writeHead(told.status, told.headers).end(told.bytes ?? told.body);
  };
  const ask = async (url: URL, request: IncomingMessage, body: string): Promise<Told> => {
    const { connection: _connection, host: _host, 'content-length': _length, ...headers } = request.headers;
    const answered = await agent.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: (request.method ?? 'GET') as 'GET',
      headers,
      body: body === '' ? null : body,
    });
    const given = KEPT_HEADERS.flatMap((name) => {
      const value = answered.headers[name];
      return value === undefined ? [] : [[name, String(value)] as const];
    });
    return {
      status: answered.statusCode,
      headers: Object.fromEntries(given),
      body: await answered.body.text(),
    };
  };
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    answer(request, response).catch(() => response.destroy());
  };
  const server =
    options.tls === undefined ? createServer(listener) : createTlsServer({ ...options.tls }, listener);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const scheme = options.tls === undefined ? 'http' : 'https';
  return {
    url: `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lie: (lie) => {
      current = lie;
      seen = new Map();
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      await agent.destroy();
    },
  };
}

function concerns({ method, path, when }: Lie, asked: Asked): boolean {
  if (method !== undefined && method !== asked.method) return false;
  if (typeof path === 'string' ? path !== asked.path : !path.test(asked.path)) return false;
  return when === undefined || when(asked);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
