import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { journalNames } from '../bundle/run-journals.ts';
import type { Host } from '../host/host.ts';
import { SetupError } from '../reasons/setup-error.ts';
import type { AskedRequest } from './asked-schema.ts';
import { type JournalReading, readJournal } from './read-journal.ts';
import { latestRun, RUNS_FOLDER } from './run-folder.ts';
import { lockHolder } from './run-lock.ts';
import type { UnfinishedChoice } from './run-port.ts';
import type { RunState, StepState } from './run-state.ts';
import { STEP_IDS, type StepId } from './step-id.ts';

/** Most folders under `bus-setup-runs/` that are looked into. */
const MOST_FOLDERS = 50;
/** Names of runs begin with the time of their start. */
const RUN_NAME = /^\d{8}T\d{6}Z-[0-9a-f]+$/;

/** A whole run that did not come to its end. */
export interface UnfinishedRun {
  /** Absolute path of its folder. */
  readonly folder: string;
  /** What its journal tells. */
  readonly state: RunState;
  readonly run: NonNullable<RunState['run']>;
  readonly asked: AskedRequest;
  /** First step that had not come to its end. */
  readonly step: StepId;
  /** Wall clock of its last event, RFC 3339. */
  readonly lastAt: string;
  /** Lines of the journal that do not count, because they are damaged. */
  readonly lostLines: number;
}

/** What the last whole run of an output folder is. */
export type LastRun =
  | { readonly kind: 'none' }
  | { readonly kind: 'finished'; readonly folder: string }
  | { readonly kind: 'unfinished'; readonly unfinished: UnfinishedRun }
  /** Its journal cannot be used; it is not touched. */
  | { readonly kind: 'unusable'; readonly folder: string; readonly trouble: SetupError };

/**
 * Looks for the last whole run of `--output`, or under `bus-setup-runs/`. The journals are the only source: what they
 * tell decides, and nothing else is kept of a run. Runs of single steps (`bus-setup proof`) are passed over.
 * @param output value of `--output`, relative to the folder where the program was started
 */
export async function lastRun(host: Host, output: string | undefined): Promise<LastRun> {
  if (output !== undefined) return await lastRunIn(resolve(host.cwd, output));
  const root = join(host.cwd, RUNS_FOLDER);
  const names = (await readdir(root).catch(() => [])).filter((name) => RUN_NAME.test(name)).sort();
  const folders = names.reverse().map((name) => join(root, name));
  // The pointer knows which one began last, also when the clock was set back in between.
  const latest = await latestRun(root);
  for (const folder of [...new Set([...(latest === undefined ? [] : [latest]), ...folders])].slice(
    0,
    MOST_FOLDERS,
  )) {
    const found = await lastRunIn(folder);
    if (found.kind !== 'none') return found;
  }
  return { kind: 'none' };
}

/**
 * The last whole run of one folder.
 * @param folder absolute path
 */
export async function lastRunIn(folder: string): Promise<LastRun> {
  const names = await journalNames(folder);
  for (const name of names.toReversed()) {
    const reading = await readJournal(join(folder, name));
    const found = judge(folder, name, reading);
    if (found.kind !== 'none') return found;
  }
  return { kind: 'none' };
}

/**
 * The unfinished run of an output folder, as a face offers it. One that a living program works on is not offered, and
 * neither is one whose journal cannot be used.
 * @param output value of `--output`, relative to the folder where the program was started
 */
export async function unfinishedChoice(
  host: Host,
  output: string | undefined,
): Promise<UnfinishedChoice | undefined> {
  const found = await lastRun(host, output);
  if (found.kind !== 'unfinished') return undefined;
  const { folder, asked, run, step, lastAt } = found.unfinished;
  if ((await lockHolder(folder)) !== undefined) return undefined;
  return {
    profile: asked.profile,
    step,
    number: run.steps.indexOf(step) + 1,
    of: run.steps.length,
    startedAt: run.at,
    lastAt,
    folder,
  };
}

/**
 * The first step of a run that had not come to its end. A proof whose every check has its result has come to it,
 * whatever the results are.
 * @returns undefined when all have
 */
export function openStep(state: RunState): StepId | undefined {
  return state.steps.find((step) => !hasEnded(step))?.id;
}

function judge(folder: string, name: string, reading: JournalReading): LastRun {
  switch (reading.kind) {
    case 'empty':
      return { kind: 'none' };
    case 'version':
      return {
        kind: 'unusable',
        folder,
        trouble: new SetupError(
          'RN-JOURNAL-VERSION',
          `${join(folder, name)}: format ${String(reading.version)}`,
        ),
      };
    case 'damaged':
      return {
        kind: 'unusable',
        folder,
        trouble: new SetupError('RN-JOURNAL-DAMAGED', `${join(folder, name)}: ${reading.why}`),
      };
    case 'run': {
      const { state, lastAt, lost } = reading;
      const { run } = state;
      if (run === undefined || run.steps.length !== STEP_IDS.length) return { kind: 'none' };
      const open = openStep(state);
      if (open === undefined && (state.finished ?? state.concluded) !== undefined)
        return { kind: 'finished', folder };
      if (run.asked === undefined) return { kind: 'none' };
      const step = open ?? 'bundle';
      const unfinished = { folder, state, run, asked: run.asked, step, lastAt, lostLines: lost };
      return { kind: 'unfinished', unfinished };
    }
  }
}

function hasEnded({ id, phase, status, checks }: StepState): boolean {
  if (phase !== 'finished') return false;
  if (status === 'ok' || status === 'skipped') return true;
  const judged = checks.length > 0 && checks.every((check) => check.phase === 'finished');
  return id === 'proof' && status === 'failed' && judged;
}
