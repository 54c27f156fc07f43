import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckResult } from '../../src/proof/verdict.ts';
import { composeLike } from '../proof/compose-like.ts';
import { type LyingGateway, lyingGateway } from '../proof/lying-gateway.ts';
import { type StackUnderProof, startStack } from '../proof/stack-under-proof.ts';
import { difference, dumpStore } from '../proof/store-dump.ts';

/** Tables that only grow: the contract has no way to take anything out of them. */
const APPEND_ONLY = [
  'bus_billing_accounts',
  'bus_billing_exports',
  'bus_billing_quota_buckets',
  'bus_billing_subscription_updates',
  'bus_events',
  'bus_usage_accounts',
  'bus_usage_events',
];
/** Tables with a row that is written again: positions of readers, the last usage id, when the catalog was stored. */
const REWRITTEN = ['bus_billing_catalog', 'bus_event_group_cursors', 'bus_usage_counter'];

const THEIRS = {
  products: [{ id: 'ai', name: 'AI', provider_ids: { stripe_product_id: 'prod_1' } }],
  meters: [{ name: 'bus_llm_tokens', unit: 'token' }],
  plans: [
    {
      id: 'basic',
      product_id: 'ai',
      features: ['llm:proxy'],
      prices: [{ currency: 'eur', unit_amount: 900, interval: 'month' }],
      quotas: [{ feature: 'llm:proxy', meter_event_name: 'bus_llm_tokens', window: 'month', limit: 50 }],
    },
  ],
};

const resultOf = (results: readonly CheckResult[], id: string) => results.find((result) => result.id === id);

describe('a billing proof of a stack in use', () => {
  let stack: StackUnderProof;
  beforeAll(async () => {
    stack = await startStack();
  });
  afterAll(() => stack?.stop());

  const call = async (path: string, scopes: readonly string[], body?: object) => {
    const token = await stack.access.token({ name: 'T', audience: 'ai.hg.fi/internal', scopes });
    const headers = { authorization: `Bearer ${token?.reveal()}`, 'content-type': 'application/json' };
    const init = body === undefined ? { headers } : { method: 'PUT', headers, body: JSON.stringify(body) };
    return await (await fetch(`${stack.access.gatewayUrl}${path}`, init)).json();
  };
  const answers = async () => ({
    catalog: await call('/api/internal/billing/catalog', ['billing:catalog:read']),
    account: await call(`/api/internal/billing/accounts/${stack.access.accountId}/status`, ['billing:read']),
    usage: await call('/api/internal/usage-events?before=2100-01-01T00:00:00Z&page_size=1', ['usage:read']),
  });

  it('leaves what it found as it was, and only what it says beside it', async () => {
    await call('/api/internal/billing/catalog', ['billing:catalog:write'], THEIRS);
    const said = await answers();
    const before = dumpStore(stack);
    const results = await stack.prove(['billing']);
    expect(results.filter(({ group, status }) => group === 'billing' && status !== 'PASS')).toEqual([]);
    const after = dumpStore(stack);
    const now = await answers();

    expect([now.catalog, now.account]).toEqual([said.catalog, said.account]);
    expect(now.catalog).toMatchObject(THEIRS);
    const { added, gone } = difference(before, after);
    expect([...gone.keys()].filter((table) => !REWRITTEN.includes(table))).toEqual([]);
    expect([...added.keys()].filter((table) => ![...APPEND_ONLY, ...REWRITTEN].includes(table))).toEqual([]);
    const [catalog] = after.get('bus_billing_catalog') ?? [];
    expect(catalog).not.toContain('proof-');
    for (const row of added.get('bus_billing_accounts') ?? []) expect(row).toContain('"status":"canceled"');
    const mine = JSON.stringify(stack.access.accountId);
    for (const table of APPEND_ONLY.filter((name) => name !== 'bus_events')) {
      expect([table, (added.get(table) ?? []).filter((row) => row.includes(mine))]).toEqual([table, []]);
    }
  });
});

describe('a billing proof that is broken off', () => {
  let stack: StackUnderProof;
  beforeAll(async () => {
    stack = await startStack();
  });
  afterAll(() => stack?.stop());

  it.each(['billing-quota', 'billing-windows'])('%s still puts the catalog back', async (check) => {
    const before = dumpStore(stack);
    const cancel = new AbortController();
    const observer = {
      started: () => undefined,
      finished: () => undefined,
      // By then the plan is in the catalog and the account is subscribed.
      progress: () => cancel.abort(new Error('told to stop')),
    };
    const result = resultOf(await stack.prove([check], { signal: cancel.signal, observer }), check);
    expect(result).toMatchObject({ status: 'SKIP', reason: { id: 'PR-CANCELLED' } });
    const [catalog] = dumpStore(stack).get('bus_billing_catalog') ?? [];
    expect(catalog).not.toContain('proof-');
    const { added } = difference(before, dumpStore(stack));
    for (const row of added.get('bus_billing_accounts') ?? []) expect(row).toContain('"status":"canceled"');
  });
});

describe('a stack as compose starts it', () => {
  const OFF = { BUS_LLM_BILLING_BACKEND: 'none', BUS_USAGE_BILLING_EXPORT: 'off' };
  let stack: StackUnderProof;
  let gateway: LyingGateway;
  beforeAll(async () => {
    stack = await startStack(OFF);
    gateway = await lyingGateway(stack.access.gatewayUrl);
  });
  afterAll(async () => {
    await gateway?.close();
    await stack?.stop();
  });

  it.each([
    ['billing-enforcement', 'PR-BILLING-NOT-ENFORCED', 'BUS_LLM_BILLING_BACKEND=events'],
    ['billing-export', 'PR-EXPORT-NOT-ENABLED', 'BUS_USAGE_BILLING_EXPORT=default'],
  ])('is not judged by %s, and told the setting', async (check, id, setting) => {
    const result = resultOf(await stack.prove([check]), check);
    expect(result).toMatchObject({ status: 'SKIP', reason: { id, class: 'not-applicable' } });
    expect(result?.reason?.next).toContain(setting);
    expect(result?.story?.at(-1)?.status ?? 'none').not.toBe('FAIL');
  });

  it('is asked itself: a setting of this shell that it was not started with fails nothing', async () => {
    const env = { BUS_LLM_BILLING_BACKEND: 'events', BUS_USAGE_BILLING_EXPORT: 'default' };
    const results = await stack.prove(['billing-enforcement', 'billing-export'], {
      host: { ...stack.host, env },
    });
    expect(['billing-enforcement', 'billing-export'].map((id) => resultOf(results, id)?.reason?.id)).toEqual([
      'PR-BILLING-NOT-ENFORCED',
      'PR-EXPORT-NOT-ENABLED',
    ]);
  });

  it('still has its plan and quota proven, all but the refused model call', async () => {
    const result = resultOf(await stack.prove(['billing-quota']), 'billing-quota');
    expect(result).toMatchObject({ status: 'PASS' });
    expect(result?.story?.filter(({ status }) => status === 'SKIP')).toMatchObject([
      { asked: expect.stringContaining('/v1/chat/completions') },
    ]);
  });

  it('that keeps no quotas is told the quota file', async () => {
    gateway.lie({
      path: /^\/api\/internal\/billing\/accounts\//,
      tell: (told) => {
        const { usage: _usage, ...rest } = JSON.parse(told.body) as Record<string, unknown>;
        told.body = JSON.stringify(rest);
      },
    });
    const access = { ...stack.access, gatewayUrl: gateway.url, token: stack.access.token.bind(stack.access) };
    const result = resultOf(await stack.prove(['billing-quota'], { access }), 'billing-quota');
    expect(result).toMatchObject({ status: 'SKIP', reason: { id: 'PR-QUOTA-NOT-KEPT' } });
    expect(result?.reason?.next).toContain('BUS_BILLING_QUOTA_CONFIG');
  });

  it('that sends use to a payment provider which does not take it is told to keep it local', async () => {
    gateway.lie({
      path: '/api/v1/events/stream',
      when: ({ query }) => query.get('name') === 'bus.billing.usage.export.response',
      tell: (told) => {
        told.body = told.body
          .replaceAll('"exported":true', '"exported":false')
          .replaceAll('"status":"exported"', '"status":"failed","reason":"no such customer"');
      },
    });
    const access = { ...stack.access, gatewayUrl: gateway.url, token: stack.access.token.bind(stack.access) };
    const proven = async (provider: string) => {
      const env = { ...OFF, BUS_LOCAL_BILLING_PROVIDER_BACKEND: provider };
      const results = await stack.prove(['billing-quota'], { access, host: { ...stack.host, env } });
      return resultOf(results, 'billing-quota');
    };
    const outside = await proven('events');
    expect(outside).toMatchObject({ status: 'SKIP', reason: { id: 'PR-PROVIDER-NOT-LOCAL' } });
    expect(outside?.reason?.next).toContain('BUS_LOCAL_BILLING_PROVIDER_BACKEND=local');
    expect(await proven('local')).toMatchObject({ status: 'FAIL', reason: { id: 'PR-EXPORT-WRONG' } });
  });

  it('whose clock cannot be set is told where the windows can be seen, and its quota is proven all the same', async () => {
    const foreign = composeLike(stack.runtime);
    const results = await stack.prove(['billing-windows', 'billing-quota'], { runtime: foreign });
    expect(resultOf(results, 'billing-windows')).toMatchObject({
      status: 'SKIP',
      reason: { id: 'PR-NO-TEST-CLOCK' },
    });
    expect(resultOf(results, 'billing-quota')).toMatchObject({ status: 'PASS' });
  });
});
