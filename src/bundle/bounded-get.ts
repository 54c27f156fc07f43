import { type Dispatcher, request } from 'undici';
import { reason } from '../reasons/catalog.ts';
import type { Reason } from '../reasons/reason.ts';
import type { Secret } from '../redact/secret.ts';
import type { StackTransport } from '../stack/runtime.ts';
import { stackDispatcher } from '../stack/stack-dispatcher.ts';
import { systemErrorCode } from './why-missing.ts';

/** Most bytes of an answer that are read. */
const BODY_LIMIT_BYTES = 256 * 1024;

/** Milliseconds for one call, unless it says otherwise: shorter than a collector's, so that one that hangs loses only itself. */
const CALL_MS = 5_000;

/** What one call gave: a status and a body, or the reason why there is none. */
export type GetOutcome =
  | { readonly status: number; readonly body: string; readonly latencyMs: number }
  | { readonly reason: Reason };

/**
 * One GET that cannot hang, grow or wander off: a bounded body, no redirect, no retry.
 * @param url absolute
 * @param options `dispatcher` holds the connections; `token` goes into the Authorization header; `signal` ends the call;
 * `clock` gives milliseconds; `limitMs` is how long the whole answer may take, a trickled one too
 * @returns the answer whatever its status; a reason when none came or its body is over 256 KiB, or it took too long
 * @throws the signal's reason when it is aborted
 */
export async function boundedGet(
  url: string,
  options: {
    readonly dispatcher: Dispatcher;
    readonly signal: AbortSignal;
    readonly clock: () => number;
    readonly token?: Secret;
    readonly limitMs?: number;
  },
): Promise<GetOutcome> {
  const { dispatcher, signal, clock, token, limitMs = CALL_MS } = options;
  const started = clock();
  const limit = AbortSignal.timeout(limitMs);
  try {
    const answer = await request(url, {
      dispatcher,
      signal: AbortSignal.any([signal, limit]),
      headers: token === undefined ? {} : { authorization: `Bearer ${token.reveal()}` },
    });
    const body = await boundedText(answer.body);
    if (body === undefined) return { reason: reason('BN-TOO-LARGE', `more than ${BODY_LIMIT_BYTES} bytes`) };
    return { status: answer.statusCode, body, latencyMs: Math.round(clock() - started) };
  } catch (error) {
    signal.throwIfAborted();
    if (limit.aborted) return { reason: reason('BN-NO-ANSWER', `no whole answer within ${limitMs} ms`) };
    return { reason: reason('BN-NO-ANSWER', systemErrorCode(error) ?? 'the connection broke') };
  }
}

async function boundedText(stream: AsyncIterable<Uint8Array>): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.byteLength;
    if (length > BODY_LIMIT_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** A collector asks a question or two. */
const ASKING = { connections: 2, connectTimeoutMs: 4_000, maxHeaderBytes: 16 * 1024 } as const;

/**
 * Lends connections to a stack: with the certificates and the proxy that the operator named for it, if any.
 * @param transport of the stack
 * @param use gets the connections, which are closed when it has ended
 */
export async function withConnections<T>(
  transport: StackTransport | undefined,
  use: (dispatcher: Dispatcher) => Promise<T>,
): Promise<T> {
  const dispatcher = stackDispatcher(transport, ASKING);
  try {
    return await use(dispatcher);
  } finally {
    await dispatcher.destroy();
  }
}
