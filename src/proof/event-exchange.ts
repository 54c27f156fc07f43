import { publishAccepted, type StreamLine } from '../contract/events.ts';
import type { ReasonId } from '../reasons/catalog.ts';
import type { Secret } from '../redact/secret.ts';
import type { CallJson } from './call.ts';
import type { CheckContext } from './check.ts';
import { CheckFailure } from './check-failure.ts';
import { plain, shown } from './plain-text.ts';
import { pollUntil } from './poll.ts';

/** Longest wait for a worker's reply, milliseconds. */
const REPLY_WITHIN_MS = 10_000;

/** An event to publish. */
export interface OutgoingEvent {
  readonly purpose: string;
  readonly name: string;
  readonly correlationId: string;
  readonly payload: CallJson;
  readonly token: Secret;
  readonly main?: boolean;
  /** Members of the body beside the documented ones, which the stack must not heed. */
  readonly extra?: Readonly<Record<string, CallJson>>;
}

/**
 * Publishes an event and holds the acceptance against what was sent.
 * @returns the event's id
 * @throws CheckFailure
 */
export async function publish({ http }: CheckContext, event: OutgoingEvent): Promise<string> {
  const { name, correlationId, payload, extra } = event;
  const accepted = await http.json(
    {
      purpose: event.purpose,
      target: 'events.publish',
      token: event.token,
      body: { name, correlationId, payload, ...extra },
      status: [202, 200],
      ...(event.main === undefined ? {} : { main: event.main }),
    },
    publishAccepted,
    'PR-EVENTS-ACCEPT-SHAPE',
  );
  if (!accepted.accepted || accepted.name !== name) {
    throw new CheckFailure(
      'PR-EVENTS-NOT-ACCEPTED',
      `${name}: accepted ${accepted.accepted}, name ${shown(accepted.name)}`,
    );
  }
  return accepted.id;
}

/** A reply that is waited for. */
export interface AwaitedReply {
  readonly purpose: string;
  /** Name of the reply's event. */
  readonly name: string;
  readonly correlationId: string;
  readonly token: Secret;
  /** Reason when it does not come. */
  readonly otherwise: ReasonId;
}

/**
 * Waits for a worker's reply, which the contract lets travel over Events in its own time.
 * @returns the one line with that correlation id
 * @throws CheckFailure when none comes, more than one comes, or the worker replied with an error
 */
export async function reply(context: CheckContext, awaited: AwaitedReply): Promise<StreamLine> {
  const { name, correlationId, token, purpose } = awaited;
  const lines = await pollUntil(
    context,
    {
      withinMs: REPLY_WITHIN_MS,
      otherwise: awaited.otherwise,
      what: `no ${name} came`,
    },
    async ({ http }) => {
      const found = await http.replay({
        purpose,
        name,
        token,
        owner: context.access.accountId,
        keep: (line) => line.correlationId === correlationId,
      });
      return found.length === 0 ? undefined : found;
    },
  );
  const [line] = lines;
  if (line === undefined || lines.length > 1) {
    throw new CheckFailure('PR-REPLY-REPEATED', `${lines.length} ${name} for one request`);
  }
  if (line.error !== undefined) {
    throw new CheckFailure(
      'PR-WORKER-ERROR',
      `${name}: ${plain(`${line.error.type} ${line.error.message}`)}`,
    );
  }
  return line;
}
