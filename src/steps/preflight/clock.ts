import { rm } from 'node:fs/promises';
import type { Host } from '../../host/host.ts';
import { openNew, temporaryPath } from '../../host/private-files.ts';
import type { Probe, ProbeContext } from './probe.ts';

/** Years in which this program can be run; a clock outside of them was never set. */
const YEARS = { first: 2025, last: 2100 };
/** Milliseconds that the wall clock is watched against the monotonic one. */
const WATCH_MS = 60;
/** Milliseconds the wall clock may jump while it is watched. */
const JUMP_MS = 1_000;
/** Milliseconds between two readings that still count as one; a busy machine may hold a program between them. */
const AT_ONCE_MS = 20;
/** Times that both clocks are read before whatever is read counts. */
const READINGS = 5;
/** Milliseconds between the clock and the time stamps of the disk. More means a network disk or a virtual machine adrift. */
const DISK_SKEW_MS = 30_000;

/** The clock is one that tokens can depend on. */
export const clock: Probe = {
  id: 'clock',
  title: 'The clock is sane',
  required: true,
  proves: 'The clock is set, moves steadily, and agrees with the time stamps of the disk.',
  doesNotProve: 'That it agrees with the clock of any other machine.',
  command: () => 'date -u',
  async run(context) {
    const { host, signal } = context;
    const year = host.now().getUTCFullYear();
    if (year < YEARS.first || year > YEARS.last) return wrong(`the clock says the year ${year}`);
    const before = wallAhead(host);
    await host.sleep(WATCH_MS, signal);
    const jump = Math.abs(wallAhead(host) - before);
    if (jump > JUMP_MS) return wrong(`the clock jumped by ${Math.round(jump)} ms while it was watched`);
    const skew = await diskSkew(context);
    if (skew !== undefined && skew > DISK_SKEW_MS) {
      return wrong(`the clock and the time stamps of the disk differ by ${Math.round(skew / 1_000)} s`);
    }
    const disk = skew === undefined ? 'the disk could not be asked' : 'the disk agrees';
    return { status: 'PASS', observed: `${host.now().toISOString().slice(0, 10)}, steady, ${disk}` };
  },
};

/** Milliseconds that the wall clock is ahead of the monotonic one, both read at one moment. */
function wallAhead(host: Host): number {
  for (let reading = 1; ; reading += 1) {
    const before = host.monotonic();
    const wall = host.now().getTime();
    if (host.monotonic() - before <= AT_ONCE_MS || reading === READINGS) return wall - before;
  }
}

function wrong(detail: string) {
  return { status: 'FAIL', reason: 'PF-CLOCK-WRONG', detail } as const;
}

/** Milliseconds between the clock and the time of a new file; undefined when none can be made (another probe says why). */
async function diskSkew({ folder, host }: ProbeContext): Promise<number | undefined> {
  const path = temporaryPath(folder.folder);
  try {
    const file = await openNew(path);
    try {
      await file.writeFile('tick\n');
      const { mtimeMs } = await file.stat();
      return Math.abs(host.now().getTime() - mtimeMs);
    } finally {
      await file.close();
      await rm(path, { force: true });
    }
  } catch {
    return undefined;
  }
}
