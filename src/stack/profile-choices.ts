import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Host } from '../host/host.ts';
import { readSmallFile } from '../host/private-files.ts';
import { packageRoot } from './package-root.ts';
import type { LoadedProfile } from './profile-parser.ts';
import { locateProfile, PROFILE_LIMIT, profileIds } from './profile-place.ts';

/** What an operator chooses a profile by. */
export interface ProfileSummary {
  readonly id: string;
  readonly title: string;
  /** A sentence. */
  readonly summary: string;
}

/** File beside the built-in profiles that holds their summaries, with the SHA-256 of the file that each was read from. */
export const SUMMARIES_FILE = 'profiles/summaries.json';

/** A summary and the file that it was read from. */
interface KnownSummary extends ProfileSummary {
  /** Of the profile's file, hexadecimal. */
  readonly sha256: string;
}

/**
 * All profiles that can be chosen, in the order of their ids, the embedded one first. Reading a profile whole takes
 * longer than drawing the first screen, so a built-in one is told from its summary while its file is what it was.
 * @throws SetupError `ST-PROFILE-INVALID` or `ST-PROFILE-UNREADABLE` for the first bad file
 */
export async function listProfileSummaries(host: Host): Promise<readonly ProfileSummary[]> {
  const known = await readSummaries();
  const ids = await profileIds(host);
  return await Promise.all(ids.map((id) => summaryOf(id, known, host)));
}

/** The summary of a loaded profile. */
export function profileSummary({ profile }: LoadedProfile): ProfileSummary {
  return { id: profile.id, title: profile.title, summary: profile.summary };
}

/** The text of {@link SUMMARIES_FILE} for the built-in profiles. */
export function summariesText(profiles: readonly LoadedProfile[]): string {
  const entries = profiles.map((loaded) => [
    loaded.profile.id,
    { sha256: digestOf(loaded.source.text), ...profileSummary(loaded) },
  ]);
  return `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`;
}

async function summaryOf(
  id: string,
  known: Readonly<Record<string, unknown>>,
  host: Host,
): Promise<ProfileSummary> {
  const entry = known[id];
  if (isKnown(entry)) {
    const text = await readSmallFile(await locateProfile(id, host), PROFILE_LIMIT).catch(() => undefined);
    if (text !== undefined && digestOf(text) === entry.sha256) {
      return { id: entry.id, title: entry.title, summary: entry.summary };
    }
  }
  // What reads profiles is loaded for those that are not known: it takes longer than all else before the first screen.
  const { loadProfile } = await import('./profile-loader.ts');
  return profileSummary(await loadProfile(id, host));
}

/** A file that is missing or damaged costs time and nothing else. */
async function readSummaries(): Promise<Readonly<Record<string, unknown>>> {
  try {
    const read: unknown = JSON.parse(await readSmallFile(join(packageRoot(), SUMMARIES_FILE), PROFILE_LIMIT));
    return typeof read === 'object' && read !== null ? { ...read } : {};
  } catch {
    return {};
  }
}

/** Looked at by hand: the file is the package's own, and a schema would be the only one before the first screen. */
function isKnown(entry: unknown): entry is KnownSummary {
  if (typeof entry !== 'object' || entry === null) return false;
  const fields: Readonly<Record<string, unknown>> = { ...entry };
  return ['sha256', 'id', 'title', 'summary'].every((name) => typeof fields[name] === 'string');
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
