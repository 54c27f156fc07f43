import type { ProfileRuntime } from '../../stack/profile-runtime.ts';
import type { ProfileEnvironment } from '../../stack/profile-schema.ts';
import type { Collector } from '../collector.ts';
import { jsonFile } from '../json-file.ts';

/** The setup profile as data, which is what everything else in the bundle is read against. */
export const profileCollector: Collector = {
  id: 'profile',
  title: 'Profile',
  deadlineMs: 10_000,
  capBytes: 1024 * 1024,
  paths: () => ['stack/profile.json'],
  async collect({ runtime }) {
    const { environment, runtime: settings, ...profile } = runtime.profile;
    return [
      jsonFile(
        'stack/profile.json',
        { ...profile, runtime: withReferences(settings), environment: environment.map(withoutSecretDefault) },
        'the setup profile that the run used',
      ),
    ];
  },
};

/** The default of a secret key is a public placeholder; that there is one is all that support needs. */
function withoutSecretDefault(entry: ProfileEnvironment) {
  if (entry.secrecy !== 'secret') return entry;
  const { default: publicDefault, ...rest } = entry;
  return { ...rest, hasPublicDefault: publicDefault !== undefined };
}

/**
 * Names of settings as references: the redactor would take `stripeSecretKey: BUS_STRIPE_SECRET_KEY` for a secret, and it
 * leaves `$BUS_STRIPE_SECRET_KEY` alone.
 */
function withReferences(settings: ProfileRuntime): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [
      key,
      /(Key|Secret)/.test(key) && typeof value === 'string' ? `$${value}` : value,
    ]),
  );
}
