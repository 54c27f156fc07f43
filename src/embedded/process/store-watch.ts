import { lstat } from 'node:fs/promises';

/** Milliseconds between two looks. */
const LOOK_EVERY_MS = 2_000;

/**
 * Looks from time to time whether the store's file is still the one that was opened. Without it nobody finds this
 * process any more: what tells its address and its key was in the same folder.
 * @param path absolute path of the file, which is there now
 * @param gone called once, when the file was removed or replaced
 * @param everyMs milliseconds between two looks
 * @returns the function that ends the watch
 * @throws the file system's error when the file is not there
 */
export async function watchStore(
  path: string,
  gone: () => void,
  everyMs: number = LOOK_EVERY_MS,
): Promise<() => void> {
  const opened = await lstat(path);
  const timer = setInterval(() => void look(), everyMs);
  timer.unref();
  const end = () => clearInterval(timer);
  return end;

  async function look(): Promise<void> {
    if (await isStill(path, opened.ino)) return;
    end();
    gone();
  }
}

/** Only an answer that there is no such file counts: a disk that is slow or sick is no reason to end. */
async function isStill(path: string, inode: number): Promise<boolean> {
  try {
    return (await lstat(path)).ino === inode;
  } catch (error) {
    return !(
      error instanceof Error &&
      'code' in error &&
      (error.code === 'ENOENT' || error.code === 'ENOTDIR')
    );
  }
}
