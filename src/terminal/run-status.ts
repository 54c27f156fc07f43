import { SCREENS } from '../screens/screen-id.ts';
import type { RunState, StepState } from '../steps/run-state.ts';
import type { Progress } from './sequences.ts';

/** What a run looks like from afar. It is made of our own words: nothing that a stack said is in it. */
export interface RunStatus {
  /** For the title of the window. */
  readonly title: string;
  /** True while steps work. */
  readonly working: boolean;
  /** Of the step that works. */
  readonly progress?: Progress;
}

const VERDICTS: Readonly<Record<string, string>> = {
  passed: 'proven',
  done: 'done',
  failed: 'not proven',
  refused: 'refused',
  incomplete: 'incomplete',
};

/** The state of a run in a few words, and how far its step is. */
export function runStatus(run: RunState): RunStatus {
  const ended = run.finished ?? run.concluded;
  if (ended !== undefined && (run.finished !== undefined || run.question !== undefined))
    return { title: `bus-setup: ${VERDICTS[ended.verdict] ?? 'ended'}`, working: false };
  const id = run.question?.step ?? run.current;
  if (id === undefined) return { title: 'bus-setup', working: false };
  const { number, name } = SCREENS[id];
  if (run.question !== undefined)
    return { title: `bus-setup ${number} ${name}: waits for you`, working: false };
  const step = run.steps.find((each) => each.id === id);
  return { title: `bus-setup ${number} ${name}`, working: true, progress: progressOf(run, step) };
}

function progressOf(run: RunState, step: StepState | undefined): Progress {
  const marks: readonly (readonly [done: boolean, failed: boolean])[] = parts(run, step);
  const done = marks.filter(([each]) => each).length;
  const percent = marks.length === 0 ? undefined : (100 * done) / marks.length;
  return { percent, failed: marks.some(([, failed]) => failed) };
}

function parts(run: RunState, step: StepState | undefined): readonly (readonly [boolean, boolean])[] {
  if (step?.id === 'start') {
    const up = new Set(['healthy', 'running', 'done', 'skipped']);
    const down = new Set(['exited', 'unhealthy']);
    return run.services.map(({ state }) => [up.has(state) || down.has(state), down.has(state)]);
  }
  if (step?.id === 'bundle') return run.collectors.map(({ finished }) => [finished, false]);
  return (step?.checks ?? []).map(({ phase, result }) => [phase === 'finished', result?.status === 'FAIL']);
}
