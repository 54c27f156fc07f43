import { billingStatusResponse } from '../../contract/billing.ts';
import type { Check, CheckContext, CheckOutcome } from '../check.ts';
import { CheckFailure } from '../check-failure.ts';
import { putBackAfterFailure } from '../clean-up.ts';
import { granted } from '../grants.ts';
import { shown } from '../plain-text.ts';
import {
  changeSubscription,
  type EntitlementQuestion,
  mustBeAllowed,
  mustBeDenied,
  publishSubscription,
} from '../subscription.ts';

const SCOPE = 'llm:proxy';
const PARTS = 5;

/** A subscription opens what it pays for, for the account that has it, while it lasts. */
export const entitlement: Check = {
  id: 'entitlement',
  title: 'Entitlement follows the subscription',
  group: 'billing',
  service: 'bus-billing-api',
  uses: ['bus-billing-worker', 'bus-events'],
  proves:
    'A new account is denied, an active subscription that maps it to a customer of the payment provider allows it and nobody else, the same update again changes nothing, cancelling denies it again for good, and no answer shows the customer.',
  doesNotProve: 'That the LLM API enforces the decision, or that a payment was made.',
  leaves: 'An account with a random id whose subscription is canceled, and the events of it.',
  route: 'billing.entitlement-check',
  deadlineMs: 45_000,
  async run(context) {
    const { http, host, marker, story } = context;
    const token = await granted(context, 'BUS_INTERNAL_TOKEN');
    const publisher = await granted(context, 'BUS_API_TOKEN');
    const account = http.variable('PROOF_ACCOUNT_ID', host.uuid());
    const neighbour = http.variable('PROOF_OTHER_ACCOUNT_ID', host.uuid());
    const customer = `cus_proof_${marker}`;
    const question = { token, account, scope: SCOPE } as const;
    const change = { token: publisher, account, features: [SCOPE], customer } as const;
    const activation = { ...change, status: 'active', eventId: `proof-${marker}-activate` } as const;
    const cancel = {
      ...change,
      status: 'canceled',
      eventId: `proof-${marker}-cancel`,
      purpose: 'to cancel',
      correlationId: `${marker}-cancel`,
    } as const;

    await story.tell(
      {
        asked: `Ask whether a new account may use ${SCOPE}.`,
        expected: 'denied, billing_required',
        shows: 'Without a subscription nothing that costs is open.',
      },
      () => mustBeDenied(context, { ...question, purpose: 'without a subscription' }, 'PR-ENTITLEMENT-OPEN'),
      () => 'denied, billing_required',
    );
    context.progress(1, PARTS, 'denied without a subscription');

    const work = async (): Promise<CheckOutcome> => {
      const first = { ...activation, purpose: 'to activate', correlationId: `${marker}-activate` };
      await story.tell(
        {
          asked:
            'The payment provider reports an active subscription, and which of its customers the account is.',
          expected: 'applied; allowed, billing_active; the status is active with the feature',
          shows: 'Paying opens what was paid for.',
        },
        async () => {
          await mustBeApplied(context, first, true, 'PR-SUBSCRIPTION-IGNORED');
          await mustBeAllowed(
            context,
            { ...question, purpose: 'with an active subscription', main: true },
            'PR-ENTITLEMENT-CLOSED',
          );
          await statusMustBe(context, question, 'active', customer);
        },
        () => `applied; allowed, billing_active; status active with ${SCOPE}`,
      );
      await story.tell(
        {
          asked: 'Ask the same for another account meanwhile.',
          expected: 'denied, billing_required',
          shows: 'A subscription opens nothing for anybody else.',
        },
        () => {
          const other = { ...question, account: neighbour, purpose: 'for another account meanwhile' };
          return mustBeDenied(context, other, 'PR-ENTITLEMENT-LEAK');
        },
        () => 'denied, billing_required',
      );
      context.progress(2, PARTS, 'allowed with a subscription, for that account only');

      const again = { ...activation, purpose: 'to activate once more', correlationId: `${marker}-again` };
      await story.tell(
        {
          asked: 'The same update is delivered once more.',
          expected: 'accepted, and not applied',
          shows: 'A repeated delivery changes nothing.',
        },
        () => mustBeApplied(context, again, false, 'PR-SUBSCRIPTION-TWICE'),
        () => 'applied is false',
      );
      context.progress(3, PARTS, 'the same update again is not applied');

      await story.tell(
        {
          asked: 'The subscription is canceled.',
          expected: 'denied, billing_required; the status is canceled',
          shows: 'Who no longer pays is no longer served.',
        },
        async () => {
          await mustBeApplied(context, cancel, true, 'PR-SUBSCRIPTION-IGNORED');
          await mustBeDenied(
            context,
            { ...question, purpose: 'after cancelling' },
            'PR-ENTITLEMENT-SURVIVES',
          );
          await statusMustBe(context, question, 'canceled', customer);
        },
        () => 'denied, billing_required; status canceled',
      );
      context.progress(4, PARTS, 'denied after cancelling');

      const late = { ...activation, purpose: 'to replay the activation', correlationId: `${marker}-late` };
      await story.tell(
        {
          asked: 'The first update is delivered a third time, after the end.',
          expected: 'not applied, and still denied',
          shows: 'An old delivery cannot bring a subscription back.',
        },
        async () => {
          await mustBeApplied(context, late, false, 'PR-SUBSCRIPTION-TWICE');
          await mustBeDenied(
            context,
            { ...question, purpose: 'after the replay' },
            'PR-ENTITLEMENT-SURVIVES',
          );
        },
        () => 'applied is false; denied, billing_required',
      );
      await story.tell(
        {
          asked: 'Look for the provider’s id of the customer in what billing answers.',
          expected: 'it is in no answer',
          shows: 'Whose customer an account is stays between billing and its provider.',
        },
        () => customerMustBeHidden(context, question, customer),
        () => 'it is in no answer',
      );
      return {
        status: 'PASS',
        observed: 'Denied, allowed after activation, denied after cancelling; repeats changed nothing.',
      };
    };
    // Nobody waits for the end of it: the account is nobody's, and what went wrong is to be told soon.
    return await putBackAfterFailure(context, work, (last) =>
      publishSubscription(last, { ...cancel, correlationId: `${marker}-put-back` }),
    );
  },
};

async function mustBeApplied(
  context: CheckContext,
  change: Parameters<typeof changeSubscription>[1],
  applied: boolean,
  otherwise: 'PR-SUBSCRIPTION-IGNORED' | 'PR-SUBSCRIPTION-TWICE',
): Promise<void> {
  const result = await changeSubscription(context, change);
  if (result.applied !== applied) {
    throw new CheckFailure(
      otherwise,
      `${change.purpose}: expected applied=${applied}, got ${result.applied}`,
    );
  }
  if (applied && result.status !== change.status) {
    throw new CheckFailure(
      'PR-SUBSCRIPTION-SHAPE',
      `${change.purpose}: the result says ${shown(result.status)}`,
    );
  }
}

async function statusMustBe(
  { http }: CheckContext,
  { token, account }: Pick<EntitlementQuestion, 'token' | 'account'>,
  wanted: 'active' | 'canceled',
  customer: string,
): Promise<void> {
  const answer = await http.call({
    purpose: `while ${wanted}`,
    target: 'billing.account-status',
    params: { account_id: account },
    token,
    status: [200],
  });
  const status = answer.json(billingStatusResponse, 'PR-BILLING-SHAPE');
  if (status.account_id !== account) {
    throw new CheckFailure('PR-BILLING-FOREIGN', `asked for one account, got ${shown(status.account_id)}`);
  }
  const open = (status.features ?? []).includes(SCOPE);
  if (status.status !== wanted || (wanted === 'active' && !open)) {
    const seen = `${status.status} with features ${shown(status.features ?? [])}`;
    throw new CheckFailure('PR-BILLING-STALE', `expected ${wanted}, got ${seen}`);
  }
  mustNotShow(answer.text(), customer, 'the status');
}

/** Status and decision of a customer are read whole: nothing of them may name the provider's customer. */
async function customerMustBeHidden(
  { http }: CheckContext,
  { token, account, scope }: Pick<EntitlementQuestion, 'token' | 'account' | 'scope'>,
  customer: string,
): Promise<void> {
  const decision = await http.call({
    purpose: 'for a decision that names no customer',
    target: 'billing.entitlement-check',
    token,
    body: { account_id: account, scope },
    status: [200],
  });
  mustNotShow(decision.text(), customer, 'the decision');
}

function mustNotShow(text: string, customer: string, what: string): void {
  if (text.includes(customer)) {
    throw new CheckFailure('PR-CUSTOMER-SHOWN', `${what} holds the customer id that was reported`);
  }
}
