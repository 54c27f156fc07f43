import { bundleStep } from './bundle-step.ts';
import type { StepId } from './events.ts';
import { preflightStep } from './preflight-step.ts';
import { proofStep } from './proof-step.ts';
import { startStep } from './start-step.ts';
import type { Step } from './step.ts';

/** Every step by its id. */
export const STEPS: Readonly<Record<StepId, Step>> = {
  preflight: preflightStep,
  start: startStep,
  proof: proofStep,
  bundle: bundleStep,
};
