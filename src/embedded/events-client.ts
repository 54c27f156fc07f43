import { setTimeout as delay } from 'node:timers/promises';
import type { ErrorDetail } from '../contract/errors.ts';
import { type PublishAccepted, publishAccepted, type StreamLine } from '../contract/events.ts';
import { durationMs } from './duration.ts';
import { eventsUrl, workerToken } from './events/event-bus-access.ts';
import {
  EventReplyError,
  EventsRefusedError,
  EventsUnavailableError,
  EventTimeoutError,
} from './events/event-failures.ts';
import { type EventHandler, EventSubscription, type SubscribeOptions } from './events/event-subscription.ts';
import type { ServiceContext } from './service.ts';

/** Milliseconds a request event waits for its answer unless told otherwise (`BUS_BILLING_PROVIDER_TIMEOUT`). */
export const DEFAULT_REQUEST_TIMEOUT_MS = 30_000;

/** An event to publish. */
export interface EventToPublish {
  readonly name: string;
  /** Copied from the request by whoever answers it. */
  readonly correlationId?: string | undefined;
  /** Any JSON value. */
  readonly payload?: unknown;
  /** Marks a response event as a failure. */
  readonly error?: ErrorDetail;
  /** Non-secret labels. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** How long a request event waits. */
export interface RequestOptions {
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

interface Waiter {
  readonly resolve: (event: StreamLine) => void;
}

/**
 * Speaks to the Events API as a worker of the stack: one subject, so that requests and answers meet. Everything recovers
 * when the Events API is restarted; nothing is remembered when this service is.
 */
export class EventsClient {
  readonly #context: ServiceContext;
  readonly #subscriptions = new Set<EventSubscription>();
  readonly #answers = new Map<string, Promise<EventSubscription>>();
  readonly #waiters = new Map<string, Waiter>();

  /** @param context of the service that speaks; its `signal` ends everything */
  constructor(context: ServiceContext) {
    this.#context = context;
  }

  /**
   * Publishes an event. When the Events API cannot be reached it is tried again for a while
   * (`BUS_EVENTS_LISTENER_RETRY_MAX`), as after a restart.
   * @throws EventsRefusedError, EventsUnavailableError, or the signal's reason
   */
  async publish(event: EventToPublish, signal: AbortSignal = this.#context.signal): Promise<PublishAccepted> {
    const wait = durationMs(this.#context.env.BUS_EVENTS_LISTENER_RETRY_MIN, 250);
    const until =
      this.#context.monotonic() + durationMs(this.#context.env.BUS_EVENTS_LISTENER_RETRY_MAX, 5000);
    for (;;) {
      const response = await this.#post(event, signal);
      if (response !== undefined) return await accepted(response, event.name);
      if (this.#context.monotonic() + wait > until)
        throw new EventsUnavailableError('the Events API does not answer');
      await delay(wait, undefined, { signal });
    }
  }

  /**
   * Publishes a request event and waits for the answer with the same correlation id on the matching response name
   * (`….request` → `….response`, `bus.billing.subscription.update` → `….result`).
   * @returns the answer
   * @throws EventTimeoutError, EventReplyError when the answer is a failure, EventsRefusedError, EventsUnavailableError,
   * or the signal's reason
   */
  async request(name: string, payload: unknown, options: RequestOptions = {}): Promise<StreamLine> {
    const timeoutMs = options.timeoutMs ?? DEFAULT_REQUEST_TIMEOUT_MS;
    const timeout = new AbortController();
    const timer = setTimeout(() => timeout.abort(new EventTimeoutError(`no answer to ${name}`)), timeoutMs);
    const signals = [timeout.signal, this.#context.signal, ...(options.signal ? [options.signal] : [])];
    const signal = AbortSignal.any(signals);
    const correlationId = this.#context.uuid();
    const answer = Promise.withResolvers<StreamLine>();
    const onAbort = () => answer.reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    answer.promise.catch(() => undefined);
    this.#waiters.set(correlationId, { resolve: answer.resolve });
    try {
      const subscription = await this.#answersOf(responseName(name));
      await subscription.whenConnected(signal);
      await this.publish({ name, correlationId, payload }, signal);
      const reply = await answer.promise;
      if (reply.error !== undefined) throw new EventReplyError(reply.error.type, reply.error.message);
      return reply;
    } catch (error) {
      throw signal.aborted ? signal.reason : error;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      this.#waiters.delete(correlationId);
    }
  }

  /**
   * Keeps a stream open and hands its events to `handler`. Resolves after the first try, whether it found the Events API
   * or not; see `connected`.
   * @throws EventsRefusedError
   */
  async subscribe(
    name: string,
    options: SubscribeOptions,
    handler: EventHandler,
  ): Promise<EventSubscription> {
    const subscription = new EventSubscription(this.#context, name, options, handler);
    this.#subscriptions.add(subscription);
    return await subscription.start();
  }

  /** True while every stream is open: what a readiness route of a service with required listeners answers. */
  get connected(): boolean {
    return [...this.#subscriptions].every((subscription) => subscription.connected);
  }

  /** Ends every stream and waits for the events in hand. */
  async close(): Promise<void> {
    await Promise.all([...this.#subscriptions].map((subscription) => subscription.close()));
    this.#subscriptions.clear();
  }

  #answersOf(name: string): Promise<EventSubscription> {
    const known = this.#answers.get(name);
    if (known !== undefined) return known;
    const opened = this.subscribe(
      name,
      { delivery: 'broadcast', concurrency: Number.POSITIVE_INFINITY },
      (event) => {
        this.#waiters.get(event.correlationId ?? '')?.resolve(event);
      },
    );
    this.#answers.set(name, opened);
    opened.catch(() => this.#answers.delete(name));
    return opened;
  }

  /** @returns undefined when the Events API was not reached */
  async #post(event: EventToPublish, signal: AbortSignal): Promise<Response | undefined> {
    const token = await workerToken(this.#context);
    const request = new Request(`${eventsUrl(this.#context)}/api/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(event),
      signal,
    });
    try {
      return await this.#context.fetch(request);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof TypeError) return undefined;
      throw error;
    }
  }
}

/**
 * The name on which a request event is answered.
 * @param name of the request
 */
export function responseName(name: string): string {
  if (name.endsWith('.request')) return name.replace(/\.request$/, '.response');
  return name.replace(/\.update$/, '.result');
}

async function accepted(response: Response, name: string): Promise<PublishAccepted> {
  if (response.status >= 400 && response.status < 500) {
    throw new EventsRefusedError(response.status, `publishing ${name} was`);
  }
  if (!response.ok) throw new EventsUnavailableError(`the Events API answered ${response.status}`);
  return publishAccepted.parse(await response.json());
}
