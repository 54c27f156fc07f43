import type { Dispatcher } from 'undici';
import type { StackTransport } from '../stack/runtime.ts';
import { stackDispatcher } from '../stack/stack-dispatcher.ts';
import { CheckFailure, CheckSkip } from './check-failure.ts';
import { wireFailure } from './wire-failure.ts';

/** One HTTP request as it leaves. */
export interface WireRequest {
  readonly method: string;
  readonly url: URL;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** How far an answer is followed. */
export interface WireLimits {
  /** Milliseconds from the request to the last byte. */
  readonly timeoutMs: number;
  /** Most bytes of the body. */
  readonly maxBytes: number;
}

/** Status line and headers of an answer. */
export interface AnswerHead {
  readonly status: number;
  /** Names in lower case; a header that came twice has two values. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
}

/** Most bytes of the headers of one answer. */
const MAX_HEADER_BYTES = 32 * 1024;
/** Milliseconds until a connection must stand. */
const CONNECT_TIMEOUT_MS = 5_000;

/**
 * The connections of one run. It never follows a redirect, never decompresses and never retries, so that what a
 * check sees is what the stack said.
 */
export class Wire {
  readonly #agent: Dispatcher;

  /** @param transport how connections are made, when that is not plain */
  constructor(transport?: StackTransport) {
    this.#agent = stackDispatcher(transport, {
      connections: 32,
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
      maxHeaderBytes: MAX_HEADER_BYTES,
    });
  }

  /**
   * Sends a request and hands its body to `read` as it arrives.
   * @param read takes the head and the body; what it gives is the result. It may stop reading early.
   * @throws CheckFailure for every trouble on the wire, and the signal's reason when it is aborted
   */
  async exchange<T>(
    request: WireRequest,
    limits: WireLimits,
    signal: AbortSignal,
    read: (head: AnswerHead, body: AsyncIterable<Buffer>) => Promise<T>,
  ): Promise<T> {
    const timeout = AbortSignal.timeout(limits.timeoutMs);
    let body: Dispatcher.ResponseData['body'] | undefined;
    try {
      signal.throwIfAborted();
      const answer = await this.#agent.request({
        origin: request.url.origin,
        path: request.url.pathname + request.url.search,
        method: request.method as Dispatcher.HttpMethod,
        headers: { ...request.headers },
        body: request.body ?? null,
        signal: AbortSignal.any([signal, timeout]),
        headersTimeout: 0,
        bodyTimeout: 0,
      });
      body = answer.body;
      return await read(
        { status: answer.statusCode, headers: headersOf(answer.headers) },
        bounded(body, limits.maxBytes),
      );
    } catch (error) {
      signal.throwIfAborted();
      if (timeout.aborted && !(error instanceof CheckFailure)) {
        throw new CheckFailure('PR-ANSWER-TIMEOUT', `no complete answer within ${limits.timeoutMs / 1000} s`);
      }
      // Whoever reads the answer may find that it cannot be judged here.
      if (error instanceof CheckSkip) throw error;
      throw wireFailure(error);
    } finally {
      // What was not read is not wanted; without a listener the destroyed stream's error would be uncaught.
      body?.on('error', () => undefined).destroy();
    }
  }

  /** Ends every connection. */
  async close(): Promise<void> {
    await this.#agent.destroy();
  }
}

/**
 * Collects a body that {@link Wire.exchange} hands out.
 * @returns all of its bytes
 */
export async function allOf(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function* bounded(body: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) throw new CheckFailure('PR-ANSWER-TOO-LARGE', `more than ${maxBytes} bytes`);
    yield chunk;
  }
}

function headersOf(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, readonly string[]> {
  const all: Record<string, readonly string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) all[name.toLowerCase()] = typeof value === 'string' ? [value] : value;
  }
  return all;
}
