import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { claimFolder } from '../host/folder-claim.ts';
import type { Host } from '../host/host.ts';
import { openNew, readSmallFile, temporaryPath, writePrivateFile } from '../host/private-files.ts';
import { isSameProcess, processPlace, processStart } from '../host/process-identity.ts';
import { giveSignsOfLife, SILENT_MS } from '../host/sign-of-life.ts';
import { SetupError } from '../reasons/setup-error.ts';
import { outputTrouble } from './output-trouble.ts';

/** Name of the lock in a run folder. */
export const RUN_LOCK = 'run.lock';

/** Most bytes of a lock. */
const LIMIT = 16 * 1024;
/** Milliseconds in which two who come at once must have agreed; looking takes a few. */
const PATIENCE_MS = 10_000;

const holderSchema = z.strictObject({
  schema: z.literal('busdk.setup/run-lock/v1'),
  pid: z.int().min(1),
  /** From `processStart`; `unknown` on a system that does not tell. */
  processStart: z.string().max(100),
  /** From `processPlace`: the machine, and the container. */
  place: z.string().max(1_000),
  /** What it does, e.g. `bus-setup proof`. */
  command: z.string().max(200),
  since: z.iso.datetime(),
});

/** Who holds a run folder. */
export type LockHolder = z.infer<typeof holderSchema>;

/**
 * Takes a run folder for one run. The lock is a file that says who holds it; it is worth something only while that
 * process lives, so that a crash (`kill -9`, a power cut) holds nobody up: process id, start time and boot tell the holder
 * from a later process, and one of another machine or container counts while it gives signs of life.
 * @param folder absolute path of an existing folder
 * @param command what the run does, for whoever finds it busy
 * @returns the function that lets go; it never fails
 * @throws SetupError `RN-FOLDER-BUSY` that says who holds it; `RN-OUTPUT-UNUSABLE`, `RN-DISK-FULL`
 */
export async function lockRunFolder(
  folder: string,
  host: Host,
  command: string,
  signal: AbortSignal,
): Promise<() => Promise<void>> {
  const path = join(folder, RUN_LOCK);
  const mine: LockHolder = {
    schema: 'busdk.setup/run-lock/v1',
    pid: process.pid,
    processStart: (await processStart(process.pid)) ?? 'unknown',
    place: await processPlace(),
    command,
    since: host.now().toISOString(),
  };
  try {
    await takeLock(folder, host, mine, signal);
  } catch (error) {
    signal.throwIfAborted();
    throw outputTrouble(error);
  }
  const endSigns = giveSignsOfLife(path);
  return async () => {
    endSigns();
    const held = await readLock(path);
    if (held !== undefined && isSameHolder(held, mine))
      await rm(path, { force: true }).catch(() => undefined);
  };
}

/**
 * The living process that holds a run folder.
 * @returns undefined when nobody does
 */
export async function lockHolder(folder: string): Promise<LockHolder | undefined> {
  const held = await readLock(join(folder, RUN_LOCK));
  return held !== undefined && (await lives(held, folder)) ? held : undefined;
}

/** Two who find the same dead holder must not both take its place: one after the other looks and writes. */
async function takeLock(folder: string, host: Host, mine: LockHolder, signal: AbortSignal): Promise<void> {
  const release = await claimFolder(folder, host, signal, PATIENCE_MS);
  if (release === undefined) throw new SetupError('RN-FOLDER-BUSY', `others are taking ${folder}`);
  try {
    const held = await lockHolder(folder);
    if (held !== undefined) throw new SetupError('RN-FOLDER-BUSY', `${folder} is held by ${whoHolds(held)}`);
    await writePrivateFile(join(folder, RUN_LOCK), `${JSON.stringify(mine, null, 2)}\n`);
  } finally {
    await release().catch(() => undefined);
  }
}

/** The holder in words: process, since when, what it does. */
function whoHolds({ pid, place, since, command }: LockHolder): string {
  const [machine = ''] = place.split(' ');
  return `process ${pid} on ${machine} since ${since}: ${command}`;
}

/** @returns undefined when there is no lock, or none that can be read: a half or foreign file holds nobody up */
async function readLock(path: string): Promise<LockHolder | undefined> {
  try {
    const parsed = holderSchema.safeParse(JSON.parse(await readSmallFile(path, LIMIT)));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

function isSameHolder(a: LockHolder, b: LockHolder): boolean {
  return a.pid === b.pid && a.processStart === b.processStart && a.place === b.place && a.since === b.since;
}

async function lives(held: LockHolder, folder: string): Promise<boolean> {
  if (held.place !== (await processPlace())) return !(await isSilent(folder));
  if (held.processStart !== 'unknown') return await isSameProcess(held.pid, held.processStart);
  try {
    process.kill(held.pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Both times are those of the file system, for the clocks of two machines differ. */
async function isSilent(folder: string): Promise<boolean> {
  const probe = temporaryPath(folder);
  try {
    await (await openNew(probe)).close();
    const [now, sign] = await Promise.all([stat(probe), stat(join(folder, RUN_LOCK))]);
    return now.mtimeMs - sign.mtimeMs > SILENT_MS;
  } catch {
    return false;
  } finally {
    await rm(probe, { force: true });
  }
}
