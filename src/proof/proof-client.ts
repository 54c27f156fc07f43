import type { z } from 'zod';
import { STREAM_CONTENT_TYPE, type StreamLine, streamLine } from '../contract/events.ts';
import type { Host } from '../host/host.ts';
import type { ReasonId } from '../reasons/catalog.ts';
import type { StackRestrictions } from '../stack/runtime.ts';
import { Answer, mediaType, shaped } from './answer.ts';
import { AnswerExcerpt } from './answer-excerpt.ts';
import type { CallOptions } from './call.ts';
import { CheckFailure } from './check-failure.ts';
import { isConfidential } from './confidential-answers.ts';
import { ExchangeLog } from './exchange-log.ts';
import { demandAllowed, demandExposed } from './foreign-stack.ts';
import { headersToKeep, type KeptHeaders } from './kept-headers.ts';
import { jsonLines } from './ndjson.ts';
import { BASE_URL_VARIABLE, onTheWire, outgoing, shownCommand, shownUrl } from './outgoing.ts';
import { plain, shown } from './plain-text.ts';
import type { Variable } from './shell-word.ts';
import { statusSurprise } from './status-surprise.ts';
import type { Exchange } from './verdict.ts';
import { type AnswerHead, allOf, type Wire } from './wire.ts';

const DEFAULT_TIMEOUT_MS = 20_000;
const DEFAULT_MAX_BYTES = 1024 * 1024;
const STREAM_LIMITS = { maxBytes: 64 * 1024 * 1024, maxLines: 200_000, maxLineBytes: 1024 * 1024 } as const;

/** A read of an event stream that ends by itself. */
export interface ReplayOptions extends Omit<CallOptions, 'target' | 'status' | 'query' | 'body'> {
  /** Event name. */
  readonly name: string;
  /** Owner whose events the stream may hold, and no others. */
  readonly owner: string;
  /** Which lines are wanted; the others are checked and dropped. */
  readonly keep: (line: StreamLine) => boolean;
}

/** What a client works with. */
export interface ProofClientOptions {
  readonly wire: Wire;
  readonly host: Host;
  /** Base URL of the gateway without a slash at the end. */
  readonly gatewayUrl: string;
  /** What must be kept to on a stack that somebody else runs. */
  readonly restrictions?: StackRestrictions;
  /** Aborted at the check's deadline or when the run is cancelled. */
  readonly signal: AbortSignal;
}

/**
 * The HTTP client of one check. Every call becomes evidence; nothing is followed, retried or decompressed, and
 * everything that is read has an end.
 */
export class ProofClient {
  readonly #wire: Wire;
  readonly #host: Host;
  readonly #gatewayUrl: string;
  readonly #signal: AbortSignal;
  readonly #variables: Variable[];
  readonly #options: ProofClientOptions;
  /** The calls so far. */
  readonly log: ExchangeLog;

  /** @param log where the calls are kept; a new one unless this client is a branch */
  constructor(options: ProofClientOptions, log = new ExchangeLog()) {
    this.#options = options;
    this.log = log;
    this.#wire = options.wire;
    this.#host = options.host;
    this.#gatewayUrl = options.gatewayUrl;
    this.#signal = options.signal;
    this.#variables = [{ name: BASE_URL_VARIABLE, value: options.gatewayUrl }];
  }

  /**
   * A client for calls that are made beside others: their evidence stands together, in the order of the branches.
   * @param signal ends its calls instead of this client's signal
   */
  branch(signal: AbortSignal = this.#signal): ProofClient {
    const branch = new ProofClient({ ...this.#options, signal }, this.log.branch());
    for (const { name, value } of this.#variables) branch.variable(name, value);
    return branch;
  }

  /**
   * Names a value that is fresh in every run, so that shown commands and URLs refer to it and stay the same.
   * @param name upper case, usable in a shell
   * @returns the value
   */
  variable(name: string, value: string): string {
    this.#variables.push({ name, value });
    return value;
  }

  /**
   * Makes one call and reads its answer whole.
   * @throws CheckFailure when the status is not one of the expected ones, the answer is too large, too late or
   * broken; and the signal's reason when the check is aborted
   */
  async call(options: CallOptions): Promise<Answer> {
    const { answer } = await this.#send(options, async (head, body) => ({
      answer: new Answer(this.#name(options), head, await allOf(body)),
    }));
    return answer;
  }

  /**
   * Makes one call and gives its JSON answer.
   * @param schema what the contract says of the answer
   * @param wrongShape reason when it is something else
   */
  async json<T extends z.ZodType>(
    options: CallOptions,
    schema: T,
    wrongShape: ReasonId,
  ): Promise<z.output<T>> {
    return (await this.call(options)).json(schema, wrongShape);
  }

  /**
   * Reads the events of one name that are there now (`replay=true&follow=false`).
   * @returns the wanted lines in the order of the stream
   * @throws CheckFailure also for a line that is broken, of another name, or owned by somebody else
   */
  async replay(options: ReplayOptions): Promise<StreamLine[]> {
    const { name, owner, keep, ...call } = options;
    const query = { name, delivery: 'broadcast', replay: 'true', follow: 'false' };
    const request: CallOptions = {
      maxBytes: STREAM_LIMITS.maxBytes,
      ...call,
      target: 'events.stream',
      query,
      status: [200],
    };
    const where = this.#name(request);
    return this.#send(request, async (head, body) => {
      const types = (head.headers['content-type'] ?? []).map(mediaType);
      if (types.length !== 1 || types[0] !== STREAM_CONTENT_TYPE) {
        throw new CheckFailure(
          'PR-ANSWER-TYPE',
          `${where}: expected ${STREAM_CONTENT_TYPE}, got ${plain(types.join(', '), 80)}`,
        );
      }
      const kept: StreamLine[] = [];
      for await (const value of jsonLines(body, STREAM_LIMITS)) {
        const line = shaped(streamLine, value, 'PR-STREAM-LINE', where);
        if (line.name !== name) {
          throw new CheckFailure('PR-STREAM-NAME', `${where}: an event named ${shown(line.name)} is in it`);
        }
        if (line.identity_id !== owner) {
          throw new CheckFailure(
            'PR-STREAM-FOREIGN',
            `${where}: an event of ${shown(line.identity_id)} is in it`,
          );
        }
        if (keep(line)) kept.push(line);
      }
      return kept;
    });
  }

  async #send<T>(
    options: CallOptions,
    read: (head: AnswerHead, body: AsyncIterable<Buffer>) => Promise<T>,
  ): Promise<T> {
    const { restrictions } = this.#options;
    demandAllowed(options, restrictions);
    const request = outgoing(this.#gatewayUrl, options);
    const route = typeof options.target === 'string' ? options.target : undefined;
    const finished = this.log.begin(route, options.main ?? false);
    const start = this.#host.monotonic();
    let status: number | undefined;
    let headers: KeptHeaders | undefined;
    const excerpt = new AnswerExcerpt();
    try {
      return await this.#wire.exchange(
        onTheWire(request),
        {
          timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
          maxBytes: options.maxBytes ?? DEFAULT_MAX_BYTES,
        },
        this.#signal,
        async (head, bytes) => {
          status = head.status;
          headers = headersToKeep(head);
          const body = excerpt.reading(head, bytes);
          if (!options.status.includes(status)) {
            await excerpt.peek(this.#host, body);
            demandExposed(options, status, restrictions);
            throw statusSurprise(this.#name(options), head, options.status, options.accepted);
          }
          return await read(head, body);
        },
      );
    } catch (error) {
      throw this.#located(error, options);
    } finally {
      const answer = this.#mayKeep(options, status) ? excerpt.text() : undefined;
      const exchange: Exchange = {
        purpose: options.purpose.slice(0, 200),
        method: request.method,
        url: shownUrl(request, this.#variables).slice(0, 2_000),
        ...(status === undefined ? {} : { status }),
        ...(headers === undefined ? {} : { headers }),
        ...(answer === undefined ? {} : { answer }),
        latencyMs: Math.max(0, this.#host.monotonic() - start),
        command: shownCommand(request, this.#variables, options.preparation).slice(0, 4_000),
      };
      finished(exchange);
    }
  }

  /** Mail and what customers pay for are never kept, and of a stack that somebody else runs, whose data are other people's, only what it refuses. */
  #mayKeep(options: CallOptions, status: number | undefined): boolean {
    const { target } = options;
    if (isConfidential(options, status)) return false;
    if (typeof target !== 'string' && target.base !== this.#gatewayUrl) return false;
    return this.#options.restrictions === undefined || (status ?? 0) >= 400;
  }

  /** Failures of the wire do not know which call they belong to. */
  #located(error: unknown, options: CallOptions): unknown {
    if (!(error instanceof CheckFailure)) return error;
    const name = this.#name(options);
    if (error.detail.startsWith(name)) return error;
    return new CheckFailure(error.reasonId, `${name}: ${error.detail}`, error.next);
  }

  #name(options: CallOptions): string {
    const request = outgoing(this.#gatewayUrl, { ...options, query: {} });
    const url = shownUrl(request, this.#variables);
    const path = url.startsWith(this.#gatewayUrl) ? url.slice(this.#gatewayUrl.length) : url;
    return `${request.method} ${plain(path, 200)} ${options.purpose}`;
  }
}
