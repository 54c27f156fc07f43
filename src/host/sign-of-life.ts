import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** Milliseconds between two signs of life. */
const EVERY_MS = 15_000;

/** Milliseconds without one after which a holder that cannot be looked for counts as gone. */
export const SILENT_MS = 120_000;

/**
 * Changes the time of a file again and again while something is held, for those who cannot look for our process: on
 * another machine, or in another container. The process may end all the same.
 * @param path absolute; it may go meanwhile
 * @param everyMs milliseconds between two signs
 * @returns the function that ends it
 */
export function giveSignsOfLife(path: string, everyMs: number = EVERY_MS): () => void {
  const timer = setInterval(() => {
    touch(path).catch(() => undefined);
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** Writes the first byte again: so the file system sets the time, whose clock may not be that of this machine. */
async function touch(path: string): Promise<void> {
  const file = await open(path, constants.O_RDWR | constants.O_NOFOLLOW);
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(1), 0, 1, 0);
    await file.write(bytesRead === 1 ? buffer : Buffer.from('\n'), 0, 1, 0);
  } finally {
    await file.close();
  }
}
