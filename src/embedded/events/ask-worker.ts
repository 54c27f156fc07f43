import type { z } from 'zod';
import { ERROR_STATUS, type ErrorType } from '../../contract/errors.ts';
import type { EventsClient, RequestOptions } from '../events-client.ts';
import { ApiError } from '../http/api-error.ts';
import {
  EventReplyError,
  EventsRefusedError,
  EventsUnavailableError,
  EventTimeoutError,
} from './event-failures.ts';

const TOO_LARGE = 413;

/** How a provider asks. */
export interface AskOptions extends RequestOptions {
  /** Error type when nobody answers in time or the Events API is down; default `backend_unavailable` (503). */
  readonly unavailable?: ErrorType;
}

/**
 * Asks the worker behind a request event, on behalf of an HTTP request.
 * @param name of the request event
 * @param payload its payload
 * @param schema what the answer's payload must be
 * @returns what the schema gives
 * @throws ApiError with the worker's own error type; 503 when it does not answer; 502 `bad_gateway` when its answer
 * is malformed; 413 `request_body_too_large` when the Events API does not take so large an event
 */
export async function askWorker<T extends z.ZodType>(
  events: EventsClient,
  name: string,
  payload: unknown,
  schema: T,
  options: AskOptions = {},
): Promise<z.output<T>> {
  const { unavailable = 'backend_unavailable', ...waiting } = options;
  try {
    const reply = await events.request(name, payload, waiting);
    const parsed = schema.safeParse(reply.payload);
    if (!parsed.success)
      throw new ApiError('bad_gateway', 'the integration answered with a malformed payload');
    return parsed.data;
  } catch (error) {
    if (error instanceof EventReplyError) throw fromReply(error);
    if (error instanceof EventTimeoutError) throw new ApiError(unavailable, 'the integration did not answer');
    if (error instanceof EventsRefusedError && error.status === TOO_LARGE) {
      throw new ApiError('request_body_too_large', 'the request is too large for an event');
    }
    if (error instanceof EventsUnavailableError || error instanceof EventsRefusedError) {
      throw new ApiError(unavailable, 'the event backend is unavailable');
    }
    throw error;
  }
}

function fromReply(error: EventReplyError): ApiError {
  if (!Object.hasOwn(ERROR_STATUS, error.type)) {
    return new ApiError('bad_gateway', 'the integration answered with an unknown error');
  }
  return new ApiError(error.type as ErrorType, error.message);
}
