import { statfs } from 'node:fs/promises';
import { shellWord } from '../../proof/shell-word.ts';
import type { Probe } from './probe.ts';

/** Room that a run with its logs, data and bundle takes at the most, in bytes. */
const NEEDED_BYTES = 200 * 1000 * 1000;

/** The disk of the output folder has room. */
export const diskSpace: Probe = {
  id: 'disk-space',
  title: 'Disk space for the run',
  required: true,
  proves: 'The disk of the output folder has at least 200 MB that this user may fill.',
  doesNotProve: 'That a quota or another program leaves it free until the run ends.',
  command: ({ folder }) => `df -h ${shellWord([folder.folder])}`,
  async run({ folder }) {
    const { bavail, bsize } = await statfs(folder.folder);
    const free = bavail * bsize;
    const megabytes = Math.floor(free / 1_000_000);
    return free >= NEEDED_BYTES
      ? { status: 'PASS', observed: `${megabytes} MB free` }
      : { status: 'FAIL', reason: 'PF-DISK-LOW', detail: `${megabytes} MB free, 200 MB needed` };
  },
};
