import { join } from 'node:path';
import type { Host } from '../host/host.ts';
import { readSmallFile } from '../host/private-files.ts';
import { SetupError } from '../reasons/setup-error.ts';
import { packageRoot } from './package-root.ts';
import { mistakeLine } from './profile-mistake.ts';
import {
  extendedName,
  type LoadedProfile,
  type ParsedProfile,
  parseExtension,
  parseProfile,
  readProfileDocument,
} from './profile-parser.ts';
import { codeOf, locateProfile, PROFILE_LIMIT, profileIds } from './profile-place.ts';

/** Mistakes that one error tells; more only hide the first. */
const TOLD_MISTAKES = 5;

/**
 * Reads and validates one profile.
 * @param idOrPath id of a profile in one of `profileFolders`, or the path of a file: anything with a `/` or with
 * the ending `.yaml` or `.yml`, relative to the working folder
 * @throws SetupError `ST-PROFILE-UNKNOWN`, `ST-PROFILE-UNREADABLE`, `ST-PROFILE-INVALID` (with file:line:column)
 */
export async function loadProfile(idOrPath: string, host: Host): Promise<LoadedProfile> {
  return await loadInChain(idOrPath, host, []);
}

/**
 * Reads one profile and tells everything that is wrong in it.
 * @param idOrPath as for {@link loadProfile}
 * @throws SetupError `ST-PROFILE-UNKNOWN`, `ST-PROFILE-UNREADABLE`; and `ST-PROFILE-INVALID` for mistakes in the profile
 * that it extends
 */
export async function validateProfile(
  idOrPath: string,
  host: Host,
): Promise<{ readonly path: string; readonly parsed: ParsedProfile }> {
  const path = await locateProfile(idOrPath, host);
  return { path, parsed: await parseWithBase(path, await readProfile(path), host, [path]) };
}

/** @param before files that lead here: a profile that extends itself has no end */
async function loadInChain(idOrPath: string, host: Host, before: readonly string[]): Promise<LoadedProfile> {
  const path = await locateProfile(idOrPath, host);
  const chain = [...before, path];
  if (before.includes(path)) throw new SetupError('ST-PROFILE-INVALID', `${path} extends itself`);
  const text = await readProfile(path);
  const parsed = await parseWithBase(path, text, host, chain);
  if (parsed.ok) return parsed.loaded;
  const told = parsed.mistakes.slice(0, TOLD_MISTAKES).map((mistake) => mistakeLine(path, mistake));
  const more = parsed.mistakes.length - told.length;
  throw new SetupError('ST-PROFILE-INVALID', `${told.join('; ')}${more > 0 ? `; and ${more} more` : ''}`);
}

async function readProfile(path: string): Promise<string> {
  try {
    return await readSmallFile(path, PROFILE_LIMIT);
  } catch (error) {
    throw new SetupError('ST-PROFILE-UNREADABLE', `${path}: ${codeOf(error)}`, { cause: error });
  }
}

/** A profile that extends another is put together first. */
async function parseWithBase(
  path: string,
  text: string,
  host: Host,
  chain: readonly string[],
): Promise<ParsedProfile> {
  const read = readProfileDocument(text);
  const name = extendedName(read);
  if (name === undefined) return parseProfile(path, text, read);
  const base = await loadInChain(name, host, chain);
  return parseExtension(path, text, base.profile, read);
}

/**
 * All profiles that can be loaded by id, sorted, the embedded one first because it needs nothing.
 * @throws SetupError `ST-PROFILE-INVALID` or `ST-PROFILE-UNREADABLE` for the first bad file
 */
export async function listProfiles(host: Host): Promise<readonly LoadedProfile[]> {
  const ids = await profileIds(host);
  return await Promise.all(ids.map((id) => loadProfile(id, host)));
}

/** What `--profile` takes for a profile: the id of a built-in one, the file of any other. */
export function profileName({ profile, source }: LoadedProfile): string {
  return source.path === join(packageRoot(), 'profiles', `${profile.id}.yaml`) ? profile.id : source.path;
}
