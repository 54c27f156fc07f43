import { constants } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { checkMemberNames } from '../../bundle/archive.ts';
import { systemErrorCode } from '../../bundle/why-missing.ts';
import { SetupError } from '../../reasons/setup-error.ts';
import type { FileMap } from '../bag/file-map.ts';
import { LIMITS } from './limits.ts';

/**
 * Reads every file under a folder, each once. Links, devices and pipes are refused, and so are names that another
 * system would read otherwise.
 * @param folder absolute path
 * @throws SetupError `EV-HOSTILE-ARCHIVE`, `EV-TOO-LARGE`, `EV-UNREADABLE`
 */
export async function readFolder(folder: string, signal: AbortSignal): Promise<FileMap> {
  const files = new Map<string, Uint8Array>();
  let total = 0;
  const visit = async (path: string, depth: number): Promise<void> => {
    if (depth > LIMITS.depth) throw new SetupError('EV-HOSTILE-ARCHIVE', 'folders nested too deep');
    for (const entry of await listed(join(folder, path))) {
      signal.throwIfAborted();
      const inner = path === '' ? entry.name : `${path}/${entry.name}`;
      if (entry.isDirectory()) await visit(inner, depth + 1);
      else if (!entry.isFile()) throw new SetupError('EV-HOSTILE-ARCHIVE', 'a link or a special file');
      else {
        const bytes = await readWhole(join(folder, inner), LIMITS.fileBytes);
        total += bytes.byteLength;
        files.set(inner, bytes);
      }
      if (files.size > LIMITS.files || total > LIMITS.totalBytes) {
        throw new SetupError('EV-TOO-LARGE', `more than ${files.size - 1} files or ${total} bytes`);
      }
    }
  };
  await visit('', 0);
  refuseNames([...files.keys()]);
  return files;
}

/**
 * Reads one plain file, without following a link and without waiting for a writer as a pipe would.
 * @param limit most bytes
 * @throws SetupError `EV-TOO-LARGE`, `EV-UNREADABLE`
 */
export async function readWhole(path: string, limit: number): Promise<Buffer> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const status = await file.stat();
      if (!status.isFile()) throw new SetupError('EV-UNREADABLE', 'not a plain file');
      if (status.size > limit) throw new SetupError('EV-TOO-LARGE', `a file of ${status.size} bytes`);
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw unreadable(error);
  }
}

async function listed(path: string) {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch (error) {
    throw unreadable(error);
  }
}

function refuseNames(paths: readonly string[]): void {
  try {
    checkMemberNames(paths);
  } catch (error) {
    const detail = error instanceof SetupError ? error.reason.detail : undefined;
    throw new SetupError('EV-HOSTILE-ARCHIVE', detail, { cause: error });
  }
}

function unreadable(error: unknown): unknown {
  const code = systemErrorCode(error);
  return code === undefined ? error : new SetupError('EV-UNREADABLE', code, { cause: error });
}
