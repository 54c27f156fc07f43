import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { readSmallFile } from '../../host/private-files.ts';
import { SetupError } from '../../reasons/setup-error.ts';
import { type DotenvEntry, dotenvEntries } from '../../stack/dotenv-lines.ts';

/** Most bytes of an environment file. */
const LIMIT = 1024 * 1024;

/**
 * The assignments of an environment file of the workspace.
 * @param name `.env` or `.env.example`
 * @returns undefined when there is no such file
 * @throws SetupError `PF-ENV-UNREADABLE` when it is there but cannot be read: what cannot be checked is not safe
 */
export async function environmentFile(
  workspace: string,
  name: '.env' | '.env.example',
): Promise<readonly DotenvEntry[] | undefined> {
  const path = join(workspace, name);
  try {
    const entry = await lstat(path);
    if (!entry.isFile()) throw Object.assign(new Error(name), { code: 'not a regular file' });
    return dotenvEntries(await readSmallFile(path, LIMIT));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    if (code === 'ENOENT') return undefined;
    throw new SetupError('PF-ENV-UNREADABLE', `${name}: ${code}`, { cause: error });
  }
}
