import type { RunStatus } from './run-status.ts';
import {
  clearProgress,
  giveTitleBack,
  keepTitle,
  notification,
  setTitle,
  showProgress,
} from './sequences.ts';
import type { TerminalSkills } from './terminal-skills.ts';

/** Work that took less is over before anybody looks elsewhere. */
const WORTH_A_NOTE = 20_000;

/** What a run shows around its screens. */
export interface TerminalExtras {
  /** Shows the state of the run; writes only what has changed. */
  show(status: RunStatus): void;
  /** What gives the terminal back as it was; empty when there is nothing to give back, also a second time. */
  reset(): string;
}

/**
 * Title, progress and notifications on one terminal.
 * @param write sends a sequence; never called for a skill that the terminal does not have
 * @param now milliseconds on a clock that never goes back
 */
export function terminalExtras(
  skills: TerminalSkills,
  write: (sequence: string) => void,
  now: () => number,
): TerminalExtras {
  let title: string | undefined;
  let progress = '';
  let workingSince: number | undefined;

  function showTitle(next: string): void {
    if (!skills.title || next === title) return;
    write(title === undefined ? keepTitle() + setTitle(next) : setTitle(next));
    title = next;
  }

  function showsProgress(next: string): void {
    if (!skills.progress || next === progress) return;
    write(next === '' ? clearProgress() : next);
    progress = next;
  }

  return {
    show({ title: next, working, progress: far }) {
      showTitle(next);
      showsProgress(working && far !== undefined ? showProgress(far) : '');
      if (working) {
        workingSince ??= now();
        return;
      }
      const took = workingSince === undefined ? 0 : now() - workingSince;
      workingSince = undefined;
      if (took >= WORTH_A_NOTE && skills.notifier !== 'none') write(notification(skills.notifier, next));
    },
    reset() {
      const sequence = `${progress === '' ? '' : clearProgress()}${title === undefined ? '' : giveTitleBack()}`;
      title = undefined;
      progress = '';
      return sequence;
    },
  };
}
