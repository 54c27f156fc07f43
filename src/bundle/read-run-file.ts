import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { SetupError } from '../reasons/setup-error.ts';
import { unsafePath } from './refuse-unsafe.ts';
import { systemErrorCode } from './why-missing.ts';

/** A file as it was read, and where. */
export interface RunFile {
  readonly bytes: Uint8Array;
  /** Absolute path. */
  readonly source: string;
  /** True when only its end was read, which may start in the middle of a line. */
  readonly cut: boolean;
}

/**
 * Reads the end of a plain file of the run folder, at most so many bytes: a file that grew to gigabytes costs no more.
 * Links, devices and pipes are refused, and so is anything that is a credential file by its name.
 * @param folder absolute path of the run folder
 * @param name file in it, e.g. `results.json`
 * @param capBytes most bytes that are read
 * @throws SetupError `BN-NOT-THERE`, `BN-UNREADABLE` with the system's code, `BN-UNSAFE-FILE`
 */
export async function readRunFile(folder: string, name: string, capBytes: number): Promise<RunFile> {
  const source = join(folder, name);
  if (unsafePath(source)) throw new SetupError('BN-UNSAFE-FILE', 'by its name or its folder');
  const file = await openPlain(source, name);
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - capBytes);
    const buffer = Buffer.alloc(Math.min(size, capBytes));
    const length = await readFully(file, buffer, start);
    return { bytes: buffer.subarray(0, length), source, cut: start > 0 };
  } catch (error) {
    throw unreadable(name, error);
  } finally {
    await file.close();
  }
}

/** Opens without following a link and without waiting for a writer, as a pipe would. */
async function openPlain(source: string, name: string): Promise<FileHandle> {
  let file: FileHandle;
  try {
    file = await open(source, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT')
      throw new SetupError('BN-NOT-THERE', `no ${name} in the run folder`);
    throw unreadable(name, error);
  }
  if ((await file.stat()).isFile()) return file;
  await file.close();
  throw new SetupError('BN-UNREADABLE', `${name} is not a plain file`);
}

async function readFully(file: FileHandle, buffer: Buffer, start: number): Promise<number> {
  let length = 0;
  while (length < buffer.length) {
    const { bytesRead } = await file.read(buffer, length, buffer.length - length, start + length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return length;
}

function unreadable(name: string, error: unknown): SetupError {
  if (error instanceof SetupError) return error;
  return new SetupError('BN-UNREADABLE', `${name}: ${systemErrorCode(error) ?? 'unknown failure'}`, {
    cause: error,
  });
}
