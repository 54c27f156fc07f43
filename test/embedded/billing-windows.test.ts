import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { QUOTA_WINDOWS, type QuotaWindow } from '../../src/contract/billing.ts';
import { CatalogStore } from '../../src/embedded/services/bus-billing-api/catalog-store.ts';
import {
  type BillingRecords,
  entitlementOf,
  statusOf,
} from '../../src/embedded/services/bus-billing-worker/account-billing.ts';
import type { MeterEvent } from '../../src/embedded/services/bus-billing-worker/billing-provider.ts';
import { localProvider } from '../../src/embedded/services/bus-billing-worker/local-provider.ts';
import { windowStart } from '../../src/embedded/services/bus-billing-worker/quota-window.ts';
import { applySubscriptionUpdate } from '../../src/embedded/services/bus-billing-worker/subscriptions.ts';
import {
  type BillingDatabase,
  openBillingTables,
} from '../../src/embedded/services/bus-billing-worker/tables.ts';
import { exportUsage } from '../../src/embedded/services/bus-billing-worker/usage-export.ts';
import { openSqliteStore } from '../../src/embedded/store/sqlite-store.ts';

const ACCOUNT = '11111111-1111-4111-8111-111111111111';
const METER = 'bus_llm_tokens';
const LIMIT = 10;

/** The last moment of a window and the first of the next one, in UTC. 2026-05-31 is a Sunday. */
const EDGES = [
  ['minute', '2026-05-31T10:20:59.999Z', '2026-05-31T10:21:00.000Z'],
  ['hour', '2026-05-31T10:59:59.999Z', '2026-05-31T11:00:00.000Z'],
  ['day', '2026-05-31T23:59:59.999Z', '2026-06-01T00:00:00.000Z'],
  ['week', '2026-05-31T23:59:59.999Z', '2026-06-01T00:00:00.000Z'],
  ['month', '2026-02-28T23:59:59.999Z', '2026-03-01T00:00:00.000Z'],
] as const satisfies readonly (readonly [QuotaWindow, string, string])[];

let folder: string;
let database: BillingDatabase;
let records: BillingRecords;
let now: Date;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bus-setup-billing-'));
  const connection = openSqliteStore(join(folder, 'store.sqlite')).open();
  database = await openBillingTables(connection);
  const catalog = await CatalogStore.open(connection);
  records = { database, catalog, configuredQuotas: undefined };
});
afterEach(async () => {
  await database.destroy();
  await rm(folder, { recursive: true, force: true });
});

async function subscribe(window: QuotaWindow): Promise<void> {
  const quota = {
    feature: 'llm:proxy',
    meter_event_name: METER,
    window,
    limit: LIMIT,
    upgrade_plan_id: 'pro',
  };
  const plan = { id: 'basic', product_id: 'ai', features: ['llm:proxy'], prices: [], quotas: [quota] };
  const catalog = { products: [{ id: 'ai', name: 'AI' }], meters: [], plans: [plan] };
  await records.catalog.replace(catalog, now);
  const update = {
    event_id: 'sub-1',
    account_id: ACCOUNT,
    provider: 'stripe',
    status: 'active',
    plan_id: 'basic',
  };
  await applySubscriptionUpdate(database, update, now);
}

const use = (quantity: number, event_id: string) =>
  exportUsage(
    { database, provider: localProvider('stripe'), now: () => now },
    { account_id: ACCOUNT, quantity, event_id },
  );
const mayUse = (quantity: number) => {
  const usage = { meter_event_name: METER, quantity };
  return entitlementOf(records, { account_id: ACCOUNT, scope: 'llm:proxy', usage }, now);
};

describe.each(EDGES)('the %s quota', (window, last, first) => {
  it('is used up at its limit until the next window begins', async () => {
    now = new Date(last);
    await subscribe(window);
    await use(LIMIT - 1, 'a');
    expect(await mayUse(1)).toEqual({ allowed: true, reason: 'billing_active' });
    expect(await mayUse(2)).toMatchObject({ allowed: false, reason: 'quota_exceeded' });

    await use(1, 'b');
    expect(await mayUse(1)).toEqual({
      allowed: false,
      reason: 'quota_exceeded',
      command: 'bus billing setup',
      plan_id: 'basic',
      recommended_plan: 'pro',
      usage: {
        feature: 'llm:proxy',
        meter_event_name: METER,
        window,
        used: LIMIT,
        limit: LIMIT,
        remaining: 0,
        exceeded: true,
        upgrade_plan_id: 'pro',
      },
    });
    expect(await statusOf(records, ACCOUNT, now)).toMatchObject({
      status: 'active',
      setup_required: false,
      upgrade_required: true,
      next_action: 'upgrade_plan',
      recommended_plan: 'pro',
    });

    now = new Date(first);
    expect(await mayUse(LIMIT)).toEqual({ allowed: true, reason: 'billing_active' });
    expect((await statusOf(records, ACCOUNT, now)).usage).toMatchObject([{ used: 0, remaining: LIMIT }]);
  });

  it('begins where its window begins', () => {
    expect(windowStart(window, new Date(first))).toBe(first);
    expect(windowStart(window, new Date(last)) < first).toBe(true);
    const middle = new Date((Date.parse(windowStart(window, new Date(last))) + Date.parse(last)) / 2);
    expect(windowStart(window, middle)).toBe(windowStart(window, new Date(last)));
  });
});

describe('the total quota', () => {
  it('never begins again', async () => {
    now = new Date('2026-05-31T10:00:00Z');
    await subscribe('total');
    await use(LIMIT, 'a');
    now = new Date('2096-05-31T10:00:00Z');
    expect(await mayUse(1)).toMatchObject({
      reason: 'quota_exceeded',
      usage: { window: 'total', used: LIMIT },
    });
  });
});

describe('a week', () => {
  it.each([
    ['2026-06-01T00:00:00.000Z', '2026-06-01T00:00:00.000Z'],
    ['2026-06-07T23:59:59.999Z', '2026-06-01T00:00:00.000Z'],
    ['2027-01-01T12:00:00.000Z', '2026-12-28T00:00:00.000Z'],
  ])('of %s began on Monday', (moment, monday) => {
    expect(windowStart('week', new Date(moment))).toBe(monday);
  });
});

describe('a quota that is set after the use', () => {
  it.each(QUOTA_WINDOWS)('counts what was used before in its %s', async (window) => {
    now = new Date('2026-05-31T10:00:00Z');
    await use(4, 'before');
    await subscribe(window);
    expect((await statusOf(records, ACCOUNT, now)).usage).toMatchObject([{ used: 4, remaining: LIMIT - 4 }]);
  });
});

describe('an export', () => {
  beforeEach(async () => {
    now = new Date('2026-05-31T10:00:00Z');
    await subscribe('total');
  });
  const used = async () => (await statusOf(records, ACCOUNT, now)).usage?.[0]?.used;

  it('counts once per idempotency key', async () => {
    const first = await use(3, 'same');
    expect(first).toMatchObject({ exported: true, status: 'exported', quantity: 3, idempotency_key: 'same' });
    expect(await use(3, 'same')).toEqual(first);
    expect(await use(7, 'same')).toEqual(first);
    await Promise.all([use(2, 'race'), use(2, 'race'), use(2, 'race')]);
    expect(await used()).toBe(5);
  });

  it('that was accepted is never sent to the provider again', async () => {
    const sent: string[] = [];
    const local = localProvider('stripe');
    const provider = {
      ...local,
      recordMeterEvent: (event: MeterEvent) => {
        sent.push(event.idempotencyKey);
        return local.recordMeterEvent(event);
      },
    };
    const request = { account_id: ACCOUNT, quantity: 3, event_id: 'once' };
    for (let time = 0; time < 3; time++) await exportUsage({ database, provider, now: () => now }, request);
    expect(sent).toEqual(['once']);
  });

  it('derives the same key from the same use, and the quantity from the data', async () => {
    const provider = localProvider('stripe');
    const run = (data: Record<string, unknown>) =>
      exportUsage({ database, provider, now: () => now }, { account_id: ACCOUNT, data });
    const [one, again] = [await run({ total_tokens: 2 }), await run({ total_tokens: 2, tokens: 9 })];
    expect(again.idempotency_key).toBe(one.idempotency_key);
    expect(await run({ input_tokens: 1, output_tokens: 2 })).toMatchObject({ quantity: 3 });
    expect(await run({ prompt_tokens: 4 })).toMatchObject({ quantity: 4 });
    expect(await used()).toBe(9);
    await expect(run({ total_tokens: 0 })).rejects.toMatchObject({ type: 'bad_request' });
    await expect(run({ total_tokens: '5' })).rejects.toMatchObject({ type: 'bad_request' });
    await expect(run({})).rejects.toMatchObject({ type: 'bad_request' });
  });

  it('that failed stays open for a retry and counts nothing', async () => {
    const tools = { database, now: () => now };
    const failing = {
      ...localProvider('stripe'),
      recordMeterEvent: async () =>
        ({ accepted: false, provider: 'stripe', eventId: '', reason: 'no answer' }) as const,
    };
    const request = { account_id: ACCOUNT, quantity: 3, event_id: 'retry' };
    expect(await exportUsage({ ...tools, provider: failing }, request)).toMatchObject({
      exported: false,
      status: 'failed',
      reason: 'no answer',
    });
    expect(await used()).toBe(0);
    expect(await use(3, 'retry')).toMatchObject({ exported: true });
    expect(await used()).toBe(3);
  });

  it('never counts beyond what JSON can say', async () => {
    await use(Number.MAX_SAFE_INTEGER, 'huge');
    await use(Number.MAX_SAFE_INTEGER, 'huge too');
    expect(await used()).toBe(Number.MAX_SAFE_INTEGER);
  });
});
