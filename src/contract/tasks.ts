import { z } from 'zod';
import { filledText, text, timestamp, withSpellings } from './fields.ts';

/*
 * Dev-task payloads are left open by the documentation. These fields exist in some form there because
 * placeholders, filters or tests use them; their JSON spelling is this project's choice.
 */

/** Recipient whose tasks the compose worker claims (`BUS_DEV_TASK_RECIPIENT`). */
export const DEV_TASK_RECIPIENT = 'bus-dev';

/** What the worker of the compose stack calls itself in `source`. */
export const DEV_TASK_WORKER = 'bus-integration-task';

/** Stream group that makes several workers share the open tasks, each task to one worker. */
export const DEV_TASK_WORKER_GROUP = 'bus-integration-task';

/** Progress of a dev task. Each event of the family carries the status it brings. */
export const DEV_TASK_STATUSES = [
  'open',
  'claimed',
  'running',
  'done',
  'blocked',
  'failed',
  'canceled',
] as const;

/** One of {@link DEV_TASK_STATUSES}. */
export type DevTaskStatus = (typeof DEV_TASK_STATUSES)[number];

/** A task's reference, `<project>#<group>` or `<project>#<group>.<n>`, e.g. `bus-dev#10.1`. */
export const workRef = z
  .string()
  .max(200)
  .regex(/^[a-z][a-z0-9_-]*#[0-9]+(\.[0-9]+)?$/);

const named = { work_ref: workRef, source: filledText(128) };

/** Payload of `bus.dev.task.open`: a task for one recipient. */
export const devTaskOpenPayload = z.strictObject({
  ...named,
  recipient: filledText(128),
  text: filledText(32_768),
  status: z.literal('open'),
  module: filledText(128).optional(),
  branch: filledText(256).optional(),
});

/** A task to open. */
export type DevTaskOpenPayload = z.output<typeof devTaskOpenPayload>;

/** Payload of `bus.dev.task.claimed`: which worker took the task. A task has one claim. */
export const devTaskClaimedPayload = z.strictObject({
  ...named,
  recipient: filledText(128),
  worker_id: filledText(128),
  status: z.literal('claimed'),
});

/** Payload of `bus.dev.task.running`. */
export const devTaskRunningPayload = z.strictObject({
  ...named,
  worker_id: filledText(128),
  status: z.literal('running'),
});

/** Payload of `bus.dev.task.message`: a line of the conversation, from the worker or to it. */
export const devTaskMessagePayload = z.strictObject({ ...named, text: text(65_536) });

/** Payload of the four terminal events. `text` is the result or the reason. */
export const devTaskEndedPayload = z.strictObject({
  ...named,
  worker_id: filledText(128).optional(),
  status: z.enum(['done', 'blocked', 'failed', 'canceled']),
  text: text(65_536).optional(),
  exit_code: z.int().optional(),
});

/** How a task ended. */
export type DevTaskEndedPayload = z.output<typeof devTaskEndedPayload>;

/** What a reader takes from any dev-task event, of this stack or a real one. */
export const devTaskFact = withSpellings(
  {
    work_ref: ['ref', 'task_ref', 'workRef'],
    text: ['message', 'body', 'summary', 'reason'],
    worker_id: ['worker', 'claimed_by'],
  },
  z.object({
    work_ref: filledText(200),
    source: text(128).optional(),
    recipient: text(128).optional(),
    worker_id: text(128).optional(),
    status: text(64).optional(),
    text: text(65_536).optional(),
    exit_code: z.int().optional(),
    occurred_at: timestamp.optional().catch(undefined),
  }),
);

/** A parsed dev-task fact. */
export type DevTaskFact = z.output<typeof devTaskFact>;
