import type { Ask } from './engine-hooks.ts';
import type { RunEventBody } from './events.ts';
import { resumedProof, verifyStack } from './kept-proof.ts';
import type { RunState } from './run-state.ts';
import type { Step } from './step.ts';
import { STEP_IDS, type StepId } from './step-id.ts';
import type { UnfinishedRun } from './unfinished-run.ts';

/** The event that says which runs a run goes on with. */
export function runResumed({ state, run, step, lastAt, lostLines }: UnfinishedRun): RunEventBody {
  const before = [...(state.resumed?.before ?? []), { run: run.run, startedAt: run.at, lastAt }];
  return { type: 'run.resumed', step, before, lostLines };
}

/**
 * The steps of a run that goes on. Preflight and start are done again, for that is how their facts are verified: the
 * start uses the stack that runs. The proof is kept when what it rests on still holds.
 */
export function resumedSteps(steps: readonly Step[], unfinished: UnfinishedRun): readonly Step[] {
  return steps.map((step) => {
    if (step.id === 'proof') return resumedProof(unfinished);
    return step.id === 'start' ? verifiedStart(step, unfinished) : step;
  });
}

/**
 * Answers the gates that were passed in the unfinished run by themselves, as long as their step went well again.
 * @param state the state of the run that goes on
 */
export function resumedAsk(ask: Ask, unfinished: UnfinishedRun, state: () => RunState): Ask {
  const reached = STEP_IDS.indexOf(unfinished.step);
  const answered = new Set<string>();
  return async (question, signal) => {
    const step = passedStep(question.id);
    const again = step !== undefined && STEP_IDS.indexOf(step) < reached && !answered.has(question.id);
    answered.add(question.id);
    if (again && question.default === 'continue' && isAsBefore(step, state()))
      return { value: question.default };
    return await ask(question, signal);
  };
}

function verifiedStart(start: Step, unfinished: UnfinishedRun): Step {
  return {
    id: 'start',
    async run(context, pass) {
      const outcome = await start.run(context, pass);
      if (outcome.status === 'ok') verifyStack(unfinished, context);
      return outcome;
    },
  };
}

function passedStep(question: string): StepId | undefined {
  return STEP_IDS.find((id) => question === `after-${id}`);
}

/** A proof that had to be run again has results that nobody has seen yet. */
function isAsBefore(step: StepId, { steps }: RunState): boolean {
  return step !== 'proof' || steps.find(({ id }) => id === step)?.keptFrom !== undefined;
}
