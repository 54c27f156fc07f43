import { basename } from 'node:path';
import { LOCAL_DEFAULTS, type LocalDefault } from '../../contract/local-defaults.ts';
import { STRIPE_BACKEND, STRIPE_KEYS } from '../../contract/stripe-keys.ts';
import type { SecretRegistry } from '../../redact/secret.ts';
import type { ProfileEnvironment } from '../../stack/profile-schema.ts';
import { environmentFile } from './environment-files.ts';
import type { Probe, ProbeContext } from './probe.ts';
import { billingBackend } from './stripe-settings.ts';

/** Keys whose public default every local profile must hold: with them the stack is safe on loopback and nowhere else. */
const DEMANDED = [
  'BUS_LOCAL_JWT_SECRET',
  'BUS_AUTH_INTERNAL_SHARED_KEY',
  'BUS_STRIPE_WEBHOOK_SECRET',
  'BUS_PORTAL_TOKEN',
] as const;
/** Most findings that one detail tells. */
const TOLD = 12;

/** One thing that keeps this from being the documented local stack. Never a value. */
interface Finding {
  readonly kind: 'missing' | 'changed';
  readonly key: string;
  /** File and line, or where else. */
  readonly place: string;
}

/** The local-only defaults are there, and are the documented ones. */
export const localDefaults: Probe = {
  id: 'local-defaults',
  title: 'Local-only defaults are the documented ones',
  required: true,
  proves:
    'Every local-only secret of the profile is its public default, in the profile, the environment and .env.',
  doesNotProve: 'That a stack which runs already was started with these values.',
  command: ({ loaded }) => {
    const keys = localOnly(loaded.profile.environment).map(({ key }) => key);
    return `grep -nsE '^(export )?(${keys.join('|')})=' .env .env.example | cut -d= -f1`;
  },
  async run(context) {
    const entries = localOnly(context.loaded.profile.environment);
    const inProfile = profileFindings(context, entries);
    if (entries.length === 0 && inProfile.length === 0)
      return { status: 'SKIP', reason: 'PF-NO-LOCAL-DEFAULTS' };
    const mayDiffer = await ownWebhookSecret(context);
    const here = entries.filter(({ key }) => key !== mayDiffer);
    const findings = [
      ...inProfile,
      ...environmentFindings(context, here),
      ...(await dotenvFindings(context, here)),
      ...(await exampleFindings(context, entries)),
    ];
    if (findings.length === 0) {
      const but = mayDiffer === undefined ? '' : `; ${mayDiffer} may be one of Stripe`;
      return { status: 'PASS', observed: `${entries.length} local-only defaults, all as documented${but}` };
    }
    const reason = findings.some(({ kind }) => kind === 'changed')
      ? 'PF-LOCAL-DEFAULT-CHANGED'
      : 'PF-LOCAL-DEFAULT-MISSING';
    const told = findings.slice(0, TOLD).map(({ kind, key, place }) => `${key} ${kind} at ${place}`);
    return { status: 'FAIL', reason, detail: told.join('; ') };
  },
};

/**
 * Where billing is switched to Stripe, its webhooks are signed with a secret of Stripe, and the placeholder would turn
 * all of them away. Only containers are ever given it.
 */
async function ownWebhookSecret(context: ProbeContext): Promise<string | undefined> {
  if (context.runtime.kind !== 'compose') return undefined;
  return (await billingBackend(context)) === STRIPE_BACKEND ? STRIPE_KEYS.webhookSecret : undefined;
}

function localOnly(environment: readonly ProfileEnvironment[]): readonly ProfileEnvironment[] {
  return environment.filter((entry) => entry.localOnly === true);
}

function profileFindings({ loaded }: ProbeContext, entries: readonly ProfileEnvironment[]): Finding[] {
  const { profile, source } = loaded;
  const file = basename(source.path);
  const missing = DEMANDED.filter((key) => !entries.some((entry) => entry.key === key)).map(
    (key): Finding => {
      const index = profile.environment.findIndex((entry) => entry.key === key);
      const line = loaded.lineOf(index === -1 ? '/environment' : `/environment/${index}`);
      return { kind: 'missing', key, place: `${file}:${line}` };
    },
  );
  const changed = entries.flatMap((entry): Finding[] => {
    const published = publishedDefault(entry.key);
    if (published === undefined || published.value === entry.default) return [];
    const line = loaded.lineOf(`/environment/${profile.environment.indexOf(entry)}/default`);
    return [{ kind: 'changed', key: entry.key, place: `${file}:${line}` }];
  });
  return profile.tier === 'local' ? [...missing, ...changed] : changed;
}

/** An empty value counts as unset, as in Compose's `$` + `{KEY:-default}`. */
function environmentFindings(
  { host, secrets }: ProbeContext,
  entries: readonly ProfileEnvironment[],
): Finding[] {
  return entries.flatMap((entry) =>
    overrides(entry, host.env[entry.key] ?? '', `environment variable ${entry.key}`, secrets),
  );
}

async function dotenvFindings(
  { workspace, secrets }: ProbeContext,
  entries: readonly ProfileEnvironment[],
): Promise<Finding[]> {
  const assignments = (await environmentFile(workspace, '.env')) ?? [];
  return entries.flatMap((entry) =>
    assignments
      .filter(({ key }) => key === entry.key)
      .flatMap(({ value, line }) => overrides(entry, value, `.env:${line}`, secrets)),
  );
}

/** A tracked `.env.example` of a BusDK checkout must carry the defaults itself: a clean checkout is started from it. */
async function exampleFindings(
  { workspace, secrets }: ProbeContext,
  entries: readonly ProfileEnvironment[],
): Promise<Finding[]> {
  const assignments = (await environmentFile(workspace, '.env.example')) ?? [];
  if (!assignments.some(({ key }) => publishedDefault(key) !== undefined)) return [];
  return entries.flatMap((entry) => {
    const own = assignments.filter(({ key }) => key === entry.key);
    if (own.length === 0) {
      const expected = publishedDefault(entry.key)?.inExample === true;
      return expected ? [{ kind: 'missing' as const, key: entry.key, place: '.env.example' }] : [];
    }
    return own.flatMap(({ value, line }): Finding[] =>
      value === ''
        ? [{ kind: 'missing', key: entry.key, place: `.env.example:${line}` }]
        : overrides(entry, value, `.env.example:${line}`, secrets),
    );
  });
}

function overrides(
  entry: ProfileEnvironment,
  value: string,
  place: string,
  secrets: SecretRegistry,
): Finding[] {
  if (value === '' || value === entry.default) return [];
  secrets.secret(entry.key, value);
  return [{ kind: 'changed', key: entry.key, place }];
}

function publishedDefault(key: string): LocalDefault | undefined {
  const defaults: Readonly<Record<string, LocalDefault>> = LOCAL_DEFAULTS;
  return Object.hasOwn(defaults, key) ? defaults[key] : undefined;
}
