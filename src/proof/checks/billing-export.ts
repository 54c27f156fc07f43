import { type UsageExportResult, usageExportResult } from '../../contract/billing-events.ts';
import { BILLING_EVENTS, USAGE_EVENTS } from '../../contract/event-names.ts';
import { shaped } from '../answer.ts';
import {
  BILLED_METER,
  BILLED_SCOPE,
  billedQuotas,
  changePlan,
  newCustomer,
  type ProofCustomer,
  statusOf,
} from '../billing-customer.ts';
import type { Check, CheckContext, CheckOutcome } from '../check.ts';
import { CheckFailure, CheckSkip } from '../check-failure.ts';
import { thenPutBack } from '../clean-up.ts';
import { publish, reply } from '../event-exchange.ts';
import { granted } from '../grants.ts';
import { longAgo } from '../long-ago.ts';
import { pollUntil } from '../poll.ts';
import { CATALOG_HOLD, PROOF_PRICE, PROOF_PRODUCT, withPlans } from '../proof-plan.ts';

const PLAN = 'proof-export';
const TOKENS = 7;
/** Longest wait for the usage worker to export on its own, milliseconds. It does so when it has recorded the use. */
const EXPORT_WITHIN_MS = 8_000;

/** Use that is recorded reaches billing without anybody's help, once. */
export const billingExport: Check = {
  id: 'billing-export',
  title: 'Recorded usage reaches billing',
  group: 'billing',
  service: 'bus-usage-worker',
  uses: ['bus-billing-worker', 'bus-billing-api', 'bus-events'],
  holds: [CATALOG_HOLD],
  proves:
    'The usage worker exports a record to billing by itself with exactly the recorded quantity, the quota of the account moves by it, and the same record again moves nothing.',
  doesNotProve: 'That every kind of use is exported: that is up to the export rules of the stack.',
  leaves:
    'A usage record of the years 2000 to 2009 with a random account, marked as proof data, what it was exported as, and the events of it.',
  route: 'events.publish',
  deadlineMs: 60_000,
  async run(context) {
    const customer = await newCustomer(context, 'PROOF_ACCOUNT_ID');
    const catalog = await granted(context, 'BUS_CATALOG_TOKEN');
    const plan = {
      id: PLAN,
      product_id: PROOF_PRODUCT,
      features: [BILLED_SCOPE],
      prices: [PROOF_PRICE],
      quotas: [{ feature: BILLED_SCOPE, meter_event_name: BILLED_METER, window: 'total', limit: 1_000 }],
    };
    return await withPlans(context, catalog, [plan], () => tell(context, customer));
  },
};

async function tell(context: CheckContext, customer: ProofCustomer): Promise<CheckOutcome> {
  const occurredAt = context.http.variable('PROOF_OCCURRED_AT', longAgo(context.host));
  const work = async () => {
    await changePlan(context, customer, 'active', 'export', PLAN);
    const first = await context.story.tell(
      {
        asked: `A service records that the account used ${TOKENS} tokens.`,
        expected: `the usage worker exports ${TOKENS} ${BILLED_METER} to billing by itself`,
        shows: 'What is recorded is what is billed, without a person between.',
      },
      async () => {
        await record(context, customer, 'first', occurredAt);
        return await exported(context, customer);
      },
      ({ status, quantity }) => `${status}, quantity ${quantity}`,
    );
    const kept = await quotaMoved(context, customer, 'The account asks what is left of its quota.');
    await context.story.tell(
      {
        asked: 'The same record is sent once more.',
        expected: 'exported under the same key, and the quota stands still',
        shows: 'A retry of a service costs the customer nothing.',
      },
      async () => {
        await record(context, customer, 'again', occurredAt);
        const again = await exported(context, customer);
        if (again.idempotency_key !== first.idempotency_key) {
          throw new CheckFailure('PR-EXPORT-WRONG', 'one record was exported under two keys');
        }
        if (kept) await usedMustBe(context, customer);
      },
      () => (kept ? `the same key; the quota stands at ${TOKENS}` : 'the same key'),
    );
  };
  await thenPutBack(context, work, (last) => changePlan(last, customer, 'canceled', 'export'));
  return { status: 'PASS', observed: `${TOKENS} recorded, ${TOKENS} exported by the usage worker, once.` };
}

/** Records use, and waits until the usage worker has it: what it exports it has then exported. */
async function record(
  context: CheckContext,
  { account, publisher }: ProofCustomer,
  time: 'first' | 'again',
  occurredAt: string,
): Promise<void> {
  const { marker } = context;
  const correlationId = `${marker}-record-${time}`;
  await publish(context, {
    purpose: `to record use (${time})`,
    name: USAGE_EVENTS.recordRequest,
    correlationId,
    token: publisher,
    main: time === 'first',
    payload: {
      event_type: 'usage_recorded',
      event_id: `proof-${marker}`,
      account_id: account,
      occurred_at: occurredAt,
      data: { total_tokens: TOKENS, proof: marker },
    },
  });
  await reply(context, {
    purpose: `for the answer to the record (${time})`,
    name: USAGE_EVENTS.recordResponse,
    correlationId,
    token: publisher,
    otherwise: 'PR-USAGE-SILENT',
  });
}

/** What billing said to the usage worker's last export for the account. */
async function exported(
  context: CheckContext,
  { account, publisher }: ProofCustomer,
): Promise<UsageExportResult> {
  const name = BILLING_EVENTS.usageExportResponse;
  const wait = {
    withinMs: EXPORT_WITHIN_MS,
    otherwise: 'PR-EXPORT-NOT-ENABLED',
    what: `no ${name} came`,
  } as const;
  const lines = await pollUntil(context, wait, async ({ http }) => {
    const found = await http.replay({
      purpose: 'for the export of the record',
      name,
      token: publisher,
      owner: context.access.accountId,
      keep: ({ payload }) => (payload as { account_id?: unknown } | null)?.account_id === account,
    });
    return found.length === 0 ? undefined : found;
  }).catch((error: unknown) => {
    if (!(error instanceof CheckFailure) || error.reasonId !== 'PR-EXPORT-NOT-ENABLED') throw error;
    throw new CheckSkip('PR-EXPORT-NOT-ENABLED', 'the record was taken, and nothing was exported');
  });
  const results = lines.map(({ payload }) => shaped(usageExportResult, payload, 'PR-EXPORT-WRONG', name));
  const result = results.findLast(({ meter_event_name: meter }) => meter === BILLED_METER);
  if (result?.exported !== true || result.quantity !== TOKENS) {
    const seen = result === undefined ? `nothing of ${BILLED_METER}` : `${result.status}, ${result.quantity}`;
    throw new CheckFailure('PR-EXPORT-WRONG', `${TOKENS} recorded: ${seen}`);
  }
  return result;
}

/** @returns false where the stack keeps no quota for the plan */
async function quotaMoved(context: CheckContext, customer: ProofCustomer, asked: string): Promise<boolean> {
  const line = {
    asked,
    expected: `${TOKENS} used`,
    shows: 'The quota moves by exactly what was recorded.',
  };
  if (billedQuotas(await statusOf(context, customer, 'for a quota of the plan')).length === 0) {
    context.story.skip(line, 'this stack keeps no quota for the plan; see billing-quota');
    return false;
  }
  await context.story.tell(
    line,
    () => usedMustBe(context, customer),
    () => `${TOKENS} used`,
  );
  return true;
}

async function usedMustBe(context: CheckContext, customer: ProofCustomer): Promise<void> {
  const [quota] = billedQuotas(await statusOf(context, customer, 'for the quota after the record'));
  if (quota?.used === TOKENS) return;
  throw new CheckFailure('PR-QUOTA-WRONG', `${TOKENS} recorded, ${quota?.used ?? 'none'} used of the quota`);
}
