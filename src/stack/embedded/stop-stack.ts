import { readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isClaim } from '../../host/folder-claim.ts';
import type { Host } from '../../host/host.ts';
import { SetupError } from '../../reasons/setup-error.ts';
import { askShutdown } from './control-client.ts';
import { endProcess, hasEnded } from './end-process.ts';
import type { FoundStack } from './find-stack.ts';
import type { StackFiles } from './stack-files.ts';
import { removeRecord } from './stack-record.ts';

/** Milliseconds that a stack has to end in order. */
const ORDERLY_MS = 5_000;
/** Milliseconds between SIGTERM and SIGKILL, and after it. */
const PATIENCE_MS = 2_500;

/**
 * Ends a stack: asks it, then SIGTERM, then SIGKILL, each only if the one before did not help.
 * @param found what `findStack` saw; the folder is claimed
 * @returns false when none ran
 * @throws SetupError `ST-STOP-FAILED` when the process outlives everything, `ST-DATA-HELD` when it runs elsewhere; the
 * signal's reason when it is aborted
 */
export async function endStack(
  found: FoundStack,
  files: StackFiles,
  host: Host,
  signal: AbortSignal,
): Promise<boolean> {
  if (found.found === 'none') {
    await removeRecord(files);
    return false;
  }
  const { record } = found;
  if (found.found === 'elsewhere') {
    const [machine = ''] = (record.place ?? '').split(' ');
    throw new SetupError('ST-DATA-HELD', `process ${record.pid} of ${machine} since ${record.startedAt}`);
  }
  const known = { pid: record.pid, start: record.processStart };
  const asked = found.found === 'answering' && (await askShutdown(found.record, signal));
  const ended =
    (asked && (await hasEnded(known, ORDERLY_MS, host))) || (await endProcess(known, PATIENCE_MS, host));
  if (!ended) throw new SetupError('ST-STOP-FAILED', `process ${record.pid} takes no notice of SIGKILL`);
  await removeRecord(files);
  return true;
}

/** Removes the logs of a stack that has ended: only its data stays. */
export async function removeLogs({ log }: StackFiles): Promise<void> {
  await Promise.all([log, `${log}.1`].map((path) => rm(path, { force: true })));
}

/** Removes everything in the folder of a stack that has ended, but not the claims: they are let go by their holders. */
export async function wipeFolder({ folder }: StackFiles): Promise<void> {
  const names = (await readdir(folder)).filter((name) => !isClaim(name));
  await Promise.all(names.map((name) => rm(join(folder, name), { recursive: true, force: true })));
}

/** Removes the folder itself when nothing is in it, not even somebody's claim. */
export async function removeEmptyFolder({ folder }: StackFiles): Promise<void> {
  await rmdir(folder).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST' && code !== 'ENOENT') throw error;
  });
}
