import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import type { Host } from '../host/host.ts';
import { readSmallFile } from '../host/private-files.ts';
import { packageRoot } from './package-root.ts';
import { loadProfile, locateProfile, PROFILE_LIMIT, profileIds } from './profile-loader.ts';
import type { LoadedProfile } from './profile-parser.ts';

/** What an operator chooses a profile by. */
export interface ProfileSummary {
  readonly id: string;
  readonly title: string;
  /** A sentence. */
  readonly summary: string;
}

/** File beside the built-in profiles that holds their summaries, with the SHA-256 of the file that each was read from. */
export const SUMMARIES_FILE = 'profiles/summaries.json';

const summaries = z.record(
  z.string(),
  z.strictObject({ sha256: z.string(), id: z.string(), title: z.string(), summary: z.string() }),
);

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

async function summaryOf(id: string, known: z.infer<typeof summaries>, host: Host): Promise<ProfileSummary> {
  const entry = known[id];
  if (entry !== undefined) {
    const text = await readSmallFile(await locateProfile(id, host), PROFILE_LIMIT).catch(() => undefined);
    if (text !== undefined && digestOf(text) === entry.sha256) {
      return { id: entry.id, title: entry.title, summary: entry.summary };
    }
  }
  return profileSummary(await loadProfile(id, host));
}

/** A file that is missing or damaged costs time and nothing else. */
async function readSummaries(): Promise<z.infer<typeof summaries>> {
  try {
    return summaries.parse(
      JSON.parse(await readSmallFile(join(packageRoot(), SUMMARIES_FILE), PROFILE_LIMIT)),
    );
  } catch {
    return {};
  }
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
