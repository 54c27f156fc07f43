import { z } from 'zod';
import { STEP_IDS } from './step-id.ts';

/** A question that a step asks; headless runs take the default at once. */
export const question = z.strictObject({
  id: z.string(),
  step: z.enum(STEP_IDS),
  /** A sentence. */
  text: z.string(),
  choices: z
    .array(
      z.strictObject({
        value: z.string(),
        label: z.string(),
        key: z.string().optional(),
        /** Such an answer names its subject, e.g. the id of the check that is to be run again. */
        about: z.enum(['check']).optional(),
      }),
    )
    .min(1),
  /** Value that a headless run takes. */
  default: z.string(),
});
export type Question = z.infer<typeof question>;

/** The last question of a run that somebody watches: it has come to its end, and may still go on from there. */
export const AT_END = 'at-end';
