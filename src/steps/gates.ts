import type { Question, StepId } from './events.ts';
import type { StepOutcome } from './step.ts';

/** What the run does after a step. */
export type GateAnswer = 'continue' | 'retry' | 'retry-failed' | 'bundle' | 'quit';

const CONTINUE_LABEL: Record<StepId, string> = {
  preflight: 'Start the stack',
  start: 'Run the proof',
  proof: 'Write the bundle',
  bundle: 'Finish',
};

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
  const choices: { value: GateAnswer; label: string; key?: string }[] = [];
  if (failed && step === 'proof') choices.push({ value: 'retry-failed', label: 'retry failed', key: 'r' });
  if (failed && step !== 'proof') {
    choices.push({ value: 'retry', label: 'retry', key: 'r' });
    if (facts.bundleAhead) choices.push({ value: 'bundle', label: 'export bundle', key: 'e' });
  }
  if (step === 'proof' || (!failed && step === 'preflight')) {
    choices.push({ value: 'retry', label: 'run all again', key: 'R' });
  }
  if (!failed || step === 'proof') {
    const label = facts.next === undefined ? 'Finish' : CONTINUE_LABEL[step];
    choices.unshift({ value: 'continue', label });
  }
  choices.push({ value: 'quit', label: 'quit', key: 'q' });
  return {
    id: `after-${step}`,
    step,
    text: questionText(step, failed, facts),
    choices,
    default: defaultAnswer(),
  };

  function defaultAnswer(): GateAnswer {
    if (!failed || step === 'proof') return 'continue';
    return step === 'start' && facts.bundleAhead ? 'bundle' : 'quit';
  }
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
