import type { LineOutput } from '../headless/output.ts';
import type { Host } from '../host/host.ts';
import { SetupError } from '../reasons/setup-error.ts';
import { listProfiles, loadProfile } from '../stack/profile-loader.ts';
import type { Profile } from '../stack/profile-schema.ts';
import { tableLines } from './table.ts';

/**
 * Lists the profiles, or shows one (`profiles show embedded`).
 * @returns the exit code
 * @throws SetupError `RN-USAGE`, `ST-PROFILE-…`
 */
export async function printProfiles(
  host: Host,
  console: { readonly out: LineOutput },
  action: string | undefined,
  wanted: string | undefined,
  flags: { readonly json?: boolean; readonly profile?: string },
): Promise<number> {
  const lines = await profileLines(host, action, wanted ?? flags.profile, flags.json === true);
  for (const line of lines) console.out.line(line);
  return 0;
}

async function profileLines(
  host: Host,
  action: string | undefined,
  wanted: string | undefined,
  json: boolean,
): Promise<string[]> {
  if (action === undefined) {
    const profiles = (await listProfiles(host)).map(({ profile }) => profile);
    return json
      ? [
          JSON.stringify({
            v: 1,
            profiles: profiles.map(({ id, title, summary, tier }) => ({ id, title, summary, tier })),
          }),
        ]
      : tableLines([
          ['PROFILE', 'TIER', 'WHAT'],
          ...profiles.map(({ id, tier, summary }) => [id, tier, summary]),
        ]);
  }
  if (action !== 'show') throw new SetupError('RN-USAGE', `profiles knows show, not ${action}`);
  const { profile } = await loadProfile(wanted ?? 'embedded', host);
  return json ? [JSON.stringify(profile, null, 2)] : shown(profile);
}

function shown(profile: Profile): string[] {
  return [
    `${profile.title}  (${profile.id}, tier ${profile.tier}, runtime ${profile.runtime.kind})`,
    profile.summary,
    '',
    ...tableLines([
      ['SERVICE', 'ROLE', 'MODULE', 'WHAT'],
      ...profile.services.map(({ id, role, module, summary }) => [id, role, module, summary]),
    ]),
    '',
    ...tableLines([
      ['KEY', 'SECRECY', 'LOCAL ONLY', 'DEFAULT', 'PURPOSE'],
      ...profile.environment.map((entry) => [
        entry.key,
        entry.secrecy,
        entry.localOnly === true ? 'yes' : '',
        entry.secrecy === 'secret'
          ? entry.default === undefined
            ? ''
            : 'public placeholder'
          : (entry.default ?? ''),
        entry.purpose,
      ]),
    ]),
    '',
    `required  ${profile.checks.required.join(', ')}`,
    `optional  ${profile.checks.optional.join(', ')}`,
  ];
}
