import { reason } from '../reasons/catalog.ts';
import { SetupError } from '../reasons/setup-error.ts';
import { whyCancelled } from './ending.ts';
import type { Ask, EngineHooks } from './engine-hooks.ts';
import type { RunEventBody, StepId } from './events.ts';
import { exitCodeOf } from './exit-code.ts';
import { machineTrouble } from './machine-trouble.ts';
import { EXIT, type Step, type StepContext, type StepOutcome, type StepPass } from './step.ts';

/** How a step went. */
export interface RanStep {
  readonly outcome: StepOutcome;
  /** True when the operator left it for the bundle, whether or not it had ended by then. */
  readonly left: boolean;
}

/**
 * Runs one step and tells how it ended.
 * @param offerDetour is given the function that leaves the step for the bundle while it runs
 * @throws what the step threw, when the run was cancelled
 */
export async function runStep(
  step: Step,
  context: StepContext,
  pass: StepPass,
  ask: Ask,
  offerDetour: EngineHooks['offerDetour'],
): Promise<RanStep> {
  const startedAt = context.host.monotonic();
  let waited = 0;
  const detour = new AbortController();
  const signal = AbortSignal.any([context.signal, detour.signal]);
  const finished = (
    event: Pick<Extract<RunEventBody, { type: 'step.finished' }>, 'status' | 'reason'>,
  ): void =>
    context.emit({
      type: 'step.finished',
      step: step.id,
      ...event,
      duration: Math.round(context.host.monotonic() - startedAt - waited),
    });
  if (step.id !== 'bundle') offerDetour?.(() => detour.abort());
  try {
    const inside: StepContext = {
      ...context,
      signal,
      async ask(question) {
        const askedAt = context.host.monotonic();
        const { value } = await ask(question, signal);
        // How long a person thinks is not how long the step takes.
        waited += context.host.monotonic() - askedAt;
        return value;
      },
    };
    const outcome = await step.run(inside, pass);
    context.signal.throwIfAborted();
    finished(outcome.status === 'ok' ? { status: 'ok' } : { status: outcome.status, reason: outcome.reason });
    return { outcome, left: detour.signal.aborted };
  } catch (error) {
    if (context.signal.aborted) {
      const cause: unknown = context.signal.reason;
      finished(
        cause instanceof SetupError
          ? { status: 'failed', reason: cause.reason }
          : { status: 'cancelled', reason: whyCancelled(error) },
      );
      throw error;
    }
    if (detour.signal.aborted) {
      const why = whyCancelled(error);
      const outcome = { status: 'cancelled', reason: { ...why, detail: why.detail ?? LEFT } } as const;
      finished(outcome);
      return { outcome, left: true };
    }
    const outcome = outcomeOf(step.id, error);
    finished({ status: 'failed', reason: outcome.reason });
    return { outcome, left: false };
  } finally {
    offerDetour?.(undefined);
  }
}

/** Why a step was cancelled, when it does not say so itself. */
const LEFT = 'the step was left for the bundle';

const FAILED_EXIT: Record<StepId, number> = {
  preflight: EXIT.refused,
  start: EXIT.notReady,
  proof: EXIT.notProven,
  bundle: EXIT.bundleRefused,
};

/** Reasons that any step may meet; they keep their own exit code. */
const ANYWHERE: ReadonlySet<string> = new Set([
  'ST-NOT-RUNNING',
  'RN-OUTPUT-UNUSABLE',
  'RN-DISK-FULL',
  'RN-TOO-MANY-FILES',
  'RN-USAGE',
  'BN-NOTHING-CHOSEN',
]);

/** What the operator can mend becomes the step's reason; a bug stays a bug, but the run still ends in order. */
function outcomeOf(step: StepId, thrown: unknown): Extract<StepOutcome, { status: 'failed' }> {
  const error = machineTrouble(thrown) ?? thrown;
  if (error instanceof SetupError) {
    const { id } = error.reason;
    const exitCode = ANYWHERE.has(id) ? exitCodeOf(error) : FAILED_EXIT[step];
    return { status: 'failed', reason: error.reason, exitCode };
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { status: 'failed', reason: reason('RN-INTERNAL', detail), exitCode: EXIT.bug };
}
