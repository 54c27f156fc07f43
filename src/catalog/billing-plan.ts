import { STRIPE_BACKEND, STRIPE_KEYS } from '../contract/stripe-keys.ts';

/** How the stack of a profile comes to its settings. */
export type BillingStackKind = 'embedded' | 'compose' | 'attach';

/** What is known of the settings: presence and mode, never a value of a secret. */
export interface BillingFacts {
  readonly kind: BillingStackKind;
  readonly profile: string;
  /** Base URL of the gateway without a slash at the end. */
  readonly gateway: string;
  /** Value of `BUS_LOCAL_BILLING_PROVIDER_BACKEND`, which is public; empty when nobody says. */
  readonly backend: string;
  readonly key: 'none' | 'test' | 'live' | 'unknown';
  readonly webhookSecret: 'none' | 'placeholder' | 'set' | 'wrong';
  readonly price: boolean;
}

/** One part of billing. */
export interface BillingPart {
  readonly part: string;
  /** Who does it as things are set now. */
  readonly now: 'local' | 'Stripe' | 'refused' | 'skipped' | 'not told';
  /** What Stripe test mode puts into its place; the same when it stays. */
  readonly inTestMode: string;
}

/** One setting of the switch. */
export interface BillingSetting {
  readonly key: string;
  /** What it holds now, in words. */
  readonly now: string;
  /** What it holds for Stripe test mode. */
  readonly forTestMode: string;
}

/** What is local, what Stripe test mode replaces, and what switches it. */
export interface BillingPlan {
  readonly profile: string;
  readonly runtime: BillingStackKind;
  readonly parts: readonly BillingPart[];
  readonly settings: readonly BillingSetting[];
  /** What to do, in order. */
  readonly steps: readonly string[];
}

/** Makes the plan of a profile: a pure function of what is known. */
export function billingPlan(facts: BillingFacts): BillingPlan {
  return {
    profile: facts.profile,
    runtime: facts.kind,
    parts: parts(facts),
    settings: facts.kind === 'attach' ? hostedSettings(facts) : settings(facts),
    steps: steps(facts),
  };
}

function parts(facts: BillingFacts): readonly BillingPart[] {
  const { kind, key, backend } = facts;
  const pages =
    kind === 'attach' ? 'not told' : viaStripe(facts) ? 'Stripe' : key === 'live' ? 'refused' : 'local';
  const kept = kind === 'attach' ? 'not told' : 'local';
  const embedded = kind === 'embedded';
  const of = (what: string) => (embedded ? 'stays local: no key is passed on' : what);
  return [
    { part: 'checkout page', now: pages, inTestMode: of('a Checkout Session of Stripe') },
    { part: 'customer portal', now: pages, inTestMode: of('the Customer Portal of Stripe') },
    { part: 'usage export', now: pages, inTestMode: of('Billing Meters of Stripe') },
    {
      part: 'webhooks',
      now: facts.webhookSecret === 'set' && backend === STRIPE_BACKEND ? 'Stripe' : kept,
      inTestMode: embedded ? 'signed by the proof itself' : 'signed by Stripe, and forwarded',
    },
    { part: 'catalog, plans', now: kept, inTestMode: 'stay in bus-billing-api' },
    { part: 'subscriptions', now: kept, inTestMode: 'stay in bus-billing-worker' },
    { part: 'entitlement, quota', now: kept, inTestMode: 'stay in bus-billing-worker' },
    {
      part: 'live proof',
      now: kind === 'attach' ? 'skipped' : LIVE_PROOF[key],
      inTestMode: kind === 'attach' ? 'not part of this profile' : 'check stripe-test-mode asks Stripe',
    },
  ];
}

const LIVE_PROOF = { none: 'skipped', test: 'Stripe', live: 'refused', unknown: 'refused' } as const;

/** Only containers are given the key; the embedded stack never is. */
function viaStripe({ kind, backend, key }: BillingFacts): boolean {
  return kind === 'compose' && backend === STRIPE_BACKEND && key === 'test';
}

const KEY_WORDS: Readonly<Record<BillingFacts['key'], string>> = {
  none: 'not set',
  test: 'set, test mode',
  live: 'set, LIVE: refused',
  unknown: 'set, no Stripe key',
};

const WEBHOOK_WORDS: Readonly<Record<BillingFacts['webhookSecret'], string>> = {
  none: 'not set',
  placeholder: 'public placeholder',
  set: 'set',
  wrong: 'set, no whsec_',
};

function settings(facts: BillingFacts): readonly BillingSetting[] {
  const embedded = facts.kind === 'embedded';
  return [
    {
      key: STRIPE_KEYS.backend,
      now: facts.backend || 'not set',
      forTestMode: embedded ? 'either; pages stay local' : STRIPE_BACKEND,
    },
    { key: STRIPE_KEYS.secretKey, now: KEY_WORDS[facts.key], forTestMode: 'sk_test_… or rk_test_…' },
    embedded ? { ...webhookSetting(facts), forTestMode: 'public placeholder' } : webhookSetting(facts),
    { key: STRIPE_KEYS.priceId, now: facts.price ? 'set' : 'not set', forTestMode: 'price_…, or empty' },
  ];
}

function hostedSettings(facts: BillingFacts): readonly BillingSetting[] {
  return [webhookSetting(facts)];
}

function webhookSetting({ webhookSecret }: BillingFacts): BillingSetting {
  return { key: STRIPE_KEYS.webhookSecret, now: WEBHOOK_WORDS[webhookSecret], forTestMode: 'whsec_…' };
}

function steps({ kind, gateway, profile }: BillingFacts): readonly string[] {
  const prove = `bus-setup proof --profile ${profile} --only stripe`;
  switch (kind) {
    case 'embedded':
      return [`put a test-mode key into the environment as ${STRIPE_KEYS.secretKey}`, prove];
    case 'compose':
      return [
        'write the settings into the .env of the checkout, which git must not track',
        `stripe listen --forward-to ${gateway}/api/internal/stripe/webhook`,
        `its whsec_… is ${STRIPE_KEYS.webhookSecret}`,
        'bus operator stripe catalog sync --file FILE, where plans are to be sold',
        'docker compose up -d --force-recreate bus-stripe bus-billing-worker',
        prove,
      ];
    case 'attach':
      return ['whoever runs the stack makes these settings there', prove];
  }
}
