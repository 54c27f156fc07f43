import { billingSessionResponse } from '../../contract/billing.ts';
import { STRIPE_API_ORIGIN, stripeBalance } from '../../contract/stripe-api.ts';
import { STRIPE_BACKEND, STRIPE_KEYS } from '../../contract/stripe-keys.ts';
import type { Check, CheckContext } from '../check.ts';
import { CheckFailure } from '../check-failure.ts';
import { granted } from '../grants.ts';
import { provenSession } from '../stripe-checkout.ts';
import { openStripe, type StripeClient } from '../stripe-client.ts';
import { stripeSettings } from '../stripe-settings.ts';

const SCOPE = 'llm:proxy';
const PARTS = 3;

/** Real calls to Stripe in test mode, where the operator gave a key for them: one that reads, and one checkout. */
export const stripeTestMode: Check = {
  id: 'stripe-test-mode',
  title: 'Stripe test mode answers (needs a test key)',
  group: 'stripe',
  service: 'bus-stripe',
  uses: ['bus-billing-api', 'bus-billing-worker', 'bus-events'],
  proves:
    'Stripe takes the test-mode key, opens a Checkout Session that carries the Bus account, gives the same one for the same idempotency key, and ends it again; all of it in test mode.',
  doesNotProve:
    'That a customer can pay, that webhooks of Stripe reach this stack, or anything in live mode. No money moves.',
  route: 'billing.checkout-session',
  command: `curl -sS -H "authorization: Bearer $${STRIPE_KEYS.secretKey}" ${STRIPE_API_ORIGIN}/v1/balance`,
  deadlineMs: 120_000,
  async run(context) {
    const settings = stripeSettings(context.host.env, context.secrets);
    const stripe = await openStripe(context, settings);
    try {
      await context.story.tell(
        {
          asked: 'Read the balance with the key of the operator.',
          expected: 'answered in test mode',
          shows: 'Stripe takes the key, and it cannot move money.',
        },
        () => readBalance(stripe),
        () => 'answered in test mode',
      );
      context.progress(1, PARTS, 'Stripe takes the key, in test mode');
      const session = await provenSession(context, stripe, settings.priceId, SCOPE);
      context.progress(2, PARTS, 'a Checkout Session was opened and ended');
      const own = await checkoutOfTheStack(context);
      return {
        status: 'PASS',
        observed: `Stripe answers in test mode; ${session}; ${own}.`,
      };
    } finally {
      await stripe.close();
    }
  },
};

/** The most harmless of all calls: it reads, and needs next to no right. */
async function readBalance(stripe: StripeClient): Promise<void> {
  const { livemode } = await stripe.call({
    purpose: 'to read the balance',
    make: (library) => library.balance.retrieve(),
    answer: stripeBalance,
    main: true,
  });
  if (livemode) throw new CheckFailure('PY-LIVE-MODE', 'the balance says livemode');
}

/** What the stack itself hands out. Only a stack that was switched to Stripe and has the key makes a page of Stripe. */
async function checkoutOfTheStack(context: CheckContext): Promise<string> {
  const { host, runtime, http } = context;
  const backend = host.env[STRIPE_KEYS.backend] ?? '';
  if (backend !== STRIPE_BACKEND) return 'the checkout of this stack stays local, as it is set';
  if (runtime.kind === 'embedded')
    return 'the embedded stack is never given the key, so its checkout stays local';
  const { url } = await http.json(
    {
      purpose: 'for a checkout of the stack',
      target: 'billing.checkout-session',
      token: await granted(context, 'BUS_API_TOKEN'),
      body: { feature: SCOPE },
      status: [200],
      timeoutMs: 20_000,
    },
    billingSessionResponse,
    'PR-BILLING-SHAPE',
  );
  // The page is a credential: only its host is looked at, and not even that is told.
  if (new URL(url).hostname.endsWith('.invalid')) {
    throw new CheckFailure('PY-STACK-STAYS-LOCAL', 'its checkout page is on a .invalid host');
  }
  return 'the stack hands out a checkout page that is not a local one';
}
