import type { z } from 'zod';
import type { ErrorDetail, ErrorType } from '../../contract/errors.ts';
import type { StreamLine } from '../../contract/events.ts';
import { type EventsClient, responseName } from '../events-client.ts';
import { ApiError } from '../http/api-error.ts';
import type { ServiceContext } from '../service.ts';
import { isStorageFailure } from '../store/storage-failure.ts';

const LOGGED_CHARACTERS = 300;

/** One kind of request event that a worker answers. */
export interface RequestAnswer<T extends z.ZodType> {
  /** Name of the request, e.g. `bus.billing.status.request`; the answer's name follows from it. */
  readonly name: string;
  /** What its payload must be. Anything else is answered `bad_request`. */
  readonly schema: T;
  /** Makes the answer's payload. An {@link ApiError} that it throws becomes the error of the answer. */
  readonly answer: (payload: z.output<T>, event: StreamLine) => Promise<unknown>;
  /** Error type for a store that cannot be used; default `storage_unavailable`. */
  readonly storageError?: ErrorType;
  /** Requests in hand at the same time; default 1, which keeps their order. */
  readonly concurrency?: number;
}

/**
 * Answers a request event for as long as the service runs: each goes to one worker of the service's group, the
 * answer carries its correlation id, and a failure is an answer too.
 * @throws EventsRefusedError when the Events API refuses the stream
 */
export async function answerRequests<T extends z.ZodType>(
  context: ServiceContext,
  events: EventsClient,
  request: RequestAnswer<T>,
): Promise<void> {
  const { name, schema, concurrency = 1 } = request;
  await events.subscribe(name, { concurrency }, async (event) => {
    const parsed = schema.safeParse(event.payload ?? {});
    const reply = { name: responseName(name), correlationId: event.correlationId };
    try {
      if (!parsed.success) throw new ApiError('bad_request', invalidPayload(parsed.error));
      await events.publish({ ...reply, payload: await request.answer(parsed.data, event) });
    } catch (error) {
      if (context.signal.aborted) return;
      await events.publish({ ...reply, error: errorOf(error, request.storageError, context) });
    }
  });
}

function errorOf(
  error: unknown,
  storageError: ErrorType = 'storage_unavailable',
  context: Pick<ServiceContext, 'log'>,
): ErrorDetail {
  if (error instanceof ApiError) return { type: error.type, message: error.message, ...error.extra };
  const text = error instanceof Error ? `${error.name}: ${error.message}` : 'no error object';
  context.log(`unexpected ${text.slice(0, LOGGED_CHARACTERS)}`);
  if (isStorageFailure(error)) return { type: storageError, message: 'storage is unavailable' };
  return { type: 'internal_error', message: 'internal error' };
}

/** Names the first field that is wrong, and never repeats what was sent. */
function invalidPayload(error: z.ZodError): string {
  const field = error.issues[0]?.path.filter((part) => /^\w{1,64}$/.test(String(part))).join('.');
  return field ? `payload field ${field} is not valid` : 'the payload has not the expected fields';
}
