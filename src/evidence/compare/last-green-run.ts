import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type ComparableRun, readRun } from './read-run.ts';

/** Most runs that are looked into. */
const MOST_RUNS = 50;

/**
 * Finds the last run before this one, among its neighbours, whose proof passed with the same profile.
 * @param folder absolute path of a run folder under `bus-setup-runs/`
 * @returns undefined when there is none
 */
export async function lastGreenRun(
  folder: string,
  profile: string,
  signal: AbortSignal,
): Promise<ComparableRun | undefined> {
  const own = basename(folder);
  const names = await readdir(dirname(folder)).catch(() => []);
  // Names of runs begin with the time of their start.
  const before = names.filter((name) => /^\d{8}T\d{6}Z-/.test(name) && name < own).sort();
  for (const name of before.reverse().slice(0, MOST_RUNS)) {
    signal.throwIfAborted();
    const run = await readRun(join(dirname(folder), name), signal).catch(() => undefined);
    if (run !== undefined && run.results.verdict !== 'FAILED' && run.results.profile.id === profile)
      return run;
  }
  return undefined;
}
