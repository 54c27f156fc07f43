import { readdir } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import type { Host } from '../host/host.ts';
import { didYouMeanQuestion } from '../reasons/did-you-mean.ts';
import { SetupError } from '../reasons/setup-error.ts';
import { packageRoot } from './package-root.ts';

/** Most bytes of a profile file. */
export const PROFILE_LIMIT = 1024 * 1024;

/**
 * Folders that hold profiles, the first that has one of a name wins: `BUS_SETUP_PROFILES` when it is set (relative to
 * the working folder), then the built-in ones.
 */
export function profileFolders(host: Host): readonly string[] {
  const builtIn = join(packageRoot(), 'profiles');
  const override = host.env.BUS_SETUP_PROFILES;
  return override === undefined || override === '' ? [builtIn] : [resolve(host.cwd, override), builtIn];
}

/**
 * Where a profile lies.
 * @param idOrPath as for {@link loadProfile}
 * @returns absolute path; of a path, whether or not there is a file
 * @throws SetupError `ST-PROFILE-UNKNOWN`, `ST-PROFILE-UNREADABLE`
 */
export async function locateProfile(idOrPath: string, host: Host): Promise<string> {
  if (/[/\\]|\.ya?ml$/.test(idOrPath)) return resolve(host.cwd, idOrPath);
  for (const folder of profileFolders(host)) {
    if ((await idsIn(folder)).includes(idOrPath)) return join(folder, `${idOrPath}.yaml`);
  }
  const known = await profileIds(host);
  const meant = didYouMeanQuestion(idOrPath, known);
  throw new SetupError(
    'ST-PROFILE-UNKNOWN',
    `no profile with that name; there are: ${known.join(', ')}.${meant}`,
  );
}

/**
 * Ids that {@link loadProfile} takes, sorted, the embedded one first because it needs nothing.
 * @throws SetupError `ST-PROFILE-UNREADABLE` for a folder that cannot be read
 */
export async function profileIds(host: Host): Promise<readonly string[]> {
  const ids = new Set<string>();
  for (const folder of profileFolders(host)) for (const id of await idsIn(folder)) ids.add(id);
  return [...ids].toSorted((a, b) => Number(b === 'embedded') - Number(a === 'embedded') || (a < b ? -1 : 1));
}

async function idsIn(folder: string): Promise<readonly string[]> {
  try {
    const names = await readdir(folder);
    return names.filter((name) => extname(name) === '.yaml').map((name) => basename(name, '.yaml'));
  } catch (error) {
    throw new SetupError('ST-PROFILE-UNREADABLE', `${folder}: ${codeOf(error)}`, { cause: error });
  }
}

/** Why a file or folder could not be read: the system's code for it, e.g. `EACCES`. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'cannot be read';
}
