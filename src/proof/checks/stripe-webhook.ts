import { subscriptionResult } from '../../contract/billing-events.ts';
import { BILLING_EVENTS } from '../../contract/event-names.ts';
import { STRIPE_SIGNATURE_TOLERANCE_SECONDS } from '../../contract/stripe.ts';
import type { ReasonId } from '../../reasons/catalog.ts';
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
    const { access, http, host, marker, story } = context;
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
    const denied = (after: string, otherwise: ReasonId) =>
      mustBeDenied(context, { ...question, purpose: `after one ${after}` }, otherwise);

    for (const { purpose, shows, ...delivery } of [
      { purpose: 'unsigned', body: begin, shows: 'Nobody activates an account by hand.' },
      {
        purpose: 'signed with another key',
        body: begin,
        signature: webhookSignature(`not-${key}`, now, begin),
        shows: 'Only who has the signing secret is believed.',
      },
      {
        purpose: 'altered after signing',
        body: altered,
        signature: sign(begin),
        shows: 'A signature is good for the bytes that were signed.',
      },
      {
        purpose: 'signed too long ago',
        body: begin,
        signature: webhookSignature(key, old, begin),
        shows: 'A delivery that was recorded cannot be played back later.',
      },
    ]) {
      const line = { asked: `Deliver an activation, ${purpose}.`, expected: 'refused; still denied', shows };
      await story.tell(
        line,
        async () => {
          await deliver(context, { ...delivery, purpose, status: REFUSED });
          await denied(purpose, 'PR-WEBHOOK-FORGED');
        },
        () => 'refused; still denied',
      );
    }
    context.progress(1, PARTS, 'bad signatures refused');

    await story.tell(
      {
        asked: 'Deliver the same activation, correctly signed.',
        expected: 'taken; allowed',
        shows: 'A payment opens what was paid for.',
      },
      async () => {
        const signature = sign(begin);
        await deliver(context, {
          purpose: 'correctly signed',
          body: begin,
          signature,
          status: TAKEN,
          main: true,
        });
        await until(context, question, true);
      },
      () => 'taken; allowed',
    );
    context.progress(2, PARTS, 'a signed webhook opens the account');

    const repeated = { body: begin, signature: sign(begin), status: [...TAKEN, 409] };
    await deliver(context, { purpose: 'the same event again', ...repeated });
    await story.tell(
      {
        asked: 'Deliver the end of the subscription, correctly signed.',
        expected: 'taken; denied',
        shows: 'Who no longer pays is no longer served.',
      },
      async () => {
        const signature = sign(end);
        await deliver(context, {
          purpose: 'the end of the subscription',
          body: end,
          signature,
          status: TAKEN,
        });
        await until(context, question, false);
      },
      () => 'taken; denied',
    );
    context.progress(3, PARTS, 'a signed webhook closes it again');

    await story.tell(
      {
        asked: 'Deliver the activation once more, with its signature that is still young enough.',
        expected: 'not applied again; still denied',
        shows: 'An event counts once, also when somebody replays it after the end.',
      },
      async () => {
        await deliver(context, { purpose: 'replayed after the end', ...repeated });
        await denied('replayed after the end', 'PR-WEBHOOK-TWICE');
      },
      () => 'still denied',
    );
    for (const { purpose, body, shows } of [
      {
        purpose: 'without Bus metadata',
        body: webhookBody({ ...about, withoutMetadata: true }),
        shows: 'A test event of the Stripe CLI proves delivery and opens nothing.',
      },
      {
        purpose: 'of a type without meaning',
        body: webhookBody({ ...about, type: OTHER_TYPE }),
        shows: 'Stripe may send what billing has no use for.',
      },
    ]) {
      await story.tell(
        { asked: `Deliver an event ${purpose}, correctly signed.`, expected: 'taken; still denied', shows },
        async () => {
          await deliver(context, { purpose, body, signature: sign(body), status: TAKEN });
          await denied(purpose, 'PY-EVENT-MISREAD');
        },
        () => 'taken; still denied',
      );
    }
    await mustBeAppliedOnce(context, account);
    return {
      status: 'PASS',
      observed:
        'Four bad signatures were refused and changed nothing; signed events opened and closed the account, each applied once, also when one was replayed after the end; an event without Bus metadata and one of another type changed nothing.',
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

/** Two of the deliveries change something and are told of; the repeats must not. */
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
  if (applied > 2) throw new CheckFailure('PR-WEBHOOK-TWICE', `two events were applied ${applied} times`);
}
