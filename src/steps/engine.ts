import { reason } from '../reasons/catalog.ts';
import { SetupError } from '../reasons/setup-error.ts';
import { cancelledBy, type Ending, endingOf, failedBy } from './ending.ts';
import type { Answer, Ask, EngineHooks } from './engine-hooks.ts';
import type { StepId } from './events.ts';
import { atEnd, type GateAnswer, gateAfter, isStackGone } from './gates.ts';
import type { Question } from './question.ts';
import { runStep } from './run-step.ts';
import type { Step, StepContext, StepOutcome, StepPass } from './step.ts';

/** Where the run goes on; no step means that it ends. */
interface Place {
  readonly step: number | undefined;
  readonly pass: StepPass;
}

/**
 * Runs the steps in order, with a gate after each, and a last question at the end.
 * @returns how the run ended; a cancelled run ends with the signal's exit code, unless it had come to its end
 */
export async function runSteps(
  steps: readonly Step[],
  context: StepContext,
  ask: Ask,
  hooks: EngineHooks = {},
): Promise<Ending> {
  const outcomes = new Map<StepId, StepOutcome>();
  let concluded: Ending | undefined;
  let place: Place = { step: 0, pass: 'first' };
  try {
    for (;;) {
      const step = place.step === undefined ? undefined : steps[place.step];
      if (step === undefined) {
        const ending = endingOf(steps, outcomes);
        if (place.step === undefined || hooks.concluded === undefined) return ending;
        await hooks.concluded(ending);
        concluded = ending;
        place = placeAtEnd(
          steps,
          outcomes,
          await ask(
            atEnd(
              steps.map(({ id }) => id),
              outcomes,
            ),
          ),
        );
        concluded = undefined;
        continue;
      }
      const { outcome, left } = await runStep(step, context, place.pass, ask, hooks.offerDetour);
      outcomes.set(step.id, outcome);
      if (step.id === 'start' && outcome.status === 'ok' && isStackGone(outcomes.get('proof'))) {
        outcomes.set('proof', NOT_PROVEN_AGAIN);
      }
      await hooks.afterStep?.(step.id, outcome);
      place = left
        ? { step: placeOf(steps, 'bundle'), pass: 'first' }
        : placeAfter(steps, step, await ask(gateOf(steps, step.id, outcome)));
    }
  } catch (error) {
    if (!context.signal.aborted) throw error;
    const cause: unknown = context.signal.reason;
    if (cause instanceof SetupError) return failedBy(cause);
    // Everything was done and told; closing the terminal on the last question takes nothing of it back.
    if (concluded !== undefined) return concluded;
    return cancelledBy(cause, error);
  }
}

/** What the proof amounts to that found no stack, once the operator has started one: its reason holds no more. */
const NOT_PROVEN_AGAIN: StepOutcome = {
  status: 'cancelled',
  reason: reason(
    'RN-CANCELLED',
    'the stack was started again, and the run was left before its proof',
    'bus-setup proof',
  ),
};

function placeOf(steps: readonly Step[], id: StepId): number {
  return steps.findIndex((step) => step.id === id);
}

function gateOf(steps: readonly Step[], id: StepId, outcome: StepOutcome): Question {
  const index = placeOf(steps, id);
  return gateAfter(id, outcome, {
    next: steps[index + 1]?.id,
    bundleAhead: placeOf(steps, 'bundle') > index,
  });
}

function placeAfter(steps: readonly Step[], { id }: Step, { value, subject }: Answer): Place {
  const index = placeOf(steps, id);
  switch (value as GateAnswer) {
    case 'continue':
      return { step: index + 1, pass: 'first' };
    case 'retry':
      return { step: index, pass: 'all-again' };
    case 'retry-failed':
      return { step: index, pass: 'failed-again' };
    case 'retry-one':
      return { step: index, pass: subject === undefined ? 'failed-again' : { only: subject } };
    case 'start':
      return { step: placeOf(steps, 'start'), pass: 'all-again' };
    case 'bundle':
      return { step: placeOf(steps, 'bundle'), pass: 'first' };
    default:
      return { step: undefined, pass: 'first' };
  }
}

/** A proof keeps what passed; any other step is done again from its start. */
function passAgain(step: Step | undefined, outcomes: ReadonlyMap<StepId, StepOutcome>): StepPass {
  if (step === undefined || !outcomes.has(step.id)) return 'first';
  return step.id === 'proof' ? 'failed-again' : 'all-again';
}

function placeAtEnd(
  steps: readonly Step[],
  outcomes: ReadonlyMap<StepId, StepOutcome>,
  { value }: Answer,
): Place {
  const open = steps.findIndex(({ id }) => outcomes.get(id)?.status !== 'ok');
  switch (value as GateAnswer) {
    case 'retry-failed': {
      const found = steps.findIndex(({ id }) => outcomes.get(id)?.status === 'failed');
      const gone = isStackGone(outcomes.get(steps[found]?.id ?? 'proof'));
      const failed = gone ? placeOf(steps, 'start') : found;
      return { step: failed, pass: passAgain(steps[failed], outcomes) };
    }
    case 'continue':
      return { step: open, pass: passAgain(steps[open], outcomes) };
    case 'retry':
      return { step: outcomes.has('proof') ? placeOf(steps, 'proof') : 0, pass: 'all-again' };
    case 'bundle':
      return { step: placeOf(steps, 'bundle'), pass: 'all-again' };
    default:
      return { step: undefined, pass: 'first' };
  }
}
