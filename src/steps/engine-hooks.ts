import type { Ending } from './ending.ts';
import type { StepId } from './events.ts';
import type { Question } from './question.ts';
import type { StepOutcome } from './step.ts';

/** What the operator said to a question. */
export interface Answer {
  readonly value: string;
  /** What it is about, for a choice that needs that: the id of a check. */
  readonly subject?: string;
}

/**
 * Hands a question to the operator, or answers it by its default.
 * @param signal ends the wait of this question alone
 * @returns rejects when the run is cancelled, or the signal is aborted
 */
export type Ask = (question: Question, signal?: AbortSignal) => Promise<Answer>;

/** Where a run meets what is around it. */
export interface EngineHooks {
  /** Called after each step, before its gate: writes the report. */
  readonly afterStep?: (step: StepId, outcome: StepOutcome) => Promise<void>;
  /**
   * Called when the steps are through, before the last question. Absent when nobody is there to be asked: the run ends
   * there then.
   */
  readonly concluded?: (ending: Ending) => Promise<void>;
  /** Is given the function that leaves the step that runs for the bundle; undefined when nothing can be left. */
  readonly offerDetour?: (leave: (() => void) | undefined) => void;
}
