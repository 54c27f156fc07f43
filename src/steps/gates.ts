import type { StepId } from './events.ts';
import { AT_END, type Question } from './question.ts';
import type { StepOutcome } from './step.ts';

/** What the run does after a step. */
export type GateAnswer = 'continue' | 'retry' | 'retry-failed' | 'retry-one' | 'start' | 'bundle' | 'quit';

const CONTINUE_LABEL: Record<StepId, string> = {
  preflight: 'Start the stack',
  start: 'Run the proof',
  proof: 'Write the bundle',
  bundle: 'Finish',
};

type GateChoice = Question['choices'][number] & { readonly value: GateAnswer };

const EXPORT: GateChoice = { value: 'bundle', label: 'export bundle', key: 'e' };
const QUIT: GateChoice = { value: 'quit', label: 'quit', key: 'q' };

/** What stands around a gate. */
export interface GateFacts {
  /** The step that comes next in this run, if any. */
  readonly next: StepId | undefined;
  /** True when a bundle step lies ahead. */
  readonly bundleAhead: boolean;
}

/**
 * The question after a step. Its default is what a headless run does: a refusal of the preflight ends the run, a
 * stack that did not come up still leaves a bundle, and so does a proof that failed.
 */
export function gateAfter(step: StepId, outcome: StepOutcome, facts: GateFacts): Question {
  const failed = outcome.status === 'failed';
  const choices: GateChoice[] = [];
  const gone = step === 'proof' && isStackGone(outcome);
  if (gone) choices.push({ value: 'start', label: 'start the stack', key: 's' });
  if (failed && step === 'proof') choices.push({ value: 'retry-failed', label: 'retry failed', key: 'r' });
  if (failed && step !== 'proof') choices.push({ value: 'retry', label: 'retry', key: 'r' });
  if (step === 'proof') {
    choices.push({ value: 'retry-one', label: 'run this one again', key: 't', about: 'check' });
  }
  if (step === 'proof' || (!failed && step === 'preflight')) {
    choices.push({ value: 'retry', label: 'run all again', key: 'R' });
  }
  if (facts.bundleAhead) choices.push(EXPORT);
  if (!failed || step === 'proof') {
    const label = facts.next === undefined ? 'Finish' : CONTINUE_LABEL[step];
    choices.unshift({ value: 'continue', label });
  }
  choices.push(QUIT);
  return {
    id: `after-${step}`,
    step,
    text: gone ? STACK_GONE : questionText(step, failed, facts),
    choices,
    default: defaultAnswer(),
  };

  function defaultAnswer(): GateAnswer {
    if (!failed || step === 'proof') return 'continue';
    return step === 'start' && facts.bundleAhead ? 'bundle' : 'quit';
  }
}

const STACK_GONE = 'The stack does not run any more. Start it again, or write the bundle for support?';

/** True when a proof found no stack: running it again would find none either. */
export function isStackGone(outcome: StepOutcome | undefined): boolean {
  return outcome?.status === 'failed' && outcome.reason.id === 'ST-NOT-RUNNING';
}

function questionText(step: StepId, failed: boolean, facts: GateFacts): string {
  if (failed) {
    const texts: Record<StepId, string> = {
      preflight: 'Preflight refused the run. Mend what is named above and check again?',
      start: 'The stack did not come up. Try again?',
      proof: 'Not proven. Run the failed checks again, or write the bundle for support?',
      bundle: 'The bundle was not written. Try again?',
    };
    return texts[step];
  }
  if (facts.next === undefined) return 'Finish?';
  return `${CONTINUE_LABEL[step]}?`;
}

/**
 * The question at the end of a run: it may be left, or go on with what failed or was not run.
 * @param steps of the run, in order
 */
export function atEnd(steps: readonly StepId[], outcomes: ReadonlyMap<StepId, StepOutcome>): Question {
  const failed = steps.some((id) => outcomes.get(id)?.status === 'failed');
  // A bundle that was left out was left out by choice; it is no step to go on with.
  const open = steps.find((id) => id !== 'bundle' && outcomes.get(id)?.status !== 'ok');
  const choices: GateChoice[] = [{ value: 'quit', label: 'Leave' }];
  if (failed) choices.push({ value: 'retry-failed', label: 'run failed again', key: 'r' });
  else if (open !== undefined) choices.push({ value: 'continue', label: 'go on', key: 'r' });
  choices.push({ value: 'retry', label: 'run all again', key: 'R' });
  if (steps.includes('bundle')) choices.push(EXPORT);
  choices.push(QUIT);
  return {
    id: AT_END,
    step: steps.at(-1) ?? 'bundle',
    text: failed ? 'Leave, or run what failed again?' : open === undefined ? 'Leave?' : 'Leave, or go on?',
    choices,
    default: 'quit',
  };
}
