import { once } from 'node:events';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';

/** Milliseconds in which a refused body may still arrive before its connection is dropped. */
const LINGER_MS = 1000;

/** How requests are answered. */
export interface NodeListenerOptions {
  /** Most bytes of a request body. It is read whole before `handle` is called, as nginx does. */
  readonly bodyLimitBytes: number;
  /** Answers one request. What it throws drops the connection. Its request's signal tells that the client has gone. */
  readonly handle: (request: Request) => Promise<Response>;
  /** Answers a request whose body is larger. */
  readonly tooLarge: () => Response;
  /** Answers a request whose target is no URL. */
  readonly malformed: () => Response;
}

/**
 * Lets a Node HTTP server be answered with web requests and responses. An answer whose body fails midway breaks the
 * connection off, so a client sees a cut stream and never an invented end.
 */
export function nodeListener(options: NodeListenerOptions): RequestListener {
  return (incoming, outgoing) => {
    answer(incoming, outgoing, options).catch(() => outgoing.destroy());
  };
}

async function answer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  options: NodeListenerOptions,
): Promise<void> {
  outgoing.on('error', () => undefined);
  const url = urlOf(incoming);
  if (url === null) return await send(options.malformed(), incoming, outgoing);
  const body = await readWhole(incoming, options.bodyLimitBytes);
  if (body === undefined) {
    outgoing.setHeader('connection', 'close');
    await send(options.tooLarge(), incoming, outgoing);
    incoming.resume();
    setTimeout(() => incoming.destroy(), LINGER_MS).unref();
    return;
  }
  const gone = new AbortController();
  outgoing.once('close', () => {
    if (!outgoing.writableFinished) gone.abort(new TypeError('the client has gone'));
  });
  const request = new Request(`http://localhost${url.pathname}${url.search}`, {
    method: incoming.method ?? 'GET',
    headers: headersOf(incoming),
    body: body.length === 0 || bodiless(incoming) ? null : new Uint8Array(body),
    signal: gone.signal,
  });
  await send(await options.handle(request), incoming, outgoing);
}

/** @returns undefined when the body is larger than the limit; the rest of it has then not been read */
async function readWhole(incoming: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  if (Number(incoming.headers['content-length'] ?? 0) > limit) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  const tooLarge = Promise.withResolvers<'too large'>();
  incoming.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
    else tooLarge.resolve('too large');
  });
  const outcome = await Promise.race([once(incoming, 'end'), tooLarge.promise]);
  return outcome === 'too large' ? undefined : Buffer.concat(chunks);
}

/** The request line's target: a path, which may begin with two slashes, or a whole URL. */
function urlOf({ url: target = '/' }: IncomingMessage): URL | null {
  return URL.parse(target.startsWith('/') ? `http://localhost${target}` : target);
}

function headersOf(incoming: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  return headers;
}

function bodiless({ method }: IncomingMessage): boolean {
  return method === 'GET' || method === 'HEAD';
}

async function send(response: Response, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  outgoing.statusCode = response.status;
  outgoing.setHeaders(response.headers);
  outgoing.flushHeaders();
  if (response.body === null || incoming.method === 'HEAD') {
    await response.body?.cancel();
    outgoing.end();
    return;
  }
  await pipeline(Readable.fromWeb(response.body as NodeReadableStream), outgoing);
}
