import { lstat } from 'node:fs/promises';
import { join } from 'node:path';

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
