import { z } from 'zod';

/** What a scenario measured of itself, after it became warm. */
export const scenarioReport = z.strictObject({
  wallMs: z.number(),
  /** Processor time, user and system. */
  cpuMs: z.number(),
  /** Frames that were written to the terminal. */
  frames: z.number(),
  /** Bytes that were written to it. */
  bytes: z.number(),
  /** Events in the measured time. */
  events: z.number(),
  /** Events of the whole run of the scenario, each of which must be a line of its journal. */
  journalled: z.number(),
  /** Growth of the resident memory. */
  grownBytes: z.number(),
});
export type ScenarioReport = z.infer<typeof scenarioReport>;
