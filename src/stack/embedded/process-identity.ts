import { readFile } from 'node:fs/promises';
import { execa } from 'execa';

/**
 * When a process was started, in a form that only compares: clock ticks since boot on Linux, the words of `ps`
 * elsewhere. Together with the process id it names one process, also after the id was given to another.
 * @returns undefined when there is no such process (a zombie counts as none), or when the system does not tell
 */
export async function processStart(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') return await startFromProc(pid);
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

async function startFromProc(pid: number): Promise<string | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '');
  // The name in parentheses may hold anything, so the fields are counted from the last one.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state] = fields;
  return text === '' || state === 'Z' || state === 'X' ? undefined : fields[19];
}
