import { z } from 'zod';
import { checkResultSchema, reasonSchema } from '../proof/verdict.ts';
import { serviceRole } from '../stack/profile-schema.ts';
import { question } from './question.ts';
import { runPayloads } from './run-payloads.ts';
import { STEP_IDS, type StepId } from './step-id.ts';

/** Version of the event format; a line with another one is refused. */
export const EVENT_VERSION = 1;

export const stepId = z.enum(STEP_IDS);
export type { StepId };

export const serviceState = z.enum([
  'absent',
  'creating',
  'starting',
  'running',
  'healthy',
  'unhealthy',
  'restarting',
  'exited',
  'done',
  'skipped',
]);

/** What the events of a step hold. */
const stepPayloads = [
  z.strictObject({
    type: z.literal('step.started'),
    step: stepId,
    title: z.string(),
    /** True when the step runs again; checks that are not listed keep their result. */
    again: z.boolean().optional(),
    /** Checks that the step will run, in order of display. */
    checks: z.array(z.strictObject({ id: z.string(), title: z.string(), required: z.boolean() })).optional(),
    /** Services that the step will bring up, in order of display. */
    services: z
      .array(z.strictObject({ service: z.string(), role: serviceRole, summary: z.string() }))
      .optional(),
    /** Collectors that the step will run, in order of display. */
    collectors: z.array(z.strictObject({ id: z.string(), title: z.string() })).optional(),
  }),
  z.strictObject({ type: z.literal('check.started'), step: stepId, check: z.string() }),
  z.strictObject({
    type: z.literal('check.progress'),
    step: stepId,
    check: z.string(),
    done: z.int(),
    of: z.int(),
    note: z.string(),
  }),
  z.strictObject({ type: z.literal('check.finished'), step: stepId, result: checkResultSchema }),
  z.strictObject({
    type: z.literal('service.changed'),
    service: z.string(),
    state: serviceState,
    detail: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal('stack.ready'),
    started: z.boolean(),
    urls: z.record(z.string(), z.string()),
    /** Names this start of the stack, where the runtime can tell one start from the next. */
    instance: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal('collector.finished'),
    collector: z.string(),
    /** Files as they stand in the bundle, after redaction. */
    files: z.array(
      z.strictObject({ path: z.string(), bytes: z.int(), redactions: z.int(), why: z.string() }),
    ),
    /** Why something is missing or was withheld. */
    reason: reasonSchema.optional(),
  }),
  z.strictObject({
    type: z.literal('bundle.progress'),
    stage: z.enum(['collecting', 'redacting', 'packing', 'scanning', 'writing']),
    done: z.int(),
    of: z.int(),
  }),
  z.strictObject({
    /** The operator puts a file of the bundle in or out, before it is sealed. */
    type: z.literal('file.selected'),
    /** Path in the bundle. */
    path: z.string(),
    included: z.boolean(),
  }),
  z.strictObject({ type: z.literal('log.line'), source: z.string(), line: z.string() }),
  z.strictObject({ type: z.literal('question.asked'), question }),
  z.strictObject({
    type: z.literal('question.answered'),
    id: z.string(),
    answer: z.string(),
    /** What the answer is about, e.g. the id of a check. */
    subject: z.string().optional(),
    by: z.enum(['operator', 'default', 'flag']),
  }),
  z.strictObject({
    type: z.literal('artifact.written'),
    kind: z.enum(['results', 'report', 'evidence', 'bundle', 'journal']),
    /** Absolute path. */
    path: z.string(),
    bytes: z.int(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    /** Of evidence: to be told to the buyer over another channel. */
    proofCode: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal('step.finished'),
    step: stepId,
    status: z.enum(['ok', 'failed', 'skipped', 'cancelled']),
    reason: reasonSchema.optional(),
    /** Milliseconds. */
    duration: z.number().nonnegative(),
  }),
  z.strictObject({
    /** The results of a step are those of an earlier run, and it is not run again. */
    type: z.literal('step.kept'),
    step: stepId,
    title: z.string(),
    /** Id of the run that found them. */
    from: z.string(),
    checks: z.array(z.strictObject({ id: z.string(), title: z.string(), required: z.boolean() })),
    results: z.array(checkResultSchema),
  }),
] as const;

const payloads = [...runPayloads, ...stepPayloads] as const;

const envelope = {
  v: z.literal(EVENT_VERSION),
  /** Run id, a UUID. */
  run: z.string(),
  /** 1, 2, 3 … without a gap. */
  seq: z.int().positive(),
  /** Milliseconds since the run started, on a clock that never goes back. */
  t: z.number().nonnegative(),
  /** Wall clock, RFC 3339. */
  at: z.iso.datetime(),
};

/** What a step emits: an event without its envelope. */
export const runEventBody = z.discriminatedUnion('type', payloads);
export type RunEventBody = z.infer<typeof runEventBody>;

/** One line of the journal and of `--json`. */
export const runEvent = z.discriminatedUnion('type', [
  payloads[0].extend(envelope),
  payloads[1].extend(envelope),
  payloads[2].extend(envelope),
  payloads[3].extend(envelope),
  payloads[4].extend(envelope),
  payloads[5].extend(envelope),
  payloads[6].extend(envelope),
  payloads[7].extend(envelope),
  payloads[8].extend(envelope),
  payloads[9].extend(envelope),
  payloads[10].extend(envelope),
  payloads[11].extend(envelope),
  payloads[12].extend(envelope),
  payloads[13].extend(envelope),
  payloads[14].extend(envelope),
  payloads[15].extend(envelope),
  payloads[16].extend(envelope),
  payloads[17].extend(envelope),
  payloads[18].extend(envelope),
  payloads[19].extend(envelope),
  payloads[20].extend(envelope),
  payloads[21].extend(envelope),
]);
export type RunEvent = z.infer<typeof runEvent>;
