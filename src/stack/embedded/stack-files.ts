import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { SetupError } from '../../reasons/setup-error.ts';

/** Where one embedded stack lives. All paths are absolute. */
export interface StackFiles {
  readonly folder: string;
  /** The record of the running stack; there only while one runs. */
  readonly record: string;
  /** Everything that the process printed, for this start. */
  readonly log: string;
  /** What a stop leaves behind. */
  readonly data: string;
}

/** The files of the stack in a folder. */
export function stackFiles(folder: string): StackFiles {
  return {
    folder,
    record: join(folder, 'state.json'),
    log: join(folder, 'stack.log'),
    data: join(folder, 'data'),
  };
}

/** True when the folder of the stack is there: then there may be something to stop. */
export async function folderExists({ folder }: StackFiles): Promise<boolean> {
  return await lstat(folder).then(
    () => true,
    () => false,
  );
}

/** What the file system says when a folder is the trouble, and not this program. */
const FOLDER_TROUBLE = new Set([
  'EACCES',
  'EDQUOT',
  'EEXIST',
  'EISDIR',
  'ELOOP',
  'ENOSPC',
  'ENOTDIR',
  'ENOTEMPTY',
  'EPERM',
  'EROFS',
]);

/**
 * Does some work in the folder of a stack, and tells its trouble in the operator's words.
 * @throws SetupError `ST-FOLDER-UNUSABLE`, `RN-DISK-FULL`; everything else as it comes
 */
export async function inFolder<T>({ folder }: StackFiles, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!FOLDER_TROUBLE.has(code)) throw error;
    const full = code === 'ENOSPC' || code === 'EDQUOT';
    throw new SetupError(full ? 'RN-DISK-FULL' : 'ST-FOLDER-UNUSABLE', `${folder}: ${code}`, {
      cause: error,
    });
  }
}
