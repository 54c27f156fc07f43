import { readdir } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import type { Host } from '../host/host.ts';
import { readSmallFile } from '../host/private-files.ts';
import { SetupError } from '../reasons/setup-error.ts';
import { packageRoot } from './package-root.ts';
import {
  lineOfPath,
  mistakeLine,
  type ProfileMistake,
  schemaMistakes,
  syntaxMistakes,
} from './profile-mistake.ts';
import { type Profile, profileSchema } from './profile-schema.ts';

/** Most bytes of a profile file. */
const PROFILE_LIMIT = 1024 * 1024;
/** Mistakes that one error tells; more only hide the first. */
const TOLD_MISTAKES = 5;

/** A profile with the file it came from. */
export interface LoadedProfile {
  readonly profile: Profile;
  readonly source: {
    /** Absolute path of the file. */
    readonly path: string;
    readonly text: string;
  };
  /**
   * Line of a field from 1, or of its nearest parent when the field is not in the file.
   * @param pointer JSON pointer (RFC 6901), e.g. `/environment/0/default`
   */
  lineOf(pointer: string): number;
}

/** What parsing a profile gives: the profile, or what is wrong with it, in the order of the file. */
export type ParsedProfile =
  | { readonly ok: true; readonly loaded: LoadedProfile }
  | { readonly ok: false; readonly mistakes: readonly ProfileMistake[] };

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
 * Reads and validates one profile.
 * @param idOrPath id of a profile in one of {@link profileFolders}, or the path of a file: anything with a `/` or with
 * the ending `.yaml` or `.yml`, relative to the working folder
 * @throws SetupError `ST-PROFILE-UNKNOWN`, `ST-PROFILE-UNREADABLE`, `ST-PROFILE-INVALID` (with file:line:column)
 */
export async function loadProfile(idOrPath: string, host: Host): Promise<LoadedProfile> {
  const path = await locate(idOrPath, host);
  let text: string;
  try {
    text = await readSmallFile(path, PROFILE_LIMIT);
  } catch (error) {
    throw new SetupError('ST-PROFILE-UNREADABLE', `${path}: ${codeOf(error)}`, { cause: error });
  }
  const parsed = parseProfile(path, text);
  if (parsed.ok) return parsed.loaded;
  const told = parsed.mistakes.slice(0, TOLD_MISTAKES).map((mistake) => mistakeLine(path, mistake));
  const more = parsed.mistakes.length - told.length;
  throw new SetupError('ST-PROFILE-INVALID', `${told.join('; ')}${more > 0 ? `; and ${more} more` : ''}`);
}

/**
 * All profiles that can be loaded by id, sorted, the embedded one first because it needs nothing.
 * @throws SetupError `ST-PROFILE-INVALID` or `ST-PROFILE-UNREADABLE` for the first bad file
 */
export async function listProfiles(host: Host): Promise<readonly LoadedProfile[]> {
  const ids = await knownIds(host);
  return await Promise.all(ids.map((id) => loadProfile(id, host)));
}

/**
 * Parses a profile without touching the disk.
 * @param path absolute path the text came from, for messages
 */
export function parseProfile(path: string, text: string): ParsedProfile {
  const lines = new LineCounter();
  const read = readYaml(text, lines);
  if (!read.ok) return read;
  const { document, value } = read;
  const result = profileSchema.safeParse(value);
  if (!result.success) {
    const mistakes = schemaMistakes(document, lines, result.error);
    return { ok: false, mistakes: mistakes.toSorted((a, b) => a.line - b.line || a.column - b.column) };
  }
  const lineOf = (pointer: string) => lineOfPath(document, lines, pointerParts(pointer));
  return { ok: true, loaded: { profile: result.data, source: { path, text }, lineOf } };
}

function readYaml(text: string, lines: LineCounter) {
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
    const mistakes = syntaxMistakes(document, lines);
    if (mistakes.length > 0) return { ok: false, mistakes } as const;
    return { ok: true, document, value: document.toJS({ maxAliasCount: 100 }) as unknown } as const;
  } catch {
    // The parser throws on aliases that multiply, aliases without an anchor, and nesting that no stack holds.
    const expected = 'a profile without deep nesting, and aliases that have an anchor';
    return { ok: false, mistakes: [{ line: 1, column: 1, field: '', expected }] } as const;
  }
}

async function locate(idOrPath: string, host: Host): Promise<string> {
  if (/[/\\]|\.ya?ml$/.test(idOrPath)) return resolve(host.cwd, idOrPath);
  for (const folder of profileFolders(host)) {
    if ((await idsIn(folder)).includes(idOrPath)) return join(folder, `${idOrPath}.yaml`);
  }
  const known = (await knownIds(host)).join(', ');
  throw new SetupError('ST-PROFILE-UNKNOWN', `no profile with that name; there are: ${known}`);
}

async function knownIds(host: Host): Promise<readonly string[]> {
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

function pointerParts(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'cannot be read';
}

/** What `--profile` takes for a profile: the id of a built-in one, the file of any other. */
export function profileName({ profile, source }: LoadedProfile): string {
  return source.path === join(packageRoot(), 'profiles', `${profile.id}.yaml`) ? profile.id : source.path;
}
