import { closeSync, constants, existsSync, lstatSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { PRIVATE_FILE } from './private-files.ts';

/** A database without a table: only the lock on it counts. */
const LOCK_FILE = 'in-use.sqlite';
/** Milliseconds that somebody who only looks may be in the way of somebody who takes hold. */
const LOOK_MS = 1_000;
/** https://www.sqlite.org/rescode.html#busy */
const SQLITE_BUSY = 5;

/**
 * Holds a folder for as long as this process lives. The lock is SQLite's own: the system lets go of it with the process,
 * however that ends, and other containers on the same disk meet it too, where process ids mean nothing.
 * @param folder absolute path of an existing folder
 * @returns the function that lets go; undefined when another process holds it
 * @throws the file system's error, `EEXIST` when the lock is a link or a folder
 */
export function holdFolder(folder: string): (() => void) | undefined {
  const path = join(folder, LOCK_FILE);
  makeLock(path);
  // Not imported: on Node 22 that prints a warning, and few who load this file come here.
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
  const database = new DatabaseSync(path, { timeout: LOOK_MS });
  try {
    database.exec('begin exclusive');
  } catch (error) {
    database.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return undefined;
    throw error;
  }
  return () => {
    if (database.isOpen) database.close();
  };
}

/** One that is there is not opened: to close it would end the locks that this very process has on it. */
function makeLock(path: string): void {
  const { O_RDWR, O_CREAT, O_EXCL } = constants;
  if (lstatSync(path, { throwIfNoEntry: false })?.isFile() === true) return;
  closeSync(openSync(path, O_RDWR | O_CREAT | O_EXCL, PRIVATE_FILE));
}

/**
 * True when a process holds a folder by {@link holdFolder}, be it in another container.
 * @param folder absolute; none is held by nobody
 */
export function isFolderHeld(folder: string): boolean {
  if (!existsSync(join(folder, LOCK_FILE))) return false;
  const release = holdFolder(folder);
  release?.();
  return release === undefined;
}
