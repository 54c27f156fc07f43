import { STRIPE_API_ORIGIN } from '../contract/stripe-api.ts';
import { isStripeValueSet, STRIPE_KEYS, stripeKeyKind } from '../contract/stripe-keys.ts';
import type { Secret, SecretRegistry } from '../redact/secret.ts';
import { CheckFailure, CheckSkip } from './check-failure.ts';

/** What a test-mode call to Stripe is made with. */
export interface StripeSettings {
  readonly key: Secret;
  /** Origin of the API: Stripe's own, or one of this machine. */
  readonly api: URL;
  /** A recurring price, when the operator named one. */
  readonly priceId: string | undefined;
}

/** Hosts that are this machine and nothing else. */
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * Reads the settings of the live Stripe path. Anything but a test-mode key, and any address but Stripe's and this
 * machine's, ends here: before a connection is made.
 * @param env the environment as the stack sees it
 * @throws CheckSkip `PY-CREDENTIAL-MISSING`; CheckFailure `PY-LIVE-KEY`, `PY-KEY-UNKNOWN`, `PY-HOST-REFUSED`
 */
export function stripeSettings(
  env: Readonly<Record<string, string | undefined>>,
  secrets: SecretRegistry,
): StripeSettings {
  const value = env[STRIPE_KEYS.secretKey];
  if (!isStripeValueSet(value)) {
    throw new CheckSkip('PY-CREDENTIAL-MISSING', `${STRIPE_KEYS.secretKey} is not set`);
  }
  const key = secrets.secret(STRIPE_KEYS.secretKey, value.trim());
  const kind = stripeKeyKind(value.trim());
  if (kind?.mode === 'live') throw new CheckFailure('PY-LIVE-KEY', `a ${kind.role} key in live mode`);
  if (kind === undefined || (kind.role !== 'secret' && kind.role !== 'restricted')) {
    const what = kind === undefined ? 'no prefix of Stripe' : `a ${kind.role}`;
    throw new CheckFailure('PY-KEY-UNKNOWN', what);
  }
  const priceId = env[STRIPE_KEYS.priceId]?.trim() ?? '';
  return { key, api: apiOf(env[STRIPE_KEYS.apiUrl]), priceId: priceId === '' ? undefined : priceId };
}

/** True for an address of this machine. */
export function isLoopback({ hostname }: URL): boolean {
  return LOOPBACK.test(hostname);
}

function apiOf(setting: string | undefined): URL {
  const text = setting === undefined || setting === '' ? STRIPE_API_ORIGIN : setting;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) throw new CheckFailure('PY-HOST-REFUSED', 'it is no URL');
  const plain = url.username === '' && url.password === '' && url.pathname === '/';
  const known = url.origin === STRIPE_API_ORIGIN || (isLoopback(url) && /^https?:$/.test(url.protocol));
  if (plain && known && url.search === '' && url.hash === '') return url;
  throw new CheckFailure('PY-HOST-REFUSED', `${url.protocol}//${url.host}`);
}
