import {
  isStripeValueSet,
  STRIPE_KEYS,
  type StripeKeyKind,
  stripeKeyKind,
} from '../../contract/stripe-keys.ts';
import { SetupError } from '../../reasons/setup-error.ts';
import { environmentFile } from './environment-files.ts';
import type { ProbeContext } from './probe.ts';

/** A Stripe setting that somebody has made, by what it is. Its value is not in it. */
export interface FoundStripeSetting {
  readonly name: string;
  /** e.g. `.env:3`. */
  readonly place: string;
  /** Undefined for what Stripe does not give out. */
  readonly kind: StripeKeyKind | undefined;
}

/** Settings in which a key of Stripe may stand, rightly or not. */
const NAMES = [STRIPE_KEYS.secretKey, STRIPE_KEYS.webhookSecret, STRIPE_KEYS.priceId] as const;

/**
 * Every Stripe setting of the environment, of `.env` and of the stack's own environment file, not only the one that
 * wins: a live key that waits in a file is as dangerous. Values become known to the redactor.
 * @throws SetupError `PF-ENV-UNREADABLE`
 */
export async function stripeSettingsFound(context: ProbeContext): Promise<readonly FoundStripeSetting[]> {
  const { host, workspace, secrets } = context;
  const file = (await environmentFile(workspace, '.env')) ?? [];
  const own = await ownSettings(context);
  const found: FoundStripeSetting[] = [];
  const seen = new Set<string>();
  const look = (name: string, place: string, value: string | undefined): void => {
    if (!isStripeValueSet(value) || (place === OWN_FILE && seen.has(`${name}=${value.trim()}`))) return;
    seen.add(`${name}=${value.trim()}`);
    const kind = stripeKeyKind(value.trim());
    if (name !== STRIPE_KEYS.priceId || kind !== undefined) secrets.secret(name, value.trim());
    found.push({ name, place, kind });
  };
  for (const name of NAMES) {
    look(name, `environment variable ${name}`, host.env[name]);
    for (const { key, line, value } of file) if (key === name) look(name, `.env:${line}`, value);
    look(name, OWN_FILE, own[name]);
  }
  return found;
}

/**
 * Who makes checkout pages, as the stack would be started: `local`, or `events` for the Stripe worker.
 * @throws SetupError `PF-ENV-UNREADABLE`
 */
export async function billingBackend(context: ProbeContext): Promise<string> {
  const { host, workspace, loaded } = context;
  const file = (await environmentFile(workspace, '.env')) ?? [];
  const own = await ownSettings(context);
  const inFile = file.findLast(({ key }) => key === STRIPE_KEYS.backend)?.value;
  const byProfile = loaded.profile.environment.find(({ key }) => key === STRIPE_KEYS.backend)?.default;
  return (
    [host.env[STRIPE_KEYS.backend], own[STRIPE_KEYS.backend], inFile, byProfile].find((value) => value) ?? ''
  );
}

const OWN_FILE = 'the environment file of the stack';

async function ownSettings({ runtime }: ProbeContext): Promise<Readonly<Record<string, string | undefined>>> {
  try {
    return (await runtime.settings?.()) ?? {};
  } catch (error) {
    // A checkout that cannot be opened is told by the probe that needs it.
    if (error instanceof SetupError) return {};
    throw error;
  }
}
