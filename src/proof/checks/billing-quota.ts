import { isDeepStrictEqual } from 'node:util';
import {
  type BillingStatusResponse,
  billingStatusResponse,
  type EntitlementDecision,
  QUOTA_WINDOWS,
  type QuotaUsage,
} from '../../contract/billing.ts';
import type { Secret } from '../../redact/secret.ts';
import { neighbourSeesNothing } from '../account-boundary.ts';
import { withClock } from '../account-clock.ts';
import { limitHoldsForCalls } from '../billed-calls.ts';
import {
  BILLED_METER,
  BILLED_SCOPE,
  billedQuotas,
  changePlan,
  decisionOn,
  exportUse,
  newCustomer,
  type ProofCustomer,
  statusOf,
} from '../billing-customer.ts';
import type { Check, CheckContext, CheckOutcome } from '../check.ts';
import { CheckFailure, CheckSkip } from '../check-failure.ts';
import { thenPutBack } from '../clean-up.ts';
import { altered, granted } from '../grants.ts';
import { shown } from '../plain-text.ts';
import { CATALOG_HOLD, PROOF_PRICE, PROOF_PRODUCT, withPlans } from '../proof-plan.ts';
import { mustAskForUpgrade, mustHaveMoved, tightest } from '../quota-moves.ts';

/** Id of the plan that a quota file must name, so that this check can be run where quotas come from one. */
const PLAN = 'proof-basic';
const UPGRADE = 'proof-pro';
const LIMIT = 1_000_000;
/** Far from the edge of every window, for stacks whose clock can be set. */
const MIDDLE = new Date('2026-05-20T10:30:30Z');
const PARTS = 5;

/** The account that the story is about. */
interface Subject extends ProofCustomer {
  /** Its own token. */
  readonly token: Secret;
}

/** A plan's quota is used up by exactly what is exported, and then denies. */
export const billingQuota: Check = {
  id: 'billing-quota',
  title: 'Plan and quota decide',
  group: 'billing',
  service: 'bus-billing-api',
  uses: ['bus-billing-worker', 'bus-events', 'bus-llm'],
  holds: [CATALOG_HOLD],
  proves:
    'A stored plan gives an account its quota in every window, exported usage moves it by exactly its quantity and once per key, at the limit the answer is quota_exceeded with the plan to upgrade to, and another account sees and loses nothing by it.',
  doesNotProve: 'That a payment was made, or when the windows of real time end.',
  leaves:
    'Accounts with random ids whose subscription is canceled, what they exported, and the events of it.',
  route: 'billing.entitlement-check',
  deadlineMs: 60_000,
  async run(context) {
    const customer = await subject(context);
    const neighbour = await newCustomer(context, 'PROOF_OTHER_ACCOUNT_ID');
    const catalog = await granted(context, 'BUS_CATALOG_TOKEN');
    const plan = {
      id: PLAN,
      product_id: PROOF_PRODUCT,
      features: [BILLED_SCOPE],
      prices: [PROOF_PRICE],
      quotas: QUOTA_WINDOWS.map((window) => ({
        feature: BILLED_SCOPE,
        meter_event_name: BILLED_METER,
        window,
        limit: LIMIT,
        upgrade_plan_id: UPGRADE,
      })),
    };
    return await withClock(context, customer.account, async (setClock) => {
      await setClock?.(MIDDLE);
      return await withPlans(context, catalog, [plan], () => tell(context, customer, neighbour));
    });
  },
};

async function subject(context: CheckContext): Promise<Subject> {
  const customer = await newCustomer(context, 'PROOF_ACCOUNT_ID');
  const own = { name: 'BUS_ACCOUNT_API_TOKEN', subject: customer.account };
  return { ...customer, token: await altered(context, 'BUS_API_TOKEN', own) };
}

async function tell(
  context: CheckContext,
  customer: Subject,
  neighbour: ProofCustomer,
): Promise<CheckOutcome> {
  const { story } = context;
  const work = async () => {
    const start = await story.tell(
      {
        asked: 'An account subscribes to the plan and asks for its status.',
        expected: 'active on that plan, with the quota of each window, unused',
        shows: 'The customer sees what was bought and what is left of it.',
      },
      () => subscribed(context, customer),
      (quotas) =>
        `active on ${PLAN}; ${quotas.map(({ window, limit }) => `${window} ${limit}`).join(', ')}; used 0`,
    );
    context.progress(1, PARTS, 'the plan gives its quota');
    const { limit, upgrade_plan_id: upgrade } = tightest(start);
    const first = Math.max(1, Math.floor(limit * 0.4));
    await moves(context, customer, start, first);
    context.progress(2, PARTS, 'usage moves the quota once and exactly');
    await upToTheLimit(context, customer, limit - first, upgrade);
    context.progress(3, PARTS, 'the limit denies and names the next plan');
    await limitHoldsForCalls(context, customer.token);
    await neighbourSeesNothing(context, neighbour);
    context.progress(4, PARTS, 'nobody else is touched');
    return start.length;
  };
  const windows = await thenPutBack(context, work, (last) =>
    changePlan(last, customer, 'canceled', 'plan', PLAN),
  );
  await story.tell(
    {
      asked: 'The subscription is canceled.',
      expected: 'denied, billing_required',
      shows: 'Who no longer pays is no longer served.',
    },
    () => decided(context, customer, { quantity: 1, purpose: 'after cancelling' }, 'billing_required'),
    ({ reason }) => `denied, ${reason}`,
  );
  return {
    status: 'PASS',
    observed: `Each of ${windows} windows moved by exactly what was exported, once per key; quota_exceeded at the limit, with the plan to upgrade to.`,
  };
}

async function subscribed(context: CheckContext, customer: ProofCustomer): Promise<readonly QuotaUsage[]> {
  await changePlan(context, customer, 'active', 'plan', PLAN);
  const status = await statusOf(context, customer, 'for plan and quota');
  const quotas = billedQuotas(status);
  if (quotas.length === 0) {
    throw new CheckSkip('PR-QUOTA-NOT-KEPT', 'the status of a plan with quotas shows none');
  }
  if (tightest(quotas).upgrade_plan_id === undefined) {
    throw new CheckSkip('PR-QUOTA-NOT-KEPT', 'the quota that decides names no plan to upgrade to');
  }
  if (status.status !== 'active' || status.plan_id !== PLAN) {
    throw new CheckFailure('PR-BILLING-STALE', `status ${status.status} on plan ${shown(status.plan_id)}`);
  }
  mustHaveMoved(
    quotas,
    quotas.map((quota) => ({ ...quota, used: 0 })),
    0,
    'before any use',
  );
  return quotas;
}

/** Exports once, and the same key again: the quota of every window grows by the quantity, once. */
async function moves(
  context: CheckContext,
  customer: Subject,
  start: readonly QuotaUsage[],
  quantity: number,
): Promise<void> {
  const lines = [
    {
      asked: `The usage worker exports ${quantity} ${BILLED_METER} of the account to billing.`,
      expected: `exported; every quota has moved by exactly ${quantity}, and the customer sees the same`,
      shows: 'What is used is what is counted.',
    },
    {
      asked: 'The same export arrives once more, with the same idempotency key.',
      expected: 'no quota moves',
      shows: 'Nobody pays twice for one use.',
    },
  ];
  for (const [attempt, line] of lines.entries()) {
    await context.story.tell(
      line,
      async () => {
        const result = await exportUse(context, customer, { key: 'use', quantity, attempt });
        const now = await statusOf(context, customer, 'for the quota after the export');
        const how = attempt === 0 ? 'exported once' : 'exported twice with one key';
        mustHaveMoved(billedQuotas(now), start, quantity, how);
        if (attempt === 0) await customerMustSee(context, customer, now);
        return result;
      },
      ({ status }) => `${status}; every quota stands at ${quantity}`,
    );
  }
}

/** What the account is shown of itself is what an operator sees of it. */
async function customerMustSee(
  { http }: CheckContext,
  { token }: Subject,
  seen: BillingStatusResponse,
): Promise<void> {
  const call = { purpose: 'as the customer', target: 'billing.status', token, status: [200] } as const;
  const own = await http.json(call, billingStatusResponse, 'PR-BILLING-SHAPE');
  if (isDeepStrictEqual(own, seen)) return;
  throw new CheckFailure('PR-BILLING-DISAGREES', 'the customer is shown another plan or quota');
}

/** One unit below the limit is allowed and two are not, the last one is, and nothing after it. */
async function upToTheLimit(
  context: CheckContext,
  customer: ProofCustomer,
  left: number,
  upgrade: string | undefined,
): Promise<void> {
  const denied = async (quantity: number, purpose: string, main = false) => {
    const told = await decided(context, customer, { quantity, purpose, main }, 'quota_exceeded');
    if (told.recommended_plan === upgrade) return told;
    throw new CheckFailure('PR-QUOTA-UNHEEDED', `${purpose}: it does not name ${shown(upgrade)}`);
  };
  await context.story.tell(
    {
      asked: 'More is used, until one unit is left; then one unit is asked for, and two.',
      expected: 'one is allowed, two are quota_exceeded',
      shows: 'The limit is exact.',
    },
    async () => {
      await exportUse(context, customer, { key: 'nearly', quantity: left - 1 });
      await decided(context, customer, { quantity: 1, purpose: 'for the last unit' }, 'billing_active');
      return await denied(2, 'for one unit too many');
    },
    ({ reason }) => `one allowed, two denied, ${reason}`,
  );
  await context.story.tell(
    {
      asked: 'The last unit is used, and one more is asked for.',
      expected: 'denied, quota_exceeded, with the plan to upgrade to; the status says the same',
      shows: 'The customer is stopped at the limit and told what to buy.',
    },
    async () => {
      await exportUse(context, customer, { key: 'last', quantity: 1 });
      const told = await denied(1, 'at the limit', true);
      mustAskForUpgrade(await statusOf(context, customer, 'at the limit'), upgrade);
      return told;
    },
    ({ reason, recommended_plan: plan }) => `denied, ${reason}, upgrade to ${shown(plan)}`,
  );
}

async function decided(
  context: CheckContext,
  customer: ProofCustomer,
  ask: Parameters<typeof decisionOn>[2],
  reason: EntitlementDecision['reason'],
): Promise<EntitlementDecision> {
  const told = await decisionOn(context, customer, ask);
  if (told.reason === reason) return told;
  throw new CheckFailure('PR-QUOTA-UNHEEDED', `${ask.purpose}: expected ${reason}, got ${told.reason}`);
}
