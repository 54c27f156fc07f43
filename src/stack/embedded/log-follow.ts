import { constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import type { Host } from '../../host/host.ts';

/** Milliseconds between two looks at the end of the file. */
const LOOK_EVERY_MS = 250;
/** Most bytes that are read at one look; what is more comes with the next. */
const CHUNK_BYTES = 256 * 1024;

/** Most characters of one line; what is more of it is left out, for a line may never end. */
const LINE_CHARACTERS = 64 * 1024;

/** How a log is followed. */
export interface FollowOptions {
  readonly host: Host;
  readonly signal: AbortSignal;
  /** Which lines count. */
  readonly wanted: (line: string) => boolean;
  readonly onLine: (line: string) => void;
}

/**
 * Hands on every line that is added to a log file from now on, also when the file is begun anew.
 * @throws the signal's reason when it is aborted; it never ends by itself
 */
export async function followLog(
  path: string,
  { host, signal, wanted, onLine }: FollowOptions,
): Promise<never> {
  let position = await sizeOf(path);
  let rest = '';
  for (;;) {
    await host.sleep(LOOK_EVERY_MS, signal);
    const size = await sizeOf(path);
    if (size < position) position = 0;
    while (position < size) {
      const chunk = await readFrom(path, position);
      if (chunk.length === 0) break;
      position += chunk.length;
      const lines = `${rest}${chunk.toString('utf8')}`.split('\n');
      rest = (lines.pop() ?? '').slice(0, LINE_CHARACTERS);
      for (const line of lines) if (line !== '' && wanted(line)) onLine(line);
    }
  }
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.size ?? 0;
}

/** Up to the last whole line, so that no character is cut in two. */
async function readFrom(path: string, position: number): Promise<Buffer> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, position);
    const read = buffer.subarray(0, bytesRead);
    const end = read.lastIndexOf(0x0a) + 1;
    return end === 0 && bytesRead < CHUNK_BYTES
      ? read.subarray(0, 0)
      : read.subarray(0, end === 0 ? bytesRead : end);
  } catch {
    return Buffer.alloc(0); // moved away between two looks
  } finally {
    await file?.close();
  }
}
