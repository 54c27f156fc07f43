import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Mode of every file the tool writes. */
export const PRIVATE_FILE = 0o600;
/** Mode of every folder the tool makes. */
export const PRIVATE_FOLDER = 0o700;

/**
 * Makes a folder and its parents, readable by the operator alone.
 * @throws Error `ENOTDIR` when the last part exists and is a link or a file: links are not followed.
 */
export async function makePrivateFolder(path: string): Promise<void> {
  await makeFolders(path);
  const entry = await lstat(path);
  if (!entry.isDirectory())
    throw Object.assign(new Error(`${path} is not a folder`), { code: 'ENOTDIR', path });
}

/** Node's own `recursive` never ends where a folder is there and makes nothing, such as `/proc` or one of an automounter. */
async function makeFolders(path: string): Promise<void> {
  if ((await makeFolder(path)) === undefined) return;
  const parent = dirname(path);
  const isThere = await lstat(parent).then(
    () => true,
    () => false,
  );
  if (!isThere) await makeFolders(parent);
  // Also when the parent is there: another process may have made it just now.
  const still = await makeFolder(path);
  if (still !== undefined) throw still;
}

/**
 * @returns the error when a part of the way to it is missing; undefined when something is there now
 * @throws every other error of the file system
 */
async function makeFolder(path: string): Promise<unknown> {
  try {
    await mkdir(path, { mode: PRIVATE_FOLDER });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') return error;
    if (code !== 'EEXIST' && code !== 'EISDIR') throw error;
  }
  return undefined;
}

/**
 * Writes a whole file so that a reader sees the old content or the new one, never a part: temporary file beside
 * it, fsync, rename. A link at `path` is replaced, not followed.
 * @param path absolute path; its folder must exist
 * @throws the file system's error (`ENOSPC`, `EACCES` …); the old file is then untouched and no temporary file is left.
 */
export async function writePrivateFile(path: string, data: string | Uint8Array): Promise<void> {
  const temporary = temporaryPath(dirname(path));
  try {
    const file = await openNew(temporary);
    try {
      await file.writeFile(data);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Names of temporary files. */
const TEMPORARY = /^\.[0-9a-f]{12}\.tmp$/;

/** A path in a folder for a file that is only there for a moment, and is found by {@link sweepTemporaryFiles} if it stays. */
export function temporaryPath(folder: string): string {
  return join(folder, `.${randomBytes(6).toString('hex')}.tmp`);
}

/**
 * Removes the temporary files that a killed program left in a folder. Nobody else may write there meanwhile.
 * @param folder absolute path of an existing folder
 */
export async function sweepTemporaryFiles(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => TEMPORARY.test(name));
  await Promise.all(names.map((name) => rm(join(folder, name), { force: true })));
}

/**
 * Opens a file that must not exist yet, for writing.
 * @throws Error `EEXIST` when anything, also a dangling link, has that name.
 */
export function openNew(path: string): Promise<FileHandle> {
  return open(
    path,
    constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW,
    PRIVATE_FILE,
  );
}

/**
 * Opens a file for appending and makes it when it is missing.
 * @throws Error `ELOOP` when the name is a link.
 */
export function openAppend(path: string): Promise<FileHandle> {
  return open(
    path,
    constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND | constants.O_NOFOLLOW,
    PRIVATE_FILE,
  );
}

/**
 * Reads a file that must be small, as UTF-8 text.
 * @param limit most bytes that are accepted
 * @throws Error `EFBIG` when it is larger, `ELOOP` when it is a link, and the file system's own errors.
 */
export async function readSmallFile(path: string, limit: number): Promise<string> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const { size } = await file.stat();
    if (size > limit)
      throw Object.assign(new Error(`${path} is larger than ${limit} bytes`), { code: 'EFBIG', path });
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}
