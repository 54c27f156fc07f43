import { reason } from '../reasons/catalog.ts';
import type { Reason } from '../reasons/reason.ts';
import { SetupError } from '../reasons/setup-error.ts';
import type { Question, RunVerdict, StepId } from './events.ts';
import { exitCodeOf } from './exit-code.ts';
import { type GateAnswer, gateAfter } from './gates.ts';
import { EXIT, type Step, type StepContext, type StepOutcome, type StepPass } from './step.ts';

/** How a run ended. */
export interface Ending {
  readonly verdict: RunVerdict;
  readonly exitCode: number;
  readonly reason?: Reason;
}

/** Hands a question to the operator, or answers it by its default. Rejects when the run is cancelled. */
export type Ask = (question: Question) => Promise<string>;

/**
 * Runs the steps in order, with a gate after each.
 * @param afterStep called after each step, before its gate: writes the report
 * @returns how the run ended; a cancelled run ends with the signal's exit code
 */
export async function runSteps(
  steps: readonly Step[],
  context: StepContext,
  ask: Ask,
  afterStep: (step: StepId, outcome: StepOutcome) => Promise<void>,
): Promise<Ending> {
  const outcomes = new Map<StepId, StepOutcome>();
  let index = 0;
  let pass: StepPass = 'first';
  try {
    for (;;) {
      const step = steps[index];
      if (step === undefined) return endingOf(steps, outcomes);
      const outcome = await runStep(step, context, pass);
      outcomes.set(step.id, outcome);
      await afterStep(step.id, outcome);
      const bundleIndex = steps.findIndex((each) => each.id === 'bundle');
      const gate = gateAfter(step.id, outcome, {
        next: steps[index + 1]?.id,
        bundleAhead: bundleIndex > index,
      });
      const answer = (await ask(gate)) as GateAnswer;
      pass = 'first';
      if (answer === 'continue') index += 1;
      else if (answer === 'retry') pass = 'all-again';
      else if (answer === 'retry-failed') pass = 'failed-again';
      else if (answer === 'bundle') index = bundleIndex;
      else return endingOf(steps, outcomes);
    }
  } catch (error) {
    if (!context.signal.aborted) throw error;
    const cause: unknown = context.signal.reason;
    if (cause instanceof SetupError) return failedBy(cause);
    return { ...cancelledBy(cause), reason: whyCancelled(error) };
  }
}

async function runStep(step: Step, context: StepContext, pass: StepPass): Promise<StepOutcome> {
  const startedAt = context.host.monotonic();
  const duration = (): number => Math.round(context.host.monotonic() - startedAt);
  try {
    const outcome = await step.run(context, pass);
    context.signal.throwIfAborted();
    const why = outcome.status === 'ok' ? {} : { reason: outcome.reason };
    context.emit({
      type: 'step.finished',
      step: step.id,
      status: outcome.status,
      ...why,
      duration: duration(),
    });
    return outcome;
  } catch (error) {
    if (context.signal.aborted) {
      const cause: unknown = context.signal.reason;
      context.emit({
        type: 'step.finished',
        step: step.id,
        ...(cause instanceof SetupError
          ? { status: 'failed', reason: cause.reason }
          : { status: 'cancelled', reason: whyCancelled(error) }),
        duration: duration(),
      });
      throw error;
    }
    const outcome = outcomeOf(step.id, error);
    context.emit({
      type: 'step.finished',
      step: step.id,
      status: 'failed',
      reason: outcome.reason,
      duration: duration(),
    });
    return outcome;
  }
}

const FAILED_EXIT: Record<StepId, number> = {
  preflight: EXIT.refused,
  start: EXIT.notReady,
  proof: EXIT.notProven,
  bundle: EXIT.bundleRefused,
};

/** What the operator can mend becomes the step's reason; a bug stays a bug, but the run still ends in order. */
function outcomeOf(step: StepId, error: unknown): Extract<StepOutcome, { status: 'failed' }> {
  if (error instanceof SetupError) {
    const { id } = error.reason;
    const anywhere = id === 'ST-NOT-RUNNING' || id === 'RN-OUTPUT-UNUSABLE' || id === 'RN-DISK-FULL';
    const exitCode = anywhere ? exitCodeOf(error) : FAILED_EXIT[step];
    return { status: 'failed', reason: error.reason, exitCode };
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { status: 'failed', reason: reason('RN-INTERNAL', detail), exitCode: EXIT.bug };
}

/** The first step that failed decides; later ones only add to the evidence. */
function endingOf(steps: readonly Step[], outcomes: ReadonlyMap<StepId, StepOutcome>): Ending {
  for (const { id } of steps) {
    const outcome = outcomes.get(id);
    if (outcome?.status !== 'failed') continue;
    return {
      verdict: verdictOf(id, outcome),
      exitCode: outcome.exitCode,
      reason: outcome.reason,
    };
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
function whyCancelled(error: unknown): Reason {
  const known = error instanceof SetupError && error.reason.id === 'RN-CANCELLED';
  return known ? error.reason : reason('RN-CANCELLED');
}

/** The ending of a run that broke outside its steps: it could not go on, and the reason says why. */
export function failedBy(error: unknown): Ending {
  if (error instanceof SetupError) {
    return { verdict: 'failed', exitCode: exitCodeOf(error), reason: error.reason };
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { verdict: 'failed', exitCode: EXIT.bug, reason: reason('RN-INTERNAL', detail) };
}

/** The ending of a run that a signal (its name) has cancelled. */
export function cancelledBy(signalName: unknown): Ending {
  return {
    verdict: 'incomplete',
    exitCode: signalName === 'SIGTERM' ? EXIT.terminated : EXIT.interrupted,
    reason: reason('RN-CANCELLED'),
  };
}
