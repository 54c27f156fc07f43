import { billingStatusResponse } from '../../contract/billing.ts';
import type { Secret } from '../../redact/secret.ts';
import type { Check, CheckContext } from '../check.ts';
import { CheckFailure } from '../check-failure.ts';
import { granted } from '../grants.ts';
import { shown } from '../plain-text.ts';
import { changeSubscription, mustBeAllowed, mustBeDenied } from '../subscription.ts';

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
    'A new account is denied, an active subscription allows it and nobody else, the same update again changes nothing, and cancelling denies it again for good.',
  doesNotProve: 'That the LLM API enforces the decision, or that a payment was made.',
  route: 'billing.entitlement-check',
  deadlineMs: 45_000,
  async run(context) {
    const { http, host, marker } = context;
    const token = await granted(context, 'BUS_INTERNAL_TOKEN');
    const publisher = await granted(context, 'BUS_API_TOKEN');
    const account = http.variable('PROOF_ACCOUNT_ID', host.uuid());
    const neighbour = http.variable('PROOF_OTHER_ACCOUNT_ID', host.uuid());
    const question = { token, account, scope: SCOPE } as const;
    const change = { token: publisher, account, features: [SCOPE] } as const;
    const activation = { ...change, status: 'active', eventId: `proof-${marker}-activate` } as const;

    await mustBeDenied(context, { ...question, purpose: 'without a subscription' }, 'PR-ENTITLEMENT-OPEN');
    context.progress(1, PARTS, 'denied without a subscription');

    const first = { ...activation, purpose: 'to activate', correlationId: `${marker}-activate` };
    await mustBeApplied(context, first, true, 'PR-SUBSCRIPTION-IGNORED');
    await mustBeAllowed(
      context,
      { ...question, purpose: 'with an active subscription', main: true },
      'PR-ENTITLEMENT-CLOSED',
    );
    await statusMustBe(context, token, account, 'active');
    const other = { ...question, account: neighbour, purpose: 'for another account meanwhile' };
    await mustBeDenied(context, other, 'PR-ENTITLEMENT-LEAK');
    context.progress(2, PARTS, 'allowed with a subscription, for that account only');

    const again = { ...activation, purpose: 'to activate once more', correlationId: `${marker}-again` };
    await mustBeApplied(context, again, false, 'PR-SUBSCRIPTION-TWICE');
    context.progress(3, PARTS, 'the same update again is not applied');

    const cancel = {
      ...change,
      status: 'canceled',
      eventId: `proof-${marker}-cancel`,
      purpose: 'to cancel',
      correlationId: `${marker}-cancel`,
    } as const;
    await mustBeApplied(context, cancel, true, 'PR-SUBSCRIPTION-IGNORED');
    await mustBeDenied(context, { ...question, purpose: 'after cancelling' }, 'PR-ENTITLEMENT-SURVIVES');
    await statusMustBe(context, token, account, 'canceled');
    context.progress(4, PARTS, 'denied after cancelling');

    const late = { ...activation, purpose: 'to replay the activation', correlationId: `${marker}-late` };
    await mustBeApplied(context, late, false, 'PR-SUBSCRIPTION-TWICE');
    await mustBeDenied(context, { ...question, purpose: 'after the replay' }, 'PR-ENTITLEMENT-SURVIVES');
    return {
      status: 'PASS',
      observed: 'Denied, allowed after activation, denied after cancelling; repeats changed nothing.',
    };
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
  token: Secret,
  account: string,
  wanted: 'active' | 'canceled',
): Promise<void> {
  const status = await http.json(
    {
      purpose: `while ${wanted}`,
      target: 'billing.account-status',
      params: { account_id: account },
      token,
      status: [200],
    },
    billingStatusResponse,
    'PR-BILLING-SHAPE',
  );
  if (status.account_id !== account) {
    throw new CheckFailure('PR-BILLING-FOREIGN', `asked for one account, got ${shown(status.account_id)}`);
  }
  const open = (status.features ?? []).includes(SCOPE);
  if (status.status !== wanted || (wanted === 'active' && !open)) {
    const seen = `${status.status} with features ${shown(status.features ?? [])}`;
    throw new CheckFailure('PR-BILLING-STALE', `expected ${wanted}, got ${seen}`);
  }
}
