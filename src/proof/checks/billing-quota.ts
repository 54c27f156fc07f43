import { billingStatusResponse, entitlementDecision, type QuotaUsage } from '../../contract/billing.ts';
import { type UsageExportResult, usageExportResult } from '../../contract/billing-events.ts';
import { BILLING_EVENTS } from '../../contract/event-names.ts';
import { LIVE_CODEX, LOCAL_MODEL } from '../../contract/llm.ts';
import type { Secret } from '../../redact/secret.ts';
import { shaped } from '../answer.ts';
import type { Check, CheckContext, CheckOutcome } from '../check.ts';
import { CheckFailure } from '../check-failure.ts';
import { publish, reply } from '../event-exchange.ts';
import { altered, granted } from '../grants.ts';
import { withPlan } from '../proof-plan.ts';
import { changeSubscription } from '../subscription.ts';

const SCOPE = 'llm:proxy';
const METER = 'bus_llm_tokens';
const LIMIT = 1_000_000;
const FIRST = 400_000;
const PARTS = 4;
const BILLING_REQUIRED = 402;

/** What every step of the story needs. */
interface Story {
  readonly account: string;
  readonly upgrade: string;
  readonly publisher: Secret;
  readonly internal: Secret;
  /** Token of the account itself. */
  readonly customer: Secret;
}

/** A plan's quota is used up by exactly what is exported, and then denies. */
export const billingQuota: Check = {
  id: 'billing-quota',
  title: 'Plan and quota decide',
  group: 'billing',
  service: 'bus-billing-api',
  uses: ['bus-billing-worker', 'bus-events', 'bus-llm', 'bus-codex', 'bus-usage-worker'],
  proves:
    'A stored plan gives an account its quota, exported usage moves it by exactly its quantity and once per key, at the limit the answer is quota_exceeded with the plan to upgrade to, and, where model calls ask billing, they are refused and served accordingly.',
  doesNotProve: 'That a payment was made, or when the windows of real time end.',
  route: 'billing.entitlement-check',
  deadlineMs: 60_000,
  async run(context) {
    const { http, host, marker } = context;
    const account = http.variable('PROOF_ACCOUNT_ID', host.uuid());
    const story: Story = {
      account,
      upgrade: `proof-${marker}-pro`,
      publisher: await granted(context, 'BUS_API_TOKEN'),
      internal: await granted(context, 'BUS_INTERNAL_TOKEN'),
      customer: await altered(context, 'BUS_API_TOKEN', { name: 'BUS_ACCOUNT_API_TOKEN', subject: account }),
    };
    const plan = {
      id: `proof-${marker}-basic`,
      product_id: `proof-${marker}`,
      features: [SCOPE],
      prices: [{ currency: 'eur', unit_amount: 1900, interval: 'month' }],
      // One that moves with time, far from its end, and one that never ends.
      quotas: ['month', 'total'].map((window) => ({
        feature: SCOPE,
        meter_event_name: METER,
        window,
        limit: LIMIT,
        upgrade_plan_id: story.upgrade,
      })),
    };
    const catalog = await granted(context, 'BUS_CATALOG_TOKEN');
    return await withPlan(context, catalog, plan, () => tell(context, story, plan.id));
  },
};

async function tell(context: CheckContext, story: Story, plan: string): Promise<CheckOutcome> {
  const calls = callsAreBilledForFree(context);
  if (calls) await modelCall(context, story, BILLING_REQUIRED, 'before the subscription');
  const { quotas, observed } = await subscribed(context, story, plan, async () => {
    const start = await quotaOf(context, story);
    if (start.length === 0) return { quotas: false, observed: '' };
    context.progress(1, PARTS, 'the plan gives its quota');
    const served = calls ? await modelCall(context, story, 200, 'with the subscription') : undefined;
    await moves(context, story, start);
    context.progress(3, PARTS, 'usage moves the quota once and exactly');
    await atTheLimit(context, story);
    if (calls) await modelCall(context, story, BILLING_REQUIRED, 'at the limit');
    return {
      quotas: true,
      observed:
        served === undefined
          ? 'no model call was made, because it would not ask billing or not be free here'
          : 'model calls were refused and served accordingly',
    };
  });
  if (!quotas)
    return {
      status: 'SKIP',
      reason: 'PR-QUOTA-NOT-KEPT',
      detail: 'the status of a plan with quotas shows none',
    };
  return {
    status: 'PASS',
    observed: `Quota moved by ${FIRST} once, the rest reached the limit, quota_exceeded named the next plan; ${observed}.`,
  };
}

/** Does some work while the account has the plan. */
async function subscribed<T>(
  context: CheckContext,
  { account, publisher }: Story,
  plan: string,
  work: () => Promise<T>,
): Promise<T> {
  const change = async (status: 'active' | 'canceled') =>
    await changeSubscription(context, {
      purpose: status === 'active' ? 'to subscribe to the plan' : 'to end the subscription',
      token: publisher,
      account,
      status,
      plan,
      eventId: `proof-${context.marker}-plan-${status}`,
      features: [SCOPE],
      correlationId: `${context.marker}-plan-${status}`,
    });
  const result = await change('active');
  if (!result.applied) throw new CheckFailure('PR-SUBSCRIPTION-IGNORED', 'the subscription to the plan');
  try {
    return await work();
  } finally {
    await change('canceled');
  }
}

/** Exports once, and the same key again: the quota of every window grows by the quantity, once. */
async function moves(context: CheckContext, story: Story, start: readonly QuotaUsage[]): Promise<void> {
  for (const [attempt, quantity] of [FIRST, FIRST].entries()) {
    const result = await exportUsage(context, story, 'use', quantity, attempt);
    if (!result.exported || result.quantity !== quantity) {
      throw new CheckFailure('PR-EXPORT-WRONG', `status ${result.status}, quantity ${result.quantity}`);
    }
    const now = await quotaOf(context, story);
    for (const { window, used } of start) {
      const after = now.find((quota) => quota.window === window);
      // The one real call, where there was one, is not exported without a rule of the operator.
      if (after?.used !== used + FIRST || after.limit !== LIMIT || after.exceeded) {
        const times = attempt === 0 ? 'once' : 'twice with one key';
        throw new CheckFailure(
          'PR-QUOTA-WRONG',
          `${window}: ${FIRST} exported ${times}, used went from ${used} to ${after?.used}`,
        );
      }
    }
  }
}

/** One unit below the limit is allowed, the last one is too, and nothing after it. */
async function atTheLimit(context: CheckContext, story: Story): Promise<void> {
  const used = Math.max(...(await quotaOf(context, story)).map((quota) => quota.used));
  await exportUsage(context, story, 'nearly', LIMIT - used - 1, 0);
  await decide(context, story, true, 'one below the limit');
  await exportUsage(context, story, 'last', 1, 0);
  await decide(context, story, false, 'at the limit');
}

async function decide(context: CheckContext, story: Story, allowed: boolean, when: string): Promise<void> {
  const decision = await context.http.json(
    {
      purpose: when,
      target: 'billing.entitlement-check',
      token: story.internal,
      body: { account_id: story.account, scope: SCOPE, usage: { meter_event_name: METER, quantity: 1 } },
      status: [200],
      main: !allowed,
    },
    entitlementDecision,
    'PR-ENTITLEMENT-SHAPE',
  );
  const reason = allowed ? 'billing_active' : 'quota_exceeded';
  const upgrade = allowed ? undefined : story.upgrade;
  if (decision.reason !== reason || (!allowed && decision.recommended_plan !== upgrade)) {
    const named = decision.recommended_plan === undefined ? 'no plan' : 'another plan or too early a one';
    throw new CheckFailure(
      'PR-QUOTA-UNHEEDED',
      `${when}: expected ${reason}, got ${decision.reason} with ${named}`,
    );
  }
}

async function quotaOf({ http }: CheckContext, { account, internal }: Story): Promise<readonly QuotaUsage[]> {
  const status = await http.json(
    {
      purpose: 'for plan and quota',
      target: 'billing.account-status',
      params: { account_id: account },
      token: internal,
      status: [200],
    },
    billingStatusResponse,
    'PR-BILLING-SHAPE',
  );
  return (status.usage ?? []).filter((quota) => quota.feature === SCOPE && quota.meter_event_name === METER);
}

async function exportUsage(
  context: CheckContext,
  { account, publisher }: Story,
  key: string,
  quantity: number,
  attempt: number,
): Promise<UsageExportResult> {
  const correlationId = `${context.marker}-export-${key}-${attempt}`;
  const payload = {
    event_id: `proof-${context.marker}-${key}`,
    account_id: account,
    feature: SCOPE,
    meter_event_name: METER,
    quantity,
  };
  const name = BILLING_EVENTS.usageExportRequest;
  await publish(context, {
    purpose: `to export usage (${key})`,
    name,
    correlationId,
    payload,
    token: publisher,
  });
  const line = await reply(context, {
    purpose: `for the export (${key})`,
    name: BILLING_EVENTS.usageExportResponse,
    correlationId,
    token: publisher,
    otherwise: 'PR-EXPORT-WRONG',
  });
  return shaped(usageExportResult, line.payload, 'PR-EXPORT-WRONG', line.name);
}

async function modelCall(
  context: CheckContext,
  { customer }: Story,
  status: number,
  when: string,
): Promise<number> {
  const answer = await context.http.call({
    purpose: `a model call ${when}`,
    target: 'llm.chat-completions',
    token: customer,
    body: { model: LOCAL_MODEL.id, messages: [{ role: 'user', content: LIVE_CODEX.prompt }] },
    status: [200, BILLING_REQUIRED],
  });
  if (answer.status !== status) {
    throw new CheckFailure('PR-BILLING-UNHEEDED', `${when}: expected status ${status}, got ${answer.status}`);
  }
  return answer.status;
}

/** Model calls ask billing here, and one that is served costs nobody anything. */
function callsAreBilledForFree({ host, runtime }: CheckContext): boolean {
  const setting = (key: string) =>
    host.env[key] ?? runtime.profile.environment.find((entry) => entry.key === key)?.default;
  return setting('BUS_LLM_BILLING_BACKEND') === 'events' && setting('BUS_CODEX_PROVIDER') === 'static';
}
