import type { Host } from '../host/host.ts';
import { createEmitter, type TextRedactor } from './emitter.ts';
import type { Ending } from './ending.ts';
import type { RunEvent, RunEventBody } from './events.ts';
import type { Journal } from './journal.ts';
import type { RunState } from './run-state.ts';
import { supportCodeOf } from './support-facts.ts';

/** Where the events of one run go: to its journal and to its faces, up to `run.finished` and not beyond. */
export interface RunRecord {
  /** Never throws. */
  emit(body: RunEventBody): void;
  /** From now on the events go to this journal too; it is closed by `finish`. */
  keepIn(journal: Journal): void;
  /**
   * Aborted, with the SetupError as its reason, when the journal could not be written: a run that keeps no journal has
   * no evidence. The faces are still told.
   */
  readonly broken: AbortSignal;
  /** Emits the last event; what comes after it is dropped, for a run that ended at once may still have work under way. */
  finish(ending: Ending): Ending;
}

/**
 * @param redactor every string of every event passes it
 * @param announce told of each event, after the journal
 * @param state the state after the events so far
 */
export function createRunRecord(
  host: Host,
  redactor: TextRedactor,
  announce: (event: RunEvent) => void,
  state: () => RunState,
): RunRecord {
  const broken = new AbortController();
  let journal: Journal | undefined;
  let finished = false;

  function append(event: RunEvent): void {
    const open = journal;
    try {
      open?.append(event);
    } catch (error) {
      journal = undefined;
      open?.close();
      broken.abort(error);
    }
  }

  const emitter = createEmitter(host, host.uuid(), redactor, [append, announce]);
  const emit = (body: RunEventBody): void => {
    if (!finished) emitter.emit(body);
  };
  return {
    emit,
    broken: broken.signal,
    keepIn(opened) {
      journal = opened;
    },
    finish(ending) {
      emit({
        type: 'run.finished',
        verdict: ending.verdict,
        exitCode: ending.exitCode,
        counts: countsOf(state()),
        ...(ending.reason === undefined ? {} : { reason: ending.reason }),
        duration: Math.round(emitter.elapsed()),
        supportCode: supportCodeOf(state(), ending),
      });
      finished = true;
      journal?.close();
      return ending;
    },
  };
}

/** How many checks of the proof ended how. */
export function countsOf(state: RunState): { pass: number; skip: number; fail: number } {
  const checks = state.steps.find((step) => step.id === 'proof')?.checks ?? [];
  const count = (status: string): number => checks.filter(({ result }) => result?.status === status).length;
  return { pass: count('PASS'), skip: count('SKIP'), fail: count('FAIL') };
}
