import { PUBLIC_PLACEHOLDERS } from './local-defaults.ts';

/** The settings that take Stripe into the place of the local fixture, by their names in the environment. */
export const STRIPE_KEYS = {
  secretKey: 'BUS_STRIPE_SECRET_KEY',
  webhookSecret: 'BUS_STRIPE_WEBHOOK_SECRET',
  priceId: 'BUS_STRIPE_DEFAULT_PRICE_ID',
  /** Not of the modules: where this program itself finds the Stripe API. */
  apiUrl: 'BUS_STRIPE_API_URL',
  backend: 'BUS_LOCAL_BILLING_PROVIDER_BACKEND',
} as const;

/** Value of `BUS_LOCAL_BILLING_PROVIDER_BACKEND` that sends billing through the Stripe worker. */
export const STRIPE_BACKEND = 'events';

/** What a Stripe credential is, by the prefix that Stripe gives it (https://docs.stripe.com/keys). */
export interface StripeKeyKind {
  readonly role: 'secret' | 'restricted' | 'publishable' | 'webhook-secret';
  /** Absent for a webhook secret, which does not tell. */
  readonly mode?: 'test' | 'live';
}

const ROLES = { sk: 'secret', rk: 'restricted', pk: 'publishable' } as const;

/**
 * Tells a Stripe credential by its prefix.
 * @returns undefined for anything that Stripe does not give out
 */
export function stripeKeyKind(value: string): StripeKeyKind | undefined {
  const [, prefix, mode] = /^(sk|rk|pk)_(test|live)_[A-Za-z0-9_]+$/.exec(value) ?? [];
  if (prefix === 'sk' || prefix === 'rk' || prefix === 'pk') {
    return { role: ROLES[prefix], mode: mode === 'live' ? 'live' : 'test' };
  }
  return /^whsec_[A-Za-z0-9_+/=]+$/.test(value) ? { role: 'webhook-secret' } : undefined;
}

/** True for a value that somebody set: neither empty nor a placeholder of the documentation. */
export function isStripeValueSet(value: string | undefined): value is string {
  const text = value?.trim() ?? '';
  return text !== '' && !PUBLIC_PLACEHOLDERS.some((placeholder) => placeholder === text);
}
