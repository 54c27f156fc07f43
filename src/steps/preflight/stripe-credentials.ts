import { STRIPE_BACKEND, STRIPE_KEYS } from '../../contract/stripe-keys.ts';
import type { Probe, ProbeOutcome } from './probe.ts';
import { billingBackend, type FoundStripeSetting, stripeSettingsFound } from './stripe-settings.ts';

/** Stripe credentials: there or not, and in which mode. */
export const stripeCredentials: Probe = {
  id: 'stripe-credentials',
  title: 'Stripe credentials and their mode',
  required: true,
  proves: 'No live Stripe key is set where a local stack would use it.',
  doesNotProve: 'That Stripe accepts a key that is set: the optional check stripe-test-mode does.',
  command: () => `test -n "$${STRIPE_KEYS.secretKey}" && echo present || echo absent`,
  async run(context) {
    const found = await stripeSettingsFound(context);
    const refused = refusal(found, context.loaded.profile.tier === 'local');
    if (refused !== undefined) return refused;
    const keys = found.filter(({ name }) => name === STRIPE_KEYS.secretKey);
    const backend = await billingBackend(context);
    const [key] = keys;
    if (key === undefined) {
      const detail =
        backend === STRIPE_BACKEND ? 'billing is switched to Stripe, and has no key for it' : undefined;
      return { status: 'SKIP', reason: 'PF-STRIPE-NOT-SET', ...(detail === undefined ? {} : { detail }) };
    }
    const facts = [
      `a ${key.kind?.mode}-mode ${key.kind?.role === 'restricted' ? 'restricted key' : 'key'} is set (${key.place})`,
      webhookSecret(found),
      backend === STRIPE_BACKEND
        ? 'billing goes through Stripe'
        : `billing stays local (${STRIPE_KEYS.backend} is not ${STRIPE_BACKEND})`,
    ];
    return { status: 'PASS', observed: facts.join('; ') };
  },
};

/** A live key is refused wherever it stands, also where it does not belong. */
function refusal(found: readonly FoundStripeSetting[], local: boolean): ProbeOutcome | undefined {
  const live = found.find(({ kind }) => kind?.mode === 'live');
  if (live !== undefined && local) {
    return { status: 'FAIL', reason: 'PF-STRIPE-LIVE-KEY', detail: live.place };
  }
  const wrong = found.find(({ name, kind }) => {
    if (name === STRIPE_KEYS.priceId) return kind !== undefined;
    if (name === STRIPE_KEYS.webhookSecret) return kind?.role !== 'webhook-secret';
    return kind?.role !== 'secret' && kind?.role !== 'restricted';
  });
  if (wrong === undefined) return undefined;
  const what = wrong.kind === undefined ? '' : `, which is a ${wrong.kind.role}`;
  return { status: 'FAIL', reason: 'PF-STRIPE-KEY-UNKNOWN', detail: `${wrong.place}${what}` };
}

function webhookSecret(found: readonly FoundStripeSetting[]): string {
  const own = found.find(({ name }) => name === STRIPE_KEYS.webhookSecret);
  return own === undefined
    ? 'the webhook secret is the local placeholder'
    : `a webhook secret is set (${own.place})`;
}
