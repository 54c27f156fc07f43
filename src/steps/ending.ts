import { reason } from '../reasons/catalog.ts';
import type { Reason } from '../reasons/reason.ts';
import { SetupError } from '../reasons/setup-error.ts';
import type { StepId } from './events.ts';
import { exitCodeOf } from './exit-code.ts';
import { machineTrouble } from './machine-trouble.ts';
import type { RunVerdict } from './run-payloads.ts';
import { EXIT, type Step, type StepOutcome } from './step.ts';

/** How a run ended. */
export interface Ending {
  readonly verdict: RunVerdict;
  readonly exitCode: number;
  readonly reason?: Reason;
}

/** What the steps so far amount to. The first one that failed decides; later ones only add to the evidence. */
export function endingOf(steps: readonly Step[], outcomes: ReadonlyMap<StepId, StepOutcome>): Ending {
  for (const { id } of steps) {
    const outcome = outcomes.get(id);
    if (outcome?.status === 'cancelled') {
      return { verdict: 'incomplete', exitCode: EXIT.interrupted, reason: outcome.reason };
    }
    if (outcome?.status !== 'failed') continue;
    return { verdict: verdictOf(id, outcome), exitCode: outcome.exitCode, reason: outcome.reason };
  }
  const proof = outcomes.get('proof');
  if (!steps.some((step) => step.id === 'proof')) return { verdict: 'done', exitCode: EXIT.proven };
  if (proof === undefined) {
    return { verdict: 'incomplete', exitCode: EXIT.interrupted, reason: reason('RN-CANCELLED') };
  }
  return { verdict: 'passed', exitCode: EXIT.proven };
}

function verdictOf(step: StepId, outcome: Extract<StepOutcome, { status: 'failed' }>): RunVerdict {
  if (step === 'preflight' && outcome.exitCode === EXIT.refused) return 'refused';
  return outcome.partial === true ? 'incomplete' : 'failed';
}

/** What was started may go on, and the step that started it knows how to end it. */
export function whyCancelled(error: unknown): Reason {
  const known = error instanceof SetupError && error.reason.id === 'RN-CANCELLED';
  return known ? error.reason : reason('RN-CANCELLED');
}

/** The ending of a run that broke outside its steps: it could not go on, and the reason says why. */
export function failedBy(thrown: unknown): Ending {
  const error = machineTrouble(thrown) ?? thrown;
  if (error instanceof SetupError) {
    return { verdict: 'failed', exitCode: exitCodeOf(error), reason: error.reason };
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { verdict: 'failed', exitCode: EXIT.bug, reason: reason('RN-INTERNAL', detail) };
}

/**
 * The ending of a run that a signal (its name) has cancelled.
 * @param error what the step that ran threw, which may say what it left
 */
export function cancelledBy(signalName: unknown, error?: unknown): Ending {
  return {
    verdict: 'incomplete',
    exitCode: exitCodeFor(signalName),
    reason: whyCancelled(error),
  };
}

function exitCodeFor(signalName: unknown): number {
  if (signalName === 'SIGHUP') return EXIT.hungUp;
  return signalName === 'SIGTERM' ? EXIT.terminated : EXIT.interrupted;
}
