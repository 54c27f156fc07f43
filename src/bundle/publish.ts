import { lstat, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openNew, writePrivateFile } from '../host/private-files.ts';
import { SetupError } from '../reasons/setup-error.ts';
import { sha256Hex } from './archive.ts';
import { systemErrorCode } from './why-missing.ts';

/** More bundles than anybody makes of one run. */
const MOST_BUNDLES = 10_000;

/** A bundle on disk. */
export interface PublishedBundle {
  /** Absolute path of the `.tar.gz`. */
  readonly path: string;
  readonly bytes: number;
  /** SHA-256 of the `.tar.gz`, in hex; also in the file beside it. */
  readonly sha256: string;
}

/**
 * Writes a bundle and its checksum file under the next free name: `bundle.tar.gz`, `bundle-2.tar.gz` … An older one
 * is never touched, and the archive appears whole or not at all.
 * @param folder absolute path of an existing folder
 * @param bytes of the `.tar.gz`
 * @throws SetupError `RN-OUTPUT-UNUSABLE` or `RN-DISK-FULL`; nothing is left then
 */
export async function publishBundle(folder: string, bytes: Uint8Array): Promise<PublishedBundle> {
  try {
    const name = await reserveName(folder);
    const path = join(folder, name);
    const sha256 = sha256Hex(bytes);
    try {
      await writePrivateFile(path, bytes);
      await writePrivateFile(checksumPath(path), `${sha256}  ${name}\n`);
    } catch (error) {
      await rm(path, { force: true });
      await rm(checksumPath(path), { force: true });
      throw error;
    }
    return { path, bytes: bytes.byteLength, sha256 };
  } catch (error) {
    throw unwritable(folder, error);
  }
}

/**
 * The checksum file is made first, empty and exclusively: it holds the name, so that two writers never get the same
 * one, and the archive itself can then be renamed into place.
 */
async function reserveName(folder: string): Promise<string> {
  for (let number = 1; number <= MOST_BUNDLES; number++) {
    const name = number === 1 ? 'bundle.tar.gz' : `bundle-${number}.tar.gz`;
    const path = join(folder, name);
    if (await exists(path)) continue;
    try {
      await (await openNew(checksumPath(path))).close();
    } catch (error) {
      if (systemErrorCode(error) === 'EEXIST') continue;
      throw error;
    }
    // Whoever held the name may have finished between the look and the reservation.
    if (!(await exists(path))) return name;
    await rm(checksumPath(path), { force: true });
  }
  throw new SetupError('RN-OUTPUT-UNUSABLE', `${folder} holds too many bundles`);
}

function checksumPath(path: string): string {
  return `${path}.sha256`;
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

function unwritable(folder: string, error: unknown): unknown {
  const code = systemErrorCode(error);
  if (error instanceof SetupError || code === undefined) return error;
  const full = code === 'ENOSPC' || code === 'EDQUOT';
  return new SetupError(full ? 'RN-DISK-FULL' : 'RN-OUTPUT-UNUSABLE', `${folder}: ${code}`, { cause: error });
}
