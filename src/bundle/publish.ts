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
  /** Absolute path of the key of the placeholders' tags, when it was to be kept. */
  readonly keyPath?: string;
}

/** What is written beside or instead of the plain archive. */
export interface PublishOptions {
  /** True when the bytes are those of an encrypted archive, which has `.age` at the end of its name. */
  readonly encrypted?: boolean;
  /** Key of the placeholders' tags; written beside the bundle as hex. */
  readonly key?: Uint8Array;
}

/**
 * Writes a bundle and its checksum file under the next free name: `bundle.tar.gz`, `bundle-2.tar.gz` … An older one
 * is never touched, and the archive appears whole or not at all.
 * @param folder absolute path of an existing folder
 * @param bytes of the `.tar.gz`, or of what it was encrypted to
 * @throws SetupError `RN-OUTPUT-UNUSABLE` or `RN-DISK-FULL`; nothing is left then
 */
export async function publishBundle(
  folder: string,
  bytes: Uint8Array,
  { encrypted = false, key }: PublishOptions = {},
): Promise<PublishedBundle> {
  try {
    const name = await reserveName(folder, encrypted ? '.age' : '');
    const path = join(folder, name);
    const sha256 = sha256Hex(bytes);
    try {
      await writePrivateFile(path, bytes);
      await writePrivateFile(checksumPath(path), `${sha256}  ${name}\n`);
      if (key !== undefined) await writePrivateFile(keyPath(path), `${Buffer.from(key).toString('hex')}\n`);
    } catch (error) {
      await rm(path, { force: true });
      await rm(checksumPath(path), { force: true });
      await rm(keyPath(path), { force: true });
      throw error;
    }
    return {
      path,
      bytes: bytes.byteLength,
      sha256,
      ...(key === undefined ? {} : { keyPath: keyPath(path) }),
    };
  } catch (error) {
    throw unwritable(folder, error);
  }
}

/**
 * The checksum file is made first, empty and exclusively: it holds the name, so that two writers never get the same
 * one, and the archive itself can then be renamed into place.
 */
async function reserveName(folder: string, suffix: string): Promise<string> {
  for (let number = 1; number <= MOST_BUNDLES; number++) {
    const name = `bundle${number === 1 ? '' : `-${number}`}.tar.gz${suffix}`;
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

function keyPath(path: string): string {
  return `${path}.key`;
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
