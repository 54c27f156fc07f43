import type { LineOutput } from '../headless/output.ts';
import type { Host } from '../host/host.ts';
import { SetupError } from '../reasons/setup-error.ts';
import { listProfiles, loadProfile, validateProfile } from '../stack/profile-loader.ts';
import { mistakeLine } from '../stack/profile-mistake.ts';
import type { Profile, ProfileService, ServiceRole } from '../stack/profile-schema.ts';
import { EXIT } from '../steps/step.ts';
import { tableLines } from './table.ts';

/**
 * Lists the profiles, shows one (`profiles show embedded`), or tells what is wrong in one (`profiles validate FILE`).
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
  if (action === 'validate')
    return await validate(host, console.out, wanted ?? flags.profile, flags.json === true);
  const lines = await profileLines(host, action, wanted ?? flags.profile, flags.json === true);
  for (const line of lines) console.out.line(line);
  return 0;
}

/** One line a mistake, in the order of the file, as editors and CI read them. */
async function validate(
  host: Host,
  out: LineOutput,
  wanted: string | undefined,
  json: boolean,
): Promise<number> {
  if (wanted === undefined) throw new SetupError('RN-USAGE', 'profiles validate takes a file or an id');
  const { path, parsed } = await validateProfile(wanted, host);
  const mistakes = parsed.ok ? [] : parsed.mistakes;
  if (json) out.line(JSON.stringify({ v: 1, path, valid: parsed.ok, mistakes }));
  else if (parsed.ok) out.line(`profile   ${path} is valid`);
  else for (const mistake of mistakes) out.line(mistakeLine(path, mistake));
  return parsed.ok ? EXIT.proven : EXIT.usage;
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
  if (action !== 'show') throw new SetupError('RN-USAGE', `profiles knows show and validate, not ${action}`);
  const { profile } = await loadProfile(wanted ?? 'embedded', host);
  return json ? [JSON.stringify(profile, null, 2)] : shown(profile);
}

/** Parts in words of a buyer. */
const ROLE_WORDS: Readonly<Record<ServiceRole, string>> = {
  core: 'core',
  demo: 'local demo',
  'needs-credentials': 'needs credentials',
  optional: 'optional',
  skipped: 'skipped',
};

/** Longest default that a table shows whole. */
const DEFAULT_WIDTH = 44;

function startedWords({ composeProfile, oneShot }: ProfileService): string {
  const when = composeProfile === undefined ? 'always' : `with ${composeProfile}`;
  return oneShot === true ? `${when}, ends` : when;
}

function shortened(text: string): string {
  return text.length <= DEFAULT_WIDTH ? text : `${text.slice(0, DEFAULT_WIDTH - 1)}…`;
}

function shown(profile: Profile): string[] {
  return [
    `${profile.title}  (${profile.id}, tier ${profile.tier}, runtime ${profile.runtime.kind})`,
    profile.summary,
    '',
    ...tableLines([
      ['SERVICE', 'PART', 'MODULE', 'PORT', 'STARTED', 'WHAT'],
      ...profile.services.map((service) => [
        service.id,
        ROLE_WORDS[service.role],
        service.module,
        String(service.port ?? ''),
        startedWords(service),
        service.summary,
      ]),
    ]),
    '',
    ...tableLines([
      ['KEY', 'SECRECY', 'LOCAL ONLY', 'DEFAULT', 'PURPOSE'],
      ...profile.environment.map((entry) => [
        entry.key,
        entry.secrecy,
        entry.localOnly === true ? 'yes' : '',
        entry.secrecy === 'secret'
          ? (entry.default ?? '') === ''
            ? ''
            : 'public placeholder'
          : shortened(entry.default ?? ''),
        entry.purpose,
      ]),
    ]),
    '',
    `required  ${profile.checks.required.join(', ')}`,
    `optional  ${profile.checks.optional.join(', ')}`,
  ];
}
