import { dirname, join } from 'node:path';
import type { Host } from '../host/host.ts';
import { SetupError } from '../reasons/setup-error.ts';
import { requestFrom } from './absolute-request.ts';
import { requestAgain } from './asked-request.ts';
import { clearLeftovers } from './leftovers.ts';
import { outputTrouble } from './output-trouble.ts';
import { openRunFolder, type RunFolder, stackFolderOf } from './run-folder.ts';
import { lockRunFolder } from './run-lock.ts';
import type { RunRequest } from './run-request.ts';
import { STEP_IDS, type StepId } from './step-id.ts';
import { lastRun, lastRunIn, type UnfinishedRun } from './unfinished-run.ts';

/** What a run shall do, once it is known whether it goes on with another. */
export interface Work {
  /** The host, in the folder that the request's relative paths count from. */
  readonly host: Host;
  readonly request: RunRequest;
  /** Id or file. */
  readonly profile: string;
  /** The run that it goes on with. */
  readonly unfinished?: UnfinishedRun;
}

/** A run folder that is this run's. */
export interface HeldFolder {
  readonly folder: RunFolder;
  /** Lets go of it; never fails. */
  release(): Promise<void>;
}

/**
 * Finds out what a run shall do: what was asked for now, or what an unfinished run was asked for.
 * @param profile id or file, of a run that goes on with no other
 * @throws SetupError `RN-NOTHING-TO-RESUME`, `RN-JOURNAL-VERSION`, `RN-JOURNAL-DAMAGED`, `RN-ANSWER-REDACTED`
 */
export async function findWork(host: Host, request: RunRequest, profile: string): Promise<Work> {
  if (request.resume === undefined) return { host, request, profile };
  const found = await lastRun(host, request.output);
  if (found.kind === 'unusable') throw found.trouble;
  if (found.kind === 'finished') {
    throw new SetupError('RN-NOTHING-TO-RESUME', `the last run has come to its end: ${found.folder}`);
  }
  if (found.kind === 'none') throw new SetupError('RN-NOTHING-TO-RESUME');
  const { unfinished } = found;
  const { asked, run } = unfinished;
  // What is said now counts from here, what was said then from there.
  const now = host.cwd === asked.cwd ? request : requestFrom(request, host.cwd);
  const again = requestAgain(asked, run.challenge, now);
  const steps: readonly StepId[] = request.resume === 'bundle' ? ['bundle'] : run.steps;
  return {
    host: { ...host, cwd: asked.cwd },
    request: { ...again, steps },
    profile: again.profile ?? asked.profile,
    unfinished,
  };
}

/**
 * Makes or opens the folder of a run and takes it, so that no other run works there. A run that only writes a bundle
 * does without the lock when another has it: it adds files under names of its own, and changes none.
 * @param host as the program was started
 * @throws SetupError `RN-FOLDER-BUSY`, `RN-OUTPUT-UNUSABLE`, `RN-DISK-FULL`; `RN-NOTHING-TO-RESUME` when somebody else
 * was faster
 */
export async function holdFolder(host: Host, work: Work, signal: AbortSignal): Promise<HeldFolder> {
  const { request, unfinished } = work;
  const { output, steps } = request;
  const folder =
    unfinished === undefined
      ? await openRunFolder(host, output, request.reuseLatest)
      : { folder: unfinished.folder, stackFolder: stackFolderFor(host, output, unfinished.folder) };
  let release: () => Promise<void>;
  try {
    release = await lockRunFolder(folder.folder, host, commandOf(steps), signal);
  } catch (error) {
    const busy = error instanceof SetupError && error.reason.id === 'RN-FOLDER-BUSY';
    if (busy && steps.every((step) => step === 'bundle')) return { folder, release: async () => undefined };
    throw error;
  }
  try {
    if (unfinished !== undefined) await demandStill(unfinished);
    await clearLeftovers(folder.folder).catch((error: unknown) => {
      throw outputTrouble(error);
    });
    return { folder, release };
  } catch (error) {
    await release();
    throw error;
  }
}

function stackFolderFor(host: Host, output: string | undefined, folder: string): string {
  return output === undefined ? join(dirname(folder), 'stack') : stackFolderOf(host, output);
}

/** Between the look and the lock another program may have gone on with the same run. */
async function demandStill({ folder, run }: UnfinishedRun): Promise<void> {
  const found = await lastRunIn(folder);
  if (found.kind === 'unfinished' && found.unfinished.run.run === run.run) return;
  throw new SetupError('RN-NOTHING-TO-RESUME', 'another run has just gone on with it');
}

/** What the operator would type for these steps. */
function commandOf(steps: readonly StepId[]): string {
  const last = steps.at(-1);
  return steps.length === STEP_IDS.length || last === undefined ? 'bus-setup' : `bus-setup ${last}`;
}
