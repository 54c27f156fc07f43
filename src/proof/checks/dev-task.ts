import { DEV_TASK_EVENTS } from '../../contract/event-names.ts';
import type { StreamLine } from '../../contract/events.ts';
import { DEV_TASK_RECIPIENT, type DevTaskFact, devTaskFact } from '../../contract/tasks.ts';
import type { Secret } from '../../redact/secret.ts';
import { shaped } from '../answer.ts';
import type { Check, CheckContext } from '../check.ts';
import { CheckFailure, CheckSkip } from '../check-failure.ts';
import { publish } from '../event-exchange.ts';
import { granted } from '../grants.ts';
import { plain, shown } from '../plain-text.ts';
import { pollUntil } from '../poll.ts';

const DONE_WITHIN_MS = 30_000;
const PARTS = 3;
/** Who sends the proof's tasks. */
const SOURCE = 'bus-setup';

/** A task that is opened is claimed by one worker and gets done. */
export const devTask: Check = {
  id: 'dev-task',
  title: 'A task is claimed once and gets done',
  group: 'tasks',
  service: 'bus-integration-task',
  uses: ['bus-events'],
  proves:
    'A task opened over Events is claimed by exactly one worker and reaches done by that worker, while a task for a recipient that nobody serves stays unclaimed.',
  doesNotProve: 'That the worker can solve a real development task.',
  route: 'events.publish',
  deadlineMs: 60_000,
  async run(context) {
    const { marker } = context;
    const token = await granted(context, 'BUS_API_TOKEN');
    const orphan = `proof-${marker}-orphan#1`;
    const task = `proof-${marker}#1`;
    await open(context, token, orphan, `nobody-${marker}`);
    await open(context, token, task, DEV_TASK_RECIPIENT);
    context.progress(1, PARTS, 'opened');

    const done = await untilDone(context, token, task).catch((error: unknown) => {
      throw undocumented(context, error)
        ? new CheckSkip('PR-ROUTE-UNDOCUMENTED', 'no worker took the task')
        : error;
    });
    context.progress(2, PARTS, 'done');
    const claim = await onlyClaim(context, token, task);
    if (done.worker_id !== undefined && claim.worker_id !== undefined && done.worker_id !== claim.worker_id) {
      throw new CheckFailure(
        'PR-TASK-OTHER-WORKER',
        'another worker finished the task than the one that claimed it',
      );
    }
    const strays = await facts(context, token, DEV_TASK_EVENTS.claimed, orphan);
    if (strays.length > 0) throw new CheckFailure('PR-TASK-STRAY-CLAIM', 'a task for nobody was claimed');
    return {
      status: 'PASS',
      observed: `Claimed once by ${shown(claim.worker_id ?? claim.source)}, then done.`,
    };
  },
};

/** Only the embedded stack is known to speak these payloads: elsewhere silence refutes nothing. */
function undocumented({ runtime }: CheckContext, error: unknown): boolean {
  const unfinished = error instanceof CheckFailure && error.reasonId === 'PR-TASK-UNFINISHED';
  return unfinished && runtime.kind !== 'embedded';
}

async function open(context: CheckContext, token: Secret, ref: string, recipient: string): Promise<void> {
  await publish(context, {
    purpose: `to open a task for ${recipient === DEV_TASK_RECIPIENT ? recipient : 'a recipient that nobody serves'}`,
    name: DEV_TASK_EVENTS.open,
    correlationId: ref,
    token,
    payload: {
      work_ref: ref,
      source: SOURCE,
      recipient,
      text: 'Show the Codex CLI version.',
      status: 'open',
      module: 'bus-setup',
    },
    main: recipient === DEV_TASK_RECIPIENT,
  });
}

async function untilDone(context: CheckContext, token: Secret, ref: string): Promise<DevTaskFact> {
  return await pollUntil(
    context,
    {
      withinMs: DONE_WITHIN_MS,
      otherwise: 'PR-TASK-UNFINISHED',
      what: 'the task did not reach done',
    },
    async (attempt) => {
      for (const name of [DEV_TASK_EVENTS.failed, DEV_TASK_EVENTS.blocked, DEV_TASK_EVENTS.canceled]) {
        const [bad] = await facts(attempt, token, name, ref);
        if (bad !== undefined)
          throw new CheckFailure('PR-TASK-FAILED', `${name}: ${plain(bad.text ?? 'no reason given')}`);
      }
      const [done, ...more] = await facts(attempt, token, DEV_TASK_EVENTS.done, ref);
      if (more.length > 0)
        throw new CheckFailure('PR-TASK-DONE-TWICE', `the task was done ${more.length + 1} times`);
      if (done !== undefined && done.status !== undefined && done.status !== 'done') {
        throw new CheckFailure('PR-TASK-SHAPE', `the done event says status ${shown(done.status)}`);
      }
      return done;
    },
  );
}

async function onlyClaim(context: CheckContext, token: Secret, ref: string): Promise<DevTaskFact> {
  const [claim, ...more] = await facts(context, token, DEV_TASK_EVENTS.claimed, ref);
  if (claim === undefined)
    throw new CheckFailure('PR-TASK-UNCLAIMED', 'the task was done, but nobody claimed it');
  if (more.length > 0)
    throw new CheckFailure('PR-TASK-CLAIMED-TWICE', `the task was claimed ${more.length + 1} times`);
  if (claim.recipient !== undefined && claim.recipient !== DEV_TASK_RECIPIENT) {
    throw new CheckFailure('PR-TASK-SHAPE', `the claim is for recipient ${shown(claim.recipient)}`);
  }
  return claim;
}

/** Facts of one name about one task. */
async function facts(
  context: CheckContext,
  token: Secret,
  name: string,
  ref: string,
): Promise<readonly DevTaskFact[]> {
  const lines = await context.http.replay({
    purpose: 'about the task',
    name,
    token,
    owner: context.access.accountId,
    keep: (line) => refOf(line) === ref,
  });
  return lines.map((line) => shaped(devTaskFact, line.payload, 'PR-TASK-SHAPE', name));
}

function refOf(line: StreamLine): unknown {
  const fact = devTaskFact.safeParse(line.payload);
  return fact.success ? fact.data.work_ref : line.correlationId;
}
