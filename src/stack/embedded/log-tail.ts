import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** Most bytes that are read from the end of a log. */
const TAIL_BYTES = 2 * 1024 * 1024;

/**
 * The last lines of a log file, oldest first, unredacted.
 * @param lines most lines that are returned
 * @param wanted which lines count
 * @returns nothing when there is no file
 * @throws the file system's error when it is there and cannot be read
 */
export async function logTail(
  path: string,
  lines: number,
  wanted: (line: string) => boolean = () => true,
): Promise<readonly string[]> {
  if (lines < 1) return [];
  const text = await tailOf(path);
  return text
    .split('\n')
    .filter((line) => line !== '' && wanted(line))
    .slice(-lines);
}

async function tailOf(path: string): Promise<string> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      const { size } = await file.stat();
      const from = Math.max(0, size - TAIL_BYTES);
      const buffer = Buffer.alloc(size - from);
      const { bytesRead } = await file.read(buffer, 0, buffer.length, from);
      const text = buffer.toString('utf8', 0, bytesRead);
      // A line that was cut at its front could have lost the word by which a secret in it is known.
      const whole = text.indexOf('\n') + 1;
      if (from === 0) return text;
      return whole === 0 ? '' : text.slice(whole);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}
