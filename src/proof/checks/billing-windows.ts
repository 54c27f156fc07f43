import type { EntitlementDecision, QuotaWindow } from '../../contract/billing.ts';
import { withClock } from '../account-clock.ts';
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
import { granted } from '../grants.ts';
import { CATALOG_HOLD, PROOF_PRICE, PROOF_PRODUCT, withPlans } from '../proof-plan.ts';

const LIMIT = 10;

/** The last moment of a window and the first of the next. No two of them share a window, so one account does for all. */
const EDGES = [
  { window: 'minute', last: '2021-06-30T23:58:59.999Z', first: '2021-06-30T23:59:00.000Z' },
  { window: 'hour', last: '2022-03-27T00:59:59.999Z', first: '2022-03-27T01:00:00.000Z' },
  { window: 'day', last: '2023-12-31T23:59:59.999Z', first: '2024-01-01T00:00:00.000Z' },
  // A Sunday, and a Monday that belongs to the first week of the next year.
  { window: 'week', last: '2024-12-29T23:59:59.999Z', first: '2024-12-30T00:00:00.000Z' },
  { window: 'month', last: '2020-02-29T23:59:59.999Z', first: '2020-03-01T00:00:00.000Z' },
] as const satisfies readonly {
  readonly window: QuotaWindow;
  readonly last: string;
  readonly first: string;
}[];

const planOf = (window: QuotaWindow) => ({
  id: `proof-${window}`,
  product_id: PROOF_PRODUCT,
  features: [BILLED_SCOPE],
  prices: [PROOF_PRICE],
  quotas: [{ feature: BILLED_SCOPE, meter_event_name: BILLED_METER, window, limit: LIMIT }],
});

/** Each window ends at its edge and no moment sooner or later, shown with a clock that the proof sets. */
export const billingWindows: Check = {
  id: 'billing-windows',
  title: 'Quota windows end at their edge',
  group: 'billing',
  service: 'bus-billing-worker',
  uses: ['bus-billing-api', 'bus-events'],
  holds: [CATALOG_HOLD],
  proves:
    'The quota of a minute, an hour, a day, a week and a month is used up until the last millisecond of its window and whole again with the first of the next, use counts in the window in which it happened, and a total never begins again.',
  doesNotProve:
    'That another release draws the edges alike: the contract does not say where they are, and this stack takes the calendar in UTC, with weeks from Monday.',
  leaves:
    'An account with a random id whose subscription is canceled, what it exported, and the events of it.',
  route: 'billing.entitlement-check',
  deadlineMs: 90_000,
  async run(context) {
    const customer = await newCustomer(context, 'PROOF_ACCOUNT_ID');
    const catalog = await granted(context, 'BUS_CATALOG_TOKEN');
    const plans = [...EDGES.map(({ window }) => planOf(window)), planOf('total')];
    return await withClock(context, customer.account, async (setClock) => {
      if (setClock === undefined) throw new CheckSkip('PR-NO-TEST-CLOCK', 'no account can be given a clock');
      const move = async (at: string) => await setClock(new Date(at));
      return await withPlans(context, catalog, plans, () => tell(context, customer, move));
    });
  },
};

type Move = (at: string) => Promise<void>;

async function tell(context: CheckContext, customer: ProofCustomer, move: Move): Promise<CheckOutcome> {
  const parts = EDGES.length + 1;
  const work = async () => {
    // First, because everything that is used counts in it.
    await totalNeverEnds(context, customer, move);
    for (const [index, edge] of EDGES.entries()) {
      context.progress(index + 1, parts, `the edge of a ${edge.window}`);
      await atTheEdge(context, customer, move, edge);
    }
  };
  await thenPutBack(context, work, (last) => changePlan(last, customer, 'canceled', 'windows'));
  return {
    status: 'PASS',
    observed: `Each of ${EDGES.length} windows was used up to its last millisecond and whole again with the next; the total stayed used up.`,
  };
}

async function atTheEdge(
  context: CheckContext,
  customer: ProofCustomer,
  move: Move,
  { window, last, first }: (typeof EDGES)[number],
): Promise<void> {
  await context.story.tell(
    {
      asked: `The clock stands at ${last}, the end of a ${window}. ${LIMIT} of ${LIMIT} units are used; then it moves on to ${first}.`,
      expected: `used up until the edge, ${LIMIT} units again after it, and use counts where it happened`,
      shows: `A quota a ${window} is that, to the millisecond.`,
    },
    async () => {
      await move(last);
      await changePlan(context, customer, 'active', window, planOf(window).id);
      await exportUse(context, customer, { key: `${window}-most`, quantity: LIMIT - 1 });
      await mustBe(context, customer, 1, 'billing_active', `one unit is left of the ${window}`);
      await exportUse(context, customer, { key: `${window}-last`, quantity: 1 });
      const denied = await mustBe(context, customer, 1, 'quota_exceeded', `at the end of the ${window}`);
      if (denied.usage?.window !== window) {
        throw new CheckFailure('PR-WINDOW-WRONG', `the denial does not name the ${window}`);
      }
      await move(first);
      await usedMustBe(context, customer, 0, `in the next ${window}`);
      await mustBe(context, customer, LIMIT, 'billing_active', `for the whole next ${window}`);
      await exportUse(context, customer, { key: `${window}-next`, quantity: 1 });
      await mustBe(context, customer, LIMIT, 'quota_exceeded', `for more than is left of the next ${window}`);
      await move(last);
      await usedMustBe(context, customer, LIMIT, `back in the former ${window}`);
    },
    () =>
      `denied at ${last.slice(11)}, allowed at ${first.slice(11)}; ${LIMIT} used before the edge, 1 after it`,
  );
}

async function totalNeverEnds(context: CheckContext, customer: ProofCustomer, move: Move): Promise<void> {
  await context.story.tell(
    {
      asked: `A total of ${LIMIT} units is used up in 2019; then the clock moves to 2089.`,
      expected: 'still quota_exceeded',
      shows: 'A total is for good.',
    },
    async () => {
      await move('2019-05-31T10:00:00.000Z');
      await changePlan(context, customer, 'active', 'total', planOf('total').id);
      await exportUse(context, customer, { key: 'total', quantity: LIMIT });
      await move('2089-05-31T10:00:00.000Z');
      return await mustBe(context, customer, 1, 'quota_exceeded', 'seventy years later', true);
    },
    ({ reason }) => `denied in 2089, ${reason}`,
  );
}

async function mustBe(
  context: CheckContext,
  customer: ProofCustomer,
  quantity: number,
  reason: EntitlementDecision['reason'],
  purpose: string,
  main = false,
): Promise<EntitlementDecision> {
  const told = await decisionOn(context, customer, { purpose, quantity, main });
  if (told.reason === reason) return told;
  throw new CheckFailure('PR-WINDOW-WRONG', `${purpose}: expected ${reason}, got ${told.reason}`);
}

async function usedMustBe(
  context: CheckContext,
  customer: ProofCustomer,
  used: number,
  purpose: string,
): Promise<void> {
  const [quota] = billedQuotas(await statusOf(context, customer, purpose));
  if (quota?.used === used) return;
  throw new CheckFailure(
    'PR-WINDOW-WRONG',
    `${purpose}: expected ${used} used, got ${quota?.used ?? 'none'}`,
  );
}
