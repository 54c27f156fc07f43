import { subscriptionResult } from '../../contract/billing-events.ts';
import { BILLING_EVENTS } from '../../contract/event-names.ts';
import { STRIPE_SIGNATURE_TOLERANCE_SECONDS } from '../../contract/stripe.ts';
import type { Check, CheckContext } from '../check.ts';
import { CheckFailure } from '../check-failure.ts';
import { granted } from '../grants.ts';
import { pollUntil } from '../poll.ts';
import { askEntitlement, type EntitlementQuestion, mustBeDenied } from '../subscription.ts';
import { deliver, webhookBody, webhookSignature } from '../webhook-delivery.ts';

const SCOPE = 'llm:proxy';
const EFFECT_WITHIN_MS = 10_000;
/** Statuses that turn a delivery away; the contract names none. */
const REFUSED = [400, 401, 403] as const;
/** Statuses that take one; Stripe needs a 2xx. */
const TAKEN = [200, 202, 204] as const;
/** A type that Stripe sends and billing has no use for. */
const OTHER_TYPE = 'customer.updated';
const PARTS = 4;

/** Only what the payment provider signed changes a subscription. */
export const stripeWebhook: Check = {
  id: 'stripe-webhook',
  title: 'Webhook trusts signatures only',
  group: 'stripe',
  service: 'bus-stripe',
  uses: ['bus-billing-worker', 'bus-billing-api', 'bus-events'],
  proves:
    'A correctly signed webhook activates an account; one that is unsigned, signed with another key, altered after signing or signed long ago is refused and changes nothing; one without Bus metadata or of another type is taken and changes nothing; and a second delivery is not applied again.',
  doesNotProve: 'That Stripe itself can reach this webhook, or that its keys are set up.',
  route: 'stripe.webhook',
  deadlineMs: 45_000,
  async run(context) {
    const { access, http, host, marker } = context;
    const secret = access.stripeWebhookSecret;
    if (secret === undefined) {
      return {
        status: 'SKIP',
        reason: 'PR-NO-WEBHOOK-SECRET',
        detail: 'this stack does not give its webhook secret',
      };
    }
    const key = secret.reveal();
    const token = await granted(context, 'BUS_INTERNAL_TOKEN');
    const account = http.variable('PROOF_ACCOUNT_ID', host.uuid());
    const question = { token, account, scope: SCOPE } as const;
    const now = Math.floor(host.now().getTime() / 1000);
    const about = { marker, change: 'created', account, status: 'active', feature: SCOPE } as const;
    const begin = webhookBody(about);
    const end = webhookBody({ marker, change: 'deleted', account, status: 'canceled', feature: SCOPE });
    const sign = (body: string) => webhookSignature(key, now, body);

    const old = now - STRIPE_SIGNATURE_TOLERANCE_SECONDS * 2;
    const altered = begin.replace('"active"', '"trialing"');
    for (const bad of [
      { purpose: 'unsigned', body: begin },
      {
        purpose: 'signed with another key',
        body: begin,
        signature: webhookSignature(`not-${key}`, now, begin),
      },
      { purpose: 'altered after signing', body: altered, signature: sign(begin) },
      { purpose: 'signed too long ago', body: begin, signature: webhookSignature(key, old, begin) },
    ]) {
      await deliver(context, { ...bad, status: REFUSED });
    }
    await mustBeDenied(context, { ...question, purpose: 'after refused deliveries' }, 'PR-WEBHOOK-FORGED');
    context.progress(1, PARTS, 'bad signatures refused');

    await deliver(context, {
      purpose: 'correctly signed',
      body: begin,
      signature: sign(begin),
      status: TAKEN,
      main: true,
    });
    await until(context, question, true);
    context.progress(2, PARTS, 'a signed webhook opens the account');

    await deliver(context, {
      purpose: 'the same event again',
      body: begin,
      signature: sign(begin),
      status: [...TAKEN, 409],
    });
    await deliver(context, {
      purpose: 'the end of the subscription',
      body: end,
      signature: sign(end),
      status: TAKEN,
    });
    await until(context, question, false);
    context.progress(3, PARTS, 'a signed webhook closes it again');

    for (const { purpose, body } of [
      { purpose: 'signed, without Bus metadata', body: webhookBody({ ...about, withoutMetadata: true }) },
      { purpose: 'signed, of a type without meaning', body: webhookBody({ ...about, type: OTHER_TYPE }) },
    ]) {
      await deliver(context, { purpose, body, signature: sign(body), status: TAKEN });
      await mustBeDenied(context, { ...question, purpose: `after one ${purpose}` }, 'PY-EVENT-MISREAD');
    }
    await mustBeAppliedOnce(context, account);
    return {
      status: 'PASS',
      observed:
        'Four bad signatures were refused and changed nothing; an event without Bus metadata and one of another type were taken and changed nothing; signed events opened and closed the account, each applied once.',
    };
  },
};

/** The ingress only publishes; the billing worker applies it in its own time. */
async function until(
  context: CheckContext,
  question: Omit<EntitlementQuestion, 'purpose'>,
  allowed: boolean,
): Promise<void> {
  const purpose = allowed ? 'for the effect of the activation' : 'for the effect of the cancellation';
  await pollUntil(
    context,
    {
      withinMs: EFFECT_WITHIN_MS,
      otherwise: 'PR-WEBHOOK-IGNORED',
      what: `a signed event did not make allowed=${allowed}`,
    },
    async (attempt) =>
      (await askEntitlement(attempt, { ...question, purpose })).allowed === allowed ? true : undefined,
  );
}

/** Three deliveries were taken: two of them change something and are told of, the repeat must not. */
async function mustBeAppliedOnce(context: CheckContext, account: string): Promise<void> {
  const token = await granted(context, 'BUS_API_TOKEN');
  const applied = await pollUntil(
    context,
    {
      withinMs: EFFECT_WITHIN_MS,
      otherwise: 'PR-SUBSCRIPTION-SILENT',
      what: 'the results of activation and cancellation did not come',
    },
    async ({ http }) => {
      const results = await http.replay({
        purpose: 'for the results about this account',
        name: BILLING_EVENTS.subscriptionResult,
        token,
        owner: context.access.accountId,
        keep: ({ payload }) => {
          const result = subscriptionResult.safeParse(payload);
          return result.success && result.data.account_id === account && result.data.applied;
        },
      });
      return results.length < 2 ? undefined : results.length;
    },
  );
  if (applied > 2)
    throw new CheckFailure('PR-WEBHOOK-TWICE', `three deliveries were applied ${applied} times`);
}
