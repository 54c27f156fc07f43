import { z } from 'zod';
import { hopSchema } from './hops.ts';
import { keptHeaders } from './kept-headers.ts';

/** The three verdicts of a check. There is no fourth. */
export const verdict = z.enum(['PASS', 'SKIP', 'FAIL']);
export type Verdict = z.infer<typeof verdict>;

/** A reason in an event or a report; the catalog in `src/reasons/` has the texts. */
export const reasonSchema = z.strictObject({
  id: z.string().regex(/^[A-Z]{2}(-[A-Z0-9]+)+$/),
  class: z.enum(['credential', 'platform', 'configuration', 'timeout', 'refused', 'not-applicable']),
  sentence: z.string().max(1_000),
  detail: z.string().max(4_000).optional(),
  next: z.string().max(1_000),
});

/** One HTTP call of a check, as evidence: no secret, of the answer's headers only those of a list, of its body a beginning. */
export const exchangeSchema = z.strictObject({
  /** Why the call was made, e.g. `without a token`. */
  purpose: z.string().max(200),
  method: z.string().max(10),
  /** Full URL; query values that could be private are left out. */
  url: z.string().max(2_000),
  /** HTTP status; absent when no answer came. */
  status: z.int().optional(),
  /** Content type and length, server and request id of the answer. */
  headers: keptHeaders.optional(),
  /** Beginning of the answer's body, redacted; for whoever watches the run, and in no report. Never of a mail. */
  answer: z.string().max(4_000).optional(),
  latencyMs: z.number().nonnegative(),
  /** The same call for a shell, with `$VARIABLES` for tokens. */
  command: z.string().max(4_000),
});
export type Exchange = z.infer<typeof exchangeSchema>;

const storyText = z.string().max(400);

/** One step of what a check did, for a reader who follows it. */
export const storyStepSchema = z.strictObject({
  status: verdict,
  /** What was asked of the stack, a sentence. */
  asked: storyText,
  /** What had to come of it, a clause. */
  expected: storyText,
  /** What came, a clause. */
  observed: storyText,
  /** What that shows, a sentence. */
  shows: storyText,
});
export type StoryStep = z.infer<typeof storyStepSchema>;

/** How one check ended. */
export const checkResultSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  group: z.string(),
  status: verdict,
  required: z.boolean(),
  /** Present on SKIP and FAIL. */
  reason: reasonSchema.optional(),
  /** What was observed, one sentence; on PASS the evidence. */
  observed: z.string().max(4_000).optional(),
  /** The operator's challenge, as the stack gave it back in this check. */
  echo: z.string().max(200).optional(),
  proves: z.string(),
  doesNotProve: z.string(),
  /** What the check leaves in the stack, one sentence; absent when it leaves nothing. */
  leaves: z.string().max(1_000).optional(),
  /** How long each stretch of the way took, for a check that follows one request. */
  hops: z.array(hopSchema).max(20).optional(),
  /** What was asked and answered, in order; absent for a check that tells no steps. */
  story: z.array(storyStepSchema).max(100).optional(),
  /** Service of the profile that the check is about. */
  service: z.string(),
  /** Module that owns the service. */
  module: z.string(),
  /** Command that repeats the check's main call. */
  command: z.string().max(4_000),
  /** URL of the main call; absent for a check that makes no call. */
  url: z.string().max(2_000).optional(),
  /** Milliseconds from the check's start to its verdict. */
  latencyMs: z.number().nonnegative(),
  exchanges: z.array(exchangeSchema).max(500),
});
export type CheckResult = z.infer<typeof checkResultSchema>;
