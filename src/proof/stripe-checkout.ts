import type Stripe from 'stripe';
import { type StripeCheckoutSession, stripeCheckoutSession } from '../contract/stripe-api.ts';
import type { CheckContext } from './check.ts';
import { CheckFailure } from './check-failure.ts';
import { putBackAfterFailure } from './clean-up.ts';
import type { StripeClient } from './stripe-client.ts';

/** Where a customer would land; nobody ever does. `.invalid` never resolves (RFC 2606). */
const RETURN_URL = 'https://setup.bus.invalid/return';

/**
 * Opens a Checkout Session twice with one idempotency key, holds it against what was asked for, and ends it.
 * @param priceId a recurring price; without one the session only collects a payment method, and makes no price
 * @param feature scope that the customer would pay for
 * @returns what was seen, a clause
 * @throws CheckFailure `PY-…`
 */
export async function provenSession(
  context: CheckContext,
  stripe: StripeClient,
  priceId: string | undefined,
  feature: string,
): Promise<string> {
  const { host, marker, story } = context;
  const account = stripe.variable('PROOF_ACCOUNT_ID', host.uuid());
  const asked = parameters(account, marker, feature, priceId);
  const create = (purpose: string) =>
    stripe.call({
      purpose,
      make: (library) => library.checkout.sessions.create(asked, { idempotencyKey: `bus-setup-${marker}` }),
      answer: stripeCheckoutSession,
    });
  const session = await story.tell(
    {
      asked: 'Open a Checkout Session for an account and a scope.',
      expected: 'an open session of test mode that carries both',
      shows: 'What is paid there can be told by its webhook.',
    },
    async () => await wanted(stripe, await create('to open a Checkout Session'), account, feature),
    () => 'an open session of test mode that carries both',
  );
  const again = async () =>
    await story.tell(
      {
        asked: 'Open it again with the same idempotency key.',
        expected: 'the same session',
        shows: 'A request that is repeated does not sell twice.',
      },
      async () => {
        const second = await create('to open the same one again');
        if (second.id === session.id) return;
        await end(stripe, second.id).catch(() => undefined);
        throw new CheckFailure('PY-SESSION-WRONG', 'the same idempotency key made a second session');
      },
      () => 'the same session',
    );
  await putBackAfterFailure(context, again, () => end(stripe, session.id));
  await story.tell(
    {
      asked: 'End the session.',
      expected: 'expired',
      shows: 'The proof leaves nothing open at Stripe.',
    },
    () => end(stripe, session.id),
    () => 'expired',
  );
  const of = priceId === undefined ? 'that asks for a payment method' : 'for the default price';
  return `a Checkout Session ${of} carried the account, was the same for the same idempotency key, and was ended`;
}

function parameters(
  account: string,
  marker: string,
  feature: string,
  priceId: string | undefined,
): Stripe.Checkout.SessionCreateParams {
  const metadata = { bus_account_id: account, bus_feature: feature, proof: marker };
  const common = { client_reference_id: account, metadata, success_url: RETURN_URL };
  return priceId === undefined
    ? { ...common, mode: 'setup', currency: 'eur' }
    : {
        ...common,
        mode: 'subscription',
        line_items: [{ price: priceId, quantity: 1 }],
        subscription_data: { metadata },
      };
}

/** Hands an opened session on when it is the one that was asked for, and ends any other. */
async function wanted(
  stripe: StripeClient,
  session: StripeCheckoutSession,
  account: string,
  feature: string,
): Promise<StripeCheckoutSession> {
  stripe.variable('STRIPE_SESSION', session.id);
  try {
    mustBeWanted(session, account, feature);
    return session;
  } catch (error) {
    await end(stripe, session.id).catch(() => undefined);
    throw error;
  }
}

function mustBeWanted(session: StripeCheckoutSession, account: string, feature: string): void {
  if (session.livemode) throw new CheckFailure('PY-LIVE-MODE', 'the Checkout Session says livemode');
  const wrong = [
    session.id.startsWith('cs_test_') ? undefined : 'its id is not one of test mode',
    session.status === 'open' ? undefined : `its status is ${session.status}`,
    session.client_reference_id === account ? undefined : 'client_reference_id is not the account',
    session.metadata.bus_account_id === account ? undefined : 'bus_account_id is not the account',
    session.metadata.bus_feature === feature ? undefined : 'bus_feature is not the scope',
    session.url ? undefined : 'it has no page',
  ].filter((each) => each !== undefined);
  if (wrong.length > 0) throw new CheckFailure('PY-SESSION-WRONG', wrong.join('; '));
}

/** It would end by itself in a day; a proof leaves nothing open behind. */
async function end(stripe: StripeClient, id: string): Promise<void> {
  const ended = await stripe.call({
    purpose: 'to end it',
    make: (library) => library.checkout.sessions.expire(id),
    answer: stripeCheckoutSession,
  });
  if (ended.status !== 'expired')
    throw new CheckFailure('PY-SESSION-WRONG', `ended, its status is ${ended.status}`);
}
