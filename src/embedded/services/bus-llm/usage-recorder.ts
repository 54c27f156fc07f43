import { USAGE_EVENTS } from '../../../contract/event-names.ts';
import { type UsageEventType, type UsageRecordPayload, usageRecordResult } from '../../../contract/usage.ts';
import { askWorker } from '../../events/ask-worker.ts';
import type { EventsClient } from '../../events-client.ts';
import { ApiError } from '../../http/api-error.ts';

/** Which request is recorded. */
export interface RecordedRequest {
  /** Unique id of the HTTP request. */
  readonly id: string;
  readonly accountId: string;
  /** Facts that stand in the `data` of each record. Never content. */
  readonly facts: Readonly<Record<string, string>>;
}

/** Records what happens to one LLM request. Each record is acknowledged by the usage worker before work goes on. */
export class UsageRecorder {
  readonly #events: EventsClient;
  readonly #request: RecordedRequest;
  readonly #now: () => Date;
  readonly #timeoutMs: number;

  constructor(events: EventsClient, request: RecordedRequest, now: () => Date, timeoutMs: number) {
    this.#events = events;
    this.#request = request;
    this.#now = now;
    this.#timeoutMs = timeoutMs;
  }

  /**
   * Records one event of the request.
   * @param data numbers and words beside the request's own facts
   * @throws ApiError 503 `backend_unavailable` when it could not be recorded: billable work must not go unaccounted
   */
  async record(type: UsageEventType, data: Readonly<Record<string, number | string>> = {}): Promise<void> {
    const { id, accountId, facts } = this.#request;
    const payload: UsageRecordPayload = {
      event_type: type,
      event_id: `${id}:${type}`,
      account_id: accountId,
      occurred_at: this.#now().toISOString(),
      data: { request_id: id, ...facts, ...data },
    };
    const options = { timeoutMs: this.#timeoutMs };
    try {
      await askWorker(this.#events, USAGE_EVENTS.recordRequest, payload, usageRecordResult, options);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      throw new ApiError('backend_unavailable', 'usage could not be recorded');
    }
  }
}
