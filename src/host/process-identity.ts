import { createHash } from 'node:crypto';
import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';

/**
 * When a process was started, in a form that only compares: clock ticks and the boot they count from on Linux, the words
 * of `ps` elsewhere. Together with the process id it names one process, also after the id was given to another.
 * @returns undefined when there is no such process (a zombie counts as none), or when the system does not tell
 */
export async function processStart(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') return await startFromProc(pid);
  const { execa } = await import('execa');
  const { stdout, failed } = await execa('ps', ['-o', 'lstart=', '-p', String(pid)], {
    env: { LC_ALL: 'C', TZ: 'UTC' },
    stdin: 'ignore',
    timeout: 2_000,
    reject: false,
  });
  const words = stdout?.trim().replaceAll(/[^A-Za-z0-9]+/g, '') ?? '';
  return failed || words === '' ? undefined : words;
}

/** True when the process with this id is the one that was started then. */
export async function isSameProcess(pid: number, start: string): Promise<boolean> {
  return (await processStart(pid)) === start;
}

/**
 * Where process ids mean the same: the name of the machine and, in a container, its own space of process ids. A process
 * of another place cannot be looked for from here.
 */
export async function processPlace(): Promise<string> {
  const space = await readlink('/proc/self/ns/pid').catch(() => undefined);
  return space === undefined ? hostname() : `${hostname()} ${space}`;
}

/** That place as a short word for file names: eight hex digits. */
export async function placeWord(): Promise<string> {
  return createHash('sha256')
    .update(await processPlace())
    .digest('hex')
    .slice(0, 8);
}

async function startFromProc(pid: number): Promise<string | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '');
  // The name in parentheses may hold anything, so the fields are counted from the last one.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state] = fields;
  if (text === '' || state === 'Z' || state === 'X') return undefined;
  const ticks = fields[19];
  return ticks === undefined ? undefined : `${ticks}b${await bootName()}`;
}

/** The same ticks mean another moment after the next boot. */
async function bootName(): Promise<string> {
  const id = await readFile('/proc/sys/kernel/random/boot_id', 'latin1').catch(() => '');
  return id.replaceAll(/[^0-9a-f]/g, '').slice(0, 8);
}
