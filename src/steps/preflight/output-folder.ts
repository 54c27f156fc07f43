import { lstat, rm } from 'node:fs/promises';
import { openNew, PRIVATE_FILE, temporaryPath } from '../../host/private-files.ts';
import { shellWord } from '../../proof/shell-word.ts';
import { machineTrouble } from '../machine-trouble.ts';
import type { Probe, ProbeContext, ProbeOutcome } from './probe.ts';

/** The output folder can be written, by this user alone. */
export const outputFolder: Probe = {
  id: 'output-folder',
  title: 'The output folder is writable and private',
  required: true,
  proves: 'A private file can be made in the output folder, it is no link, and no other user can change it.',
  doesNotProve: 'That an administrator or a backup does not read it.',
  command: ({ folder }) => `ls -ld ${shellWord([folder.folder])}`,
  async run(context) {
    const { folder } = context.folder;
    const entry = await lstat(folder).catch(() => undefined);
    if (entry?.isSymbolicLink()) return { status: 'FAIL', reason: 'PF-OUTPUT-LINK', detail: folder };
    if (entry !== undefined && context.host.platform !== 'win32' && (entry.mode & 0o022) !== 0) {
      const detail = `${folder} has mode ${(entry.mode & 0o777).toString(8)}`;
      return {
        status: 'FAIL',
        reason: 'PF-OUTPUT-EXPOSED',
        detail,
        next: `chmod go-w ${shellWord([folder])}`,
      };
    }
    return await tryWriting(context);
  },
};

async function tryWriting({ folder, host }: ProbeContext): Promise<ProbeOutcome> {
  const path = temporaryPath(folder.folder);
  try {
    const file = await openNew(path);
    try {
      await file.writeFile('bus-setup\n');
      const { mode } = await file.stat();
      // A mount that ignores modes (some network and FAT file systems) cannot keep anything private.
      if (host.platform !== 'win32' && (mode & 0o777 & ~PRIVATE_FILE) !== 0) {
        const detail = `a file made with mode 600 has mode ${(mode & 0o777).toString(8)}`;
        return {
          status: 'FAIL',
          reason: 'PF-OUTPUT-EXPOSED',
          detail,
          next: 'name a folder on another disk with --output DIR',
        };
      }
    } finally {
      await file.close();
      await rm(path, { force: true });
    }
    return { status: 'PASS', observed: 'a private file was written and removed' };
  } catch (error) {
    const machine = machineTrouble(error);
    if (machine !== undefined) throw machine;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    if (code === 'ENOSPC' || code === 'EDQUOT')
      return { status: 'FAIL', reason: 'PF-DISK-LOW', detail: code };
    return { status: 'FAIL', reason: 'PF-OUTPUT-UNWRITABLE', detail: `${folder.folder}: ${code}` };
  }
}
