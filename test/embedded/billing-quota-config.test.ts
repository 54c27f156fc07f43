import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planTerms } from '../../src/embedded/services/bus-billing-worker/plan-terms.ts';
import { readQuotaConfig } from '../../src/embedded/services/bus-billing-worker/quota-config.ts';

const QUOTA = { feature: 'llm:proxy', meter_event_name: 'bus_llm_tokens', window: 'daily', limit: 5 };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bus-setup-quota-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(text: string) {
  const path = join(folder, 'quota.json');
  await writeFile(path, text);
  return await readQuotaConfig(path);
}
const plans = (...quotas: readonly unknown[]) => JSON.stringify({ plans: [{ id: 'basic', quotas }] });

describe('the quota file', () => {
  it('is read with its aliases normalised', async () => {
    const quotas = await read(plans(QUOTA, { ...QUOTA, window: 'lifetime', upgrade_plan_id: 'pro' }));
    expect(quotas.get('basic')).toMatchObject([
      { window: 'day', limit: 5 },
      { window: 'total', upgrade_plan_id: 'pro' },
    ]);
  });

  it.each([
    ['bad JSON', '{"plans":['],
    ['an unknown window', plans({ ...QUOTA, window: 'fortnight' })],
    ['a limit of zero', plans({ ...QUOTA, limit: 0 })],
    ['a quota twice in two spellings', plans(QUOTA, { ...QUOTA, window: 'day' })],
    ['an unknown field', plans({ ...QUOTA, limits: 1 })],
  ])('is refused with %s', async (_what, text) => {
    await expect(read(text)).rejects.toThrow();
  });

  it('is refused when it is missing', async () => {
    await expect(readQuotaConfig(join(folder, 'none.json'))).rejects.toThrow();
  });
});

describe('the terms of a plan', () => {
  const quota = { ...QUOTA, window: 'month' } as const;
  const catalog = {
    products: [{ id: 'ai', name: 'AI' }],
    meters: [],
    plans: [
      {
        id: 'basic',
        product_id: 'ai',
        features: ['llm:proxy'],
        prices: [],
        quotas: [{ ...quota, window: 'total' as const }, { ...quota, window: 'minute' as const }, quota],
      },
    ],
  };

  it('come from the catalog, shortest window first', () => {
    const { features, quotas } = planTerms('basic', catalog, undefined);
    expect(features).toEqual(['llm:proxy']);
    expect(quotas.map(({ window }) => window)).toEqual(['minute', 'month', 'total']);
  });

  it('take their quotas from the quota file alone when there is one', () => {
    const file = new Map([['basic', [{ ...quota, window: 'week' as const }]]]);
    expect(planTerms('basic', catalog, file).quotas.map(({ window }) => window)).toEqual(['week']);
    expect(planTerms('basic', catalog, new Map()).quotas).toEqual([]);
  });

  it('are empty without a plan and for one nobody knows', () => {
    expect(planTerms(undefined, catalog, undefined)).toEqual({ features: [], quotas: [] });
    expect(planTerms('gone', catalog, undefined)).toEqual({ features: [], quotas: [] });
  });
});
