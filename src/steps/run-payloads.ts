import { z } from 'zod';
import { reasonSchema } from '../proof/verdict.ts';
import { serviceRole } from '../stack/profile-schema.ts';
import { askedRequest } from './asked-schema.ts';
import { STEP_IDS } from './step-id.ts';

const stepId = z.enum(STEP_IDS);

/**
 * How a whole run ended. `passed`: proven. `done`: ended well, and no proof was asked for. `incomplete`: cancelled, or only
 * a part of the required checks was asked for.
 */
export const runVerdict = z.enum(['passed', 'done', 'failed', 'refused', 'incomplete']);
export type RunVerdict = z.infer<typeof runVerdict>;

const counts = z.strictObject({ pass: z.int(), skip: z.int(), fail: z.int() });

/** What the events about a run as a whole hold: its beginning, its end, and what it goes on with. */
export const runPayloads = [
  z.strictObject({
    type: z.literal('run.started'),
    profile: z.string(),
    /** The file that the operator named, when the profile is not one of the program's own. */
    profileFile: z.string().optional(),
    profileTitle: z.string(),
    tier: z.enum(['local', 'hosted', 'production-pilot']),
    runtime: z.string(),
    /** Version of this program. */
    version: z.string(),
    node: z.string(),
    platform: z.string(),
    /** Absolute path of the run folder. */
    folder: z.string(),
    /** Text that a buyer chose. */
    challenge: z.string().optional(),
    steps: z.array(stepId),
    /** SHA-256 of the profile as it was loaded, in hex. */
    profileDigest: z.string().optional(),
    /** What a resumed run asks for again. */
    asked: askedRequest.optional(),
  }),
  z.strictObject({
    type: z.literal('run.facts'),
    /** Services of the profile by role, for the report. */
    services: z.array(
      z.strictObject({ service: z.string(), module: z.string(), role: serviceRole, summary: z.string() }),
    ),
    /** Which environment keys are set, and never what to. */
    environment: z.array(
      z.strictObject({
        key: z.string(),
        secrecy: z.enum(['public', 'secret', 'path']),
        present: z.boolean(),
        /** The value is the documented public default of a local stack. */
        publicDefault: z.boolean(),
      }),
    ),
  }),
  z.strictObject({
    type: z.literal('run.compared'),
    /** Start of the last proven run of this profile, RFC 3339. */
    before: z.iso.datetime(),
    /** True when every check ended as it did then. */
    sameOutcome: z.boolean(),
    /** What changed, for a person. */
    lines: z.array(z.string()),
  }),
  z.strictObject({
    type: z.literal('run.finished'),
    verdict: runVerdict,
    exitCode: z.int(),
    counts,
    reason: reasonSchema.optional(),
    /** Milliseconds. */
    duration: z.number().nonnegative(),
    /** The run in one line that can be read over the phone; `bus-setup explain` reads it. */
    supportCode: z.string().optional(),
  }),
  z.strictObject({
    /** Only where somebody watches: what the run amounts to if it is left now. It may still go on. */
    type: z.literal('run.concluded'),
    verdict: runVerdict,
    exitCode: z.int(),
    counts,
    reason: reasonSchema.optional(),
    supportCode: z.string().optional(),
  }),
  z.strictObject({
    /** This run goes on with an unfinished one of the same folder. */
    type: z.literal('run.resumed'),
    /** First step that had not come to its end. */
    step: stepId,
    /** The runs that it goes on with, oldest first: id, start, and the last sign of each. */
    before: z.array(
      z.strictObject({ run: z.string(), startedAt: z.iso.datetime(), lastAt: z.iso.datetime() }),
    ),
    /** Lines of the journal that did not count, because they are damaged. */
    lostLines: z.int(),
  }),
  z.strictObject({
    /** A fact of the unfinished run was held against the world. */
    type: z.literal('fact.verified'),
    fact: z.enum(['version', 'profile', 'answers', 'stack', 'proof']),
    holds: z.boolean(),
    /** What was seen. */
    note: z.string(),
  }),
] as const;
