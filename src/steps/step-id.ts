/** The steps of a run, in order. */
export const STEP_IDS = ['preflight', 'start', 'proof', 'bundle'] as const;

/** Id of a step. */
export type StepId = (typeof STEP_IDS)[number];
