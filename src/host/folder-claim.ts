import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Host } from './host.ts';
import { makePrivateFolder, openNew } from './private-files.ts';
import { isSameProcess, placeWord, processStart } from './process-identity.ts';
import { giveSignsOfLife, SILENT_MS } from './sign-of-life.ts';

/** `claim-PROCESS-START-PLACE-UUID` */
const NAME = /^claim-(\d{1,10})-([A-Za-z0-9]{1,60})-([0-9a-f]{8})-[0-9a-f-]{36}$/;

/**
 * Holds a folder for one piece of work. Whoever wants it puts down a file whose name says who it is, then looks:
 * with another living claim there it takes its own back, waits and tries again. As each looks only after its own claim
 * lies there, two can never both go on; and as a claim is worth something only while its process lives, one that died
 * (`kill -9`, a power cut) holds nobody up. A claim of another container or machine on the same disk cannot be looked
 * for: it counts while it gives signs of life.
 * @param folder made when it is missing, each time, because a `stop --wipe` may remove it while others wait
 * @param patienceMs milliseconds after which it gives up; longer than the work of the others takes
 * @returns the function that lets go; undefined when others held it all the time
 * @throws the file system's error when it cannot be written; the signal's reason when it is aborted
 */
export async function claimFolder(
  folder: string,
  host: Host,
  signal: AbortSignal,
  patienceMs: number,
): Promise<(() => Promise<void>) | undefined> {
  const start = (await processStart(process.pid)) ?? 'unknown';
  const place = await placeWord();
  const mine = `claim-${process.pid}-${start}-${place}-${host.uuid()}`;
  const release = () => rm(join(folder, mine), { force: true });
  const until = host.monotonic() + patienceMs;
  for (;;) {
    signal.throwIfAborted();
    await putDown(folder, mine);
    try {
      if (!(await othersLive(folder, mine, place))) {
        const endSigns = giveSignsOfLife(join(folder, mine));
        return async () => {
          endSigns();
          await release();
        };
      }
    } catch (error) {
      await release();
      throw error;
    }
    await release();
    if (host.monotonic() >= until) return undefined;
    // At random, so that two who met do not meet for ever.
    await host.sleep(20 + (host.random(1)[0] ?? 0) / 4, signal);
  }
}

/** The folder may go between making it and writing into it. */
async function putDown(folder: string, name: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    await makePrivateFolder(folder);
    try {
      await (await openNew(join(folder, name))).close();
      return;
    } catch (error) {
      const gone = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      if (!gone || tries === 5) throw error;
    }
  }
}

/** True for the name of a claim file. */
export function isClaim(name: string): boolean {
  return NAME.test(name);
}

async function othersLive(folder: string, mine: string, here: string): Promise<boolean> {
  let living = false;
  for (const name of await readdir(folder)) {
    const [, pid, start, place] = NAME.exec(name) ?? [];
    if (name === mine || pid === undefined || start === undefined) continue;
    const path = join(folder, name);
    const lives =
      place === here ? await isHeldBy(Number(pid), start) : await showsLife(path, join(folder, mine));
    if (lives) living = true;
    else await rm(path, { force: true });
  }
  return living;
}

/** Both times are those of the file system, for the clocks of two machines differ; one that has gone lives no more. */
async function showsLife(path: string, justWritten: string): Promise<boolean> {
  const [sign, now] = await Promise.all([path, justWritten].map((each) => stat(each).catch(() => undefined)));
  return sign !== undefined && (now === undefined || now.mtimeMs - sign.mtimeMs <= SILENT_MS);
}

/** On a system that tells no start times, a living process with that id counts. */
async function isHeldBy(pid: number, start: string): Promise<boolean> {
  if (start !== 'unknown') return await isSameProcess(pid, start);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
