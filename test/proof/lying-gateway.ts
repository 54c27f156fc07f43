import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent } from 'undici';

/** A request as the gateway gets it. */
export interface Asked {
  readonly method: string;
  /** Path without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
  readonly token: boolean;
  /** How many requests of this method and path came before it. */
  readonly nth: number;
}

/** An answer as the real stack gave it. */
export interface Told {
  status: number;
  headers: Record<string, string>;
  body: string;
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
  lie(lie: Lie | undefined): void;
  close(): Promise<void>;
}

/** Starts a lying gateway on loopback. */
export async function lyingGateway(truth: string): Promise<LyingGateway> {
  const agent = new Agent();
  let current: Lie | undefined;
  let seen = new Map<string, number>();
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', truth);
    const method = request.method ?? 'GET';
    const body = await bodyOf(request);
    const key = `${method} ${url.pathname}`;
    const nth = seen.get(key) ?? 0;
    seen.set(key, nth + 1);
    const asked: Asked = {
      method,
      path: url.pathname,
      query: url.searchParams,
      body,
      token: request.headers.authorization !== undefined,
      nth,
    };
    const lie = current !== undefined && concerns(current, asked) ? current : undefined;
    const told =
      lie?.instead === true
        ? { status: 200, headers: { 'content-type': 'application/json' }, body: '' }
        : await ask(url, request, body);
    await lie?.tell(told, asked);
    response.writeHead(told.status, told.headers).end(told.body);
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
    const kept = ['content-type', 'content-security-policy', 'x-content-type-options', 'location'];
    const given = kept.flatMap((name) => {
      const value = answered.headers[name];
      return value === undefined ? [] : [[name, String(value)] as const];
    });
    return {
      status: answered.statusCode,
      headers: Object.fromEntries(given),
      body: await answered.body.text(),
    };
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lie: (lie) => {
      current = lie;
      seen = new Map();
    },
    close: async () => {
      server.closeAllConnections();
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
