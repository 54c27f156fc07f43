import { lstat, mkdir, readlink, rename, rm, symlink } from 'node:fs/promises';
import { basename, isAbsolute, join, resolve } from 'node:path';
import type { Host } from '../host/host.ts';
import { makePrivateFolder, PRIVATE_FOLDER, readSmallFile, writePrivateFile } from '../host/private-files.ts';
import { outputTrouble } from './output-trouble.ts';

/** Folder, in the folder where the program is started, that holds the runs when `--output` is not given. */
export const RUNS_FOLDER = 'bus-setup-runs';

/** Where one run writes, and where its stack lives. All paths are absolute. */
export interface RunFolder {
  /** Journal, results, report and bundle of this run. */
  readonly folder: string;
  /** The embedded stack's process file, log and data: one stack for all runs of the same root. */
  readonly stackFolder: string;
}

/**
 * The stack folder that belongs to `--output` (or to the default root), without making anything.
 * @param output value of `--output`, relative to the folder where the program was started
 */
export function stackFolderOf(host: Host, output: string | undefined): string {
  return join(output === undefined ? join(host.cwd, RUNS_FOLDER) : resolve(host.cwd, output), 'stack');
}

/**
 * Makes the folder of a run. With `output`, that folder is the run's; without, a folder of its own under
 * `bus-setup-runs/`, to which `latest` then points.
 * @param reuseLatest true for a run that adds to the latest one (a bundle of an earlier proof)
 * @throws SetupError `RN-OUTPUT-UNUSABLE`, `RN-DISK-FULL`
 */
export async function openRunFolder(
  host: Host,
  output: string | undefined,
  reuseLatest = false,
): Promise<RunFolder> {
  const stackFolder = stackFolderOf(host, output);
  try {
    if (output !== undefined) {
      const folder = resolve(host.cwd, output);
      await makePrivateFolder(folder);
      return { folder, stackFolder };
    }
    const root = join(host.cwd, RUNS_FOLDER);
    await makePrivateFolder(root);
    const latest = reuseLatest ? await latestRun(root) : undefined;
    if (latest !== undefined) return { folder: latest, stackFolder };
    const folder = await makeOwnFolder(host, root);
    await pointLatest(host, root, basename(folder));
    return { folder, stackFolder };
  } catch (error) {
    throw outputTrouble(error);
  }
}

/**
 * The folder of the latest run under a root.
 * @returns undefined when there is none, or when `latest` does not lead to a folder directly under the root
 */
export async function latestRun(root: string): Promise<string | undefined> {
  const pointer = join(root, 'latest');
  const name = await readlink(pointer).catch(() => readSmallFile(pointer, 1_000).catch(() => undefined));
  if (name === undefined || isAbsolute(name) || basename(name.trim()) !== name.trim()) return undefined;
  const folder = join(root, name.trim());
  const entry = await lstat(folder).catch(() => undefined);
  return entry?.isDirectory() ? folder : undefined;
}

/** A folder that nobody else has: of two runs that start in the same second each gets its own. */
async function makeOwnFolder(host: Host, root: string): Promise<string> {
  const stamp = host
    .now()
    .toISOString()
    .replace(/[-:]|\.\d+/g, '');
  for (let tries = 1; ; tries += 1) {
    const folder = join(root, `${stamp}-${host.random(3).toString('hex')}`);
    try {
      await mkdir(folder, { mode: PRIVATE_FOLDER });
      return folder;
    } catch (error) {
      const taken = error instanceof Error && 'code' in error && error.code === 'EEXIST';
      if (!taken || tries === 20) throw error;
    }
  }
}

/** A link where the file system has links, else a file with the name in it. */
async function pointLatest(host: Host, root: string, name: string): Promise<void> {
  // In the run's own folder, where the next run there clears it away if this one is killed now.
  const temporary = join(root, name, `.latest-${host.random(4).toString('hex')}`);
  try {
    await symlink(name, temporary, 'dir');
    await rename(temporary, join(root, 'latest'));
  } catch {
    await rm(temporary, { force: true });
    await writePrivateFile(join(root, 'latest'), `${name}\n`);
  }
}
