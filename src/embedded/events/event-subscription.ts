import { setTimeout as delay } from 'node:timers/promises';
import { type Delivery, type StreamLine, streamLine } from '../../contract/events.ts';
import { durationMs } from '../duration.ts';
import { readLines } from '../http/read-lines.ts';
import type { ServiceContext } from '../service.ts';
import { eventsUrl, workerToken } from './event-bus-access.ts';
import { EventsRefusedError, EventsUnavailableError } from './event-failures.ts';

/** Longest line that is read, in characters: an event of one megabyte and its envelope. */
const LINE_LIMIT = 2 * 1024 * 1024;

/** How a stream is read. */
export interface SubscribeOptions {
  /** `unicast`: one consumer of the group gets an event. Default `unicast`, as a worker needs it. */
  readonly delivery?: Delivery;
  /** Default: the service's id. */
  readonly group?: string;
  /** Default: the service's id. */
  readonly consumer?: string;
  /** Also what was published before the first start. Default false. */
  readonly replay?: boolean;
  /** How many events are handled at the same time; 1, the default, keeps their order. */
  readonly concurrency?: number;
  /** Scopes of the token; default: what the local stack grants. */
  readonly scopes?: readonly string[];
}

/** What is done with an event. What it throws is logged, and the event counts as handled. */
export type EventHandler = (event: StreamLine) => Promise<void> | void;

/**
 * A stream that is kept open: when it ends or fails it is opened again, waiting longer each time
 * (`BUS_EVENTS_LISTENER_RETRY_MIN` to `_MAX`). A broadcast stream asks again for what it may have missed meanwhile; for a
 * unicast group the Events API remembers.
 */
export class EventSubscription {
  readonly #context: ServiceContext;
  readonly #name: string;
  readonly #options: SubscribeOptions;
  readonly #handler: EventHandler;
  readonly #closing = new AbortController();
  readonly #running = new Set<Promise<void>>();
  #loop: Promise<void> = Promise.resolve();
  #connection = Promise.withResolvers<void>();
  #connected = false;
  #lastId: string | undefined;
  #since: string;

  constructor(context: ServiceContext, name: string, options: SubscribeOptions, handler: EventHandler) {
    this.#context = context;
    this.#name = name;
    this.#options = options;
    this.#handler = handler;
    this.#since = context.now().toISOString();
    this.#connection.promise.catch(ignore);
  }

  /** True while the stream is open. */
  get connected(): boolean {
    return this.#connected;
  }

  /**
   * Tries to open the stream once and keeps it open from then on, also when that first try finds nobody.
   * @throws EventsRefusedError when the Events API refuses the name, the group or the token
   */
  async start(): Promise<this> {
    const opened = Promise.withResolvers<void>();
    this.#loop = this.#keepOpen(opened.resolve).catch((error: unknown) => {
      this.#connection.reject(error);
      opened.reject(error);
    });
    await opened.promise;
    return this;
  }

  /**
   * Waits until the stream is open.
   * @throws the signal's reason, or EventsRefusedError
   */
  async whenConnected(signal: AbortSignal): Promise<void> {
    if (this.#connected) return;
    const aborted = Promise.withResolvers<never>();
    const onAbort = () => aborted.reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    try {
      await Promise.race([this.#connection.promise, aborted.promise]);
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** Ends the stream, and waits until the events in hand are handled. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#loop;
    await Promise.all(this.#running);
  }

  async #keepOpen(firstTryDone: () => void): Promise<void> {
    const signal = AbortSignal.any([this.#closing.signal, this.#context.signal]);
    const least = durationMs(this.#context.env.BUS_EVENTS_LISTENER_RETRY_MIN, 250);
    const most = durationMs(this.#context.env.BUS_EVENTS_LISTENER_RETRY_MAX, 5000);
    for (let wait = least, first = true; !signal.aborted; first = false) {
      try {
        const body = await this.#open(signal, first);
        wait = least;
        this.#setConnected(true);
        firstTryDone();
        await this.#read(body, signal);
      } catch (error) {
        if (error instanceof EventsRefusedError) throw error;
      }
      if (this.#connected && !signal.aborted) this.#context.log(`lost the stream of ${this.#name}`);
      this.#setConnected(false);
      firstTryDone();
      await delay(wait, undefined, { signal }).catch(ignore);
      wait = Math.min(wait * 2, most);
    }
  }

  async #open(signal: AbortSignal, first: boolean): Promise<ReadableStream<Uint8Array>> {
    const token = await workerToken(this.#context, this.#options.scopes);
    const url = `${eventsUrl(this.#context)}/api/v1/events/stream?${this.#query(first)}`;
    const response = await this.#context.fetch(
      new Request(url, { headers: { authorization: `Bearer ${token}` }, signal }),
    );
    if (response.status >= 400 && response.status < 500) {
      throw new EventsRefusedError(response.status, `the stream of ${this.#name} was`);
    }
    if (!response.ok || response.body === null) throw new EventsUnavailableError('no stream');
    return response.body;
  }

  #query(first: boolean): URLSearchParams {
    const { delivery = 'unicast', group, consumer, replay = false } = this.#options;
    const query = new URLSearchParams({ name: this.#name, delivery });
    if (delivery === 'unicast') {
      query.set('group', group ?? this.#context.serviceId);
      query.set('consumer', consumer ?? this.#context.serviceId);
      if (replay) query.set('replay', 'true');
    } else if (replay || !first) {
      query.set('replay', 'true');
      if (!replay) query.set('since', this.#since);
    }
    return query;
  }

  async #read(body: ReadableStream<Uint8Array>, signal: AbortSignal): Promise<void> {
    for await (const line of readLines(body, LINE_LIMIT)) {
      if (signal.aborted) return;
      const event = streamLine.parse(JSON.parse(line));
      if (this.#lastId !== undefined && event.id <= this.#lastId) continue;
      this.#lastId = event.id;
      this.#since = event.occurred_at ?? this.#since;
      await this.#handle(event);
    }
  }

  async #handle(event: StreamLine): Promise<void> {
    const done = this.#handled(event).finally(() => this.#running.delete(done));
    this.#running.add(done);
    if (this.#running.size >= (this.#options.concurrency ?? 1)) await Promise.race(this.#running);
  }

  async #handled(event: StreamLine): Promise<void> {
    try {
      await this.#handler(event);
    } catch (error) {
      this.#context.log(
        `could not handle ${this.#name}: ${error instanceof Error ? error.message : 'unknown'}`,
      );
    }
  }

  #setConnected(connected: boolean): void {
    if (connected === this.#connected) return;
    this.#connected = connected;
    if (connected) this.#connection.resolve();
    else {
      this.#connection = Promise.withResolvers<void>();
      this.#connection.promise.catch(ignore);
    }
  }
}

function ignore(): undefined {
  return undefined;
}
