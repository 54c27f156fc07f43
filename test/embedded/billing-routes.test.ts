import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { billingCatalog } from '../../src/contract/billing-catalog.ts';
import { LOCAL_ACCOUNT_ID } from '../../src/contract/local-defaults.ts';
import type { Scope } from '../../src/contract/tokens.ts';
import { ask } from './ask-stack.ts';
import { type EmbeddedProcess, startEmbedded, testToken } from './embedded-process.ts';

const CATALOG = {
  products: [{ id: 'ai', name: 'AI platform' }],
  meters: [{ name: 'bus_llm_tokens', unit: 'token', provider_ids: { stripe_meter_id: 'mtr_1' } }],
  plans: [
    {
      id: 'basic',
      product_id: 'ai',
      features: ['llm:proxy'],
      prices: [{ currency: 'eur', unit_amount: 900, interval: 'month' }],
      quotas: [
        {
          feature: 'llm:proxy',
          meter_event_name: 'bus_llm_tokens',
          window: 'monthly',
          limit: 100,
          upgrade_plan_id: 'pro',
        },
        { feature: 'llm:proxy', meter_event_name: 'bus_llm_tokens', window: 'lifetime', limit: 1000 },
      ],
    },
  ],
};

let stack: EmbeddedProcess;
beforeAll(async () => {
  stack = await startEmbedded();
});
afterAll(() => stack.end());

const internal = (...scopes: readonly Scope[]) => testToken({ audience: 'internal', scopes });
const check = async (body: unknown) =>
  stack.call('/api/internal/billing/entitlement-check', {
    token: await internal('billing:entitlement:check'),
    json: body,
  });
const decision = async (account_id: string, usage?: unknown) =>
  (await check({ account_id, scope: 'llm:proxy', ...(usage === undefined ? {} : { usage }) })).json();
const update = (fields: Record<string, unknown>) =>
  ask(stack, 'bus.billing.subscription.update', { provider: 'stripe', ...fields });

describe('billing status', () => {
  it('of an unknown account is a normal answer', async () => {
    const account = crypto.randomUUID();
    const token = await testToken({ subject: account, scopes: ['billing:read'] });
    const response = await stack.call('/api/v1/billing/status', { token });
    const missing = {
      account_id: account,
      status: 'missing',
      setup_required: true,
      next_action: 'setup_billing',
      command: 'bus billing setup',
    };
    expect([response.status, await response.json()]).toEqual([200, missing]);

    const other = await stack.call(`/api/internal/billing/accounts/${account}/status`, {
      token: await internal('billing:read'),
    });
    expect([other.status, await other.json()]).toEqual([200, missing]);
  });

  it("is of the token's own account whatever the caller says", async () => {
    const token = await testToken({ scopes: ['billing:read'] });
    const response = await stack.call(`/api/v1/billing/status?account_id=${crypto.randomUUID()}`, { token });
    expect(await response.json()).toMatchObject({ account_id: LOCAL_ACCOUNT_ID });
  });

  it('refuses a subject that is no account', async () => {
    const token = await testToken({ subject: 'someone@example.invalid', scopes: ['billing:read'] });
    expect((await stack.call('/api/v1/billing/status', { token })).status).toBe(401);
  });

  it('of an account that is no UUID is refused', async () => {
    const token = await internal('billing:read');
    const response = await stack.call('/api/internal/billing/accounts/me/status', { token });
    expect([response.status, await response.json()]).toMatchObject([400, { error: { type: 'bad_request' } }]);
  });
});

describe('access', () => {
  const account = LOCAL_ACCOUNT_ID;
  it.each([
    ['GET', '/api/v1/billing/status', 'api', 'billing:read'],
    ['POST', '/api/v1/billing/checkout-session', 'api', 'billing:setup'],
    ['POST', '/api/v1/billing/portal-session', 'api', 'billing:read'],
    ['GET', '/api/internal/billing/catalog', 'internal', 'billing:catalog:read'],
    ['PUT', '/api/internal/billing/catalog', 'internal', 'billing:catalog:write'],
    ['GET', `/api/internal/billing/accounts/${account}/status`, 'internal', 'billing:read'],
    ['POST', '/api/internal/billing/entitlement-check', 'internal', 'billing:entitlement:check'],
  ] as const)('to %s %s needs audience %s and %s', async (method, path, audience, scope) => {
    const foreign = audience === 'api' ? 'internal' : 'api';
    const status = async (token?: string) =>
      (await stack.call(path, { method, ...(token === undefined ? {} : { token }) })).status;
    expect(await status()).toBe(401);
    expect(await status(await testToken({ audience, scopes: [scope], ttlSeconds: -5 }))).toBe(401);
    expect(await status(await testToken({ audience, scopes: [scope], secret: 'x'.repeat(40) }))).toBe(401);
    expect(await status(await testToken({ audience: foreign, scopes: [scope] }))).toBe(401);
    expect(await status(await testToken({ audience, scopes: ['vm:read'] }))).toBe(403);
    expect([200, 400]).toContain(await status(await testToken({ audience, scopes: [scope] })));
  });
});

describe('sessions', () => {
  it.each([
    ['checkout', 'billing:setup', { feature: 'llm:proxy', return_url: 'https://shop.example/back' }],
    ['portal', 'billing:read', { return_url: 'https://shop.example/back' }],
  ] as const)('for %s are deterministic and offline', async (kind, scope, body) => {
    const token = await testToken({ scopes: [scope] });
    const path = `/api/v1/billing/${kind}-session`;
    const first = await (await stack.call(path, { token, json: body })).json();
    expect(first).toEqual({
      url: expect.stringMatching(/^https:\/\/[a-z.]+\.invalid\//),
      provider: 'stripe',
    });
    expect(await (await stack.call(path, { token, json: body })).json()).toEqual(first);
    expect((await stack.call(path, { token, method: 'POST' })).status).toBe(200);
  });

  it.each([
    ['an account', '{"account_id":"00000000-0000-4000-8000-000000000002"}'],
    ['an unknown field', '{"plan":"pro"}'],
    ['a script as return URL', '{"return_url":"javascript:alert(1)"}'],
    ['trailing data', '{} {}'],
    ['no object', '[]'],
    ['broken JSON', '{'],
  ])('refuse %s', async (_what, body) => {
    const token = await testToken({ scopes: ['billing:setup'] });
    const headers = { 'content-type': 'application/json' };
    const response = await stack.call('/api/v1/billing/checkout-session', {
      method: 'POST',
      token,
      headers,
      body,
    });
    expect([response.status, await response.json()]).toMatchObject([400, { error: { type: 'bad_request' } }]);
  });
});

describe('the catalog', () => {
  const put = async (json: unknown) =>
    stack.call('/api/internal/billing/catalog', {
      method: 'PUT',
      token: await internal('billing:catalog:write'),
      json,
    });
  const get = async () =>
    (
      await stack.call('/api/internal/billing/catalog', { token: await internal('billing:catalog:read') })
    ).json();

  it('is stored, given back, and still there after a restart of its service', async () => {
    expect(await get()).toEqual({ products: [], meters: [], plans: [] });
    expect((await put(CATALOG)).status).toBe(200);
    const stored = billingCatalog.parse(await get());
    expect(stored).toMatchObject({ products: CATALOG.products, meters: CATALOG.meters });
    expect(stored.plans[0]?.quotas.map(({ window }) => window)).toEqual(['month', 'total']);
    expect((await stack.control('POST', '/services/bus-billing-api/restart')).ok).toBe(true);
    expect(await get()).toEqual(stored);
    expect((await put(stored)).status).toBe(200);
  });

  it.each([
    ['a plan without its product', { ...CATALOG, products: [] }],
    ['a missing list', { products: [], meters: [] }],
    ['an unknown field', { ...CATALOG, version: 2 }],
    [
      'a Stripe key',
      {
        ...CATALOG,
        products: [{ id: 'ai', name: 'AI', provider_ids: { key: ['sk', 'test', 'abcdef'].join('_') } }],
      },
    ],
    [
      'a quota of nothing',
      {
        ...CATALOG,
        plans: [{ ...CATALOG.plans[0], quotas: [{ ...CATALOG.plans[0]?.quotas[0], limit: 0 }] }],
      },
    ],
  ])('is refused with %s and stays as it was', async (_what, catalog) => {
    const before = await get();
    expect((await put(catalog)).status).toBe(400);
    expect(await get()).toEqual(before);
  });
});

describe('an entitlement', () => {
  it('follows the subscription, and an update counts once', async () => {
    const account_id = crypto.randomUUID();
    expect(await decision(account_id)).toEqual({
      allowed: false,
      reason: 'billing_required',
      command: 'bus billing setup',
    });

    const activation = {
      event_id: `sub-${account_id}`,
      account_id,
      status: 'active',
      features: ['llm:proxy'],
    };
    expect((await update(activation)).payload).toEqual({ account_id, status: 'active', applied: true });
    expect(await decision(account_id)).toEqual({ allowed: true, reason: 'billing_active' });
    const other = await check({ account_id, scope: 'container:run' });
    expect(await other.json()).toMatchObject({ allowed: false, reason: 'billing_required' });

    await update({ event_id: `end-${account_id}`, account_id, status: 'canceled' });
    expect((await update(activation)).payload).toEqual({ account_id, status: 'canceled', applied: false });
    expect(await decision(account_id)).toMatchObject({ allowed: false, reason: 'billing_required' });
  });

  it.each(['past_due', 'incomplete', 'canceled', 'ended-somehow'])('is denied when %s', async (status) => {
    const account_id = crypto.randomUUID();
    await update({ event_id: account_id, account_id, status, features: ['llm:proxy'] });
    expect(await decision(account_id)).toMatchObject({ allowed: false, reason: 'billing_required' });
  });

  it('ends at the quota of the plan and survives a restart of the worker', async () => {
    const account_id = crypto.randomUUID();
    await update({
      event_id: account_id,
      account_id,
      status: 'active',
      plan_id: 'basic',
      provider_customer_id: 'cus_1',
    });
    const used = { meter_event_name: 'bus_llm_tokens', quantity: 1 };
    const exported = { event_id: `use-${account_id}`, account_id, quantity: 100 };
    const first = await ask(stack, 'bus.billing.usage.export.request', exported);
    expect(first.payload).toMatchObject({ exported: true, status: 'exported', quantity: 100 });
    expect((await ask(stack, 'bus.billing.usage.export.request', exported)).payload).toEqual(first.payload);
    expect((await stack.control('POST', '/services/bus-billing-worker/restart')).ok).toBe(true);

    expect(await decision(account_id, used)).toMatchObject({
      allowed: false,
      reason: 'quota_exceeded',
      plan_id: 'basic',
      recommended_plan: 'pro',
      usage: { window: 'month', used: 100, limit: 100, remaining: 0, exceeded: true },
    });
    expect(await decision(account_id)).toEqual({ allowed: true, reason: 'billing_active' });
    const token = await testToken({ subject: account_id, scopes: ['billing:read'] });
    expect(await (await stack.call('/api/v1/billing/status', { token })).json()).toMatchObject({
      status: 'active',
      features: ['llm:proxy'],
      plan_id: 'basic',
      upgrade_required: true,
      next_action: 'upgrade_plan',
      recommended_plan: 'pro',
      usage: [
        { window: 'month', used: 100, exceeded: true },
        { window: 'total', used: 100, exceeded: false },
      ],
    });
  });

  it.each([
    ['an account that is no UUID', { account_id: 'me', scope: 'llm:proxy' }],
    ['no scope', { account_id: LOCAL_ACCOUNT_ID }],
    ['an unknown field', { account_id: LOCAL_ACCOUNT_ID, scope: 'llm:proxy', feature: 'x' }],
    [
      'a quantity below zero',
      { account_id: LOCAL_ACCOUNT_ID, scope: 'x', usage: { meter_event_name: 'm', quantity: -1 } },
    ],
  ])('question is refused with %s', async (_what, body) => {
    expect((await check(body)).status).toBe(400);
  });

  it('event with a bad payload is answered with an error', async () => {
    const answer = await ask(stack, 'bus.billing.entitlement.check.request', { scope: 'llm:proxy' });
    expect(answer.error).toMatchObject({ type: 'bad_request' });
    expect(answer.payload).toBeUndefined();
  });
});

describe('without its worker', () => {
  it('billing answers 503 in time and works again afterwards', async () => {
    const impatient = await startEmbedded({ env: { BUS_BILLING_REQUEST_TIMEOUT: '1s' } });
    try {
      const token = await testToken({ scopes: ['billing:read'] });
      const status = async () => impatient.call('/api/v1/billing/status', { token });
      await impatient.control('POST', '/services/bus-billing-worker/stop');
      const response = await status();
      expect([response.status, await response.json()]).toMatchObject([
        503,
        { error: { type: 'billing_unavailable' } },
      ]);
      await impatient.control('POST', '/services/bus-billing-worker/start');
      expect((await status()).status).toBe(200);
    } finally {
      await impatient.end();
    }
  });
});
