import { describe, expect, it } from 'vitest';
import {
  billingSessionResponse,
  billingStatusResponse,
  checkoutSessionRequest,
  entitlementCheckRequest,
  entitlementDecision,
  quotaWindow,
} from '../../src/contract/billing.ts';
import { billingCatalog, catalogPutResponse } from '../../src/contract/billing-catalog.ts';
import {
  subscriptionUpdatePayload,
  usageExportPayload,
  usageExportResult,
} from '../../src/contract/billing-events.ts';
import { LOCAL_ACCOUNT_ID } from '../../src/contract/local-defaults.ts';

const account_id = LOCAL_ACCOUNT_ID;
const quota = { feature: 'llm:proxy', meter_event_name: 'bus_llm_tokens', window: 'monthly', limit: 1000 };
const catalog = {
  products: [{ id: 'ai', name: 'AI' }],
  meters: [{ name: 'bus_llm_tokens', unit: 'token' }],
  plans: [
    {
      id: 'basic',
      product_id: 'ai',
      features: ['llm:proxy'],
      prices: [{ currency: 'eur', unit_amount: 2900, interval: 'month' }],
      quotas: [quota],
    },
  ],
};

/** The catalog above with one place of its only plan changed. */
function withPlan(change: object) {
  return { ...catalog, plans: catalog.plans.map((plan) => ({ ...plan, ...change })) };
}

describe('billing requests', () => {
  it.each([{}, { feature: 'llm:proxy' }, { return_url: 'https://example.invalid/back' }])(
    'takes %j',
    (body) => {
      expect(checkoutSessionRequest.safeParse(body).success).toBe(true);
    },
  );

  it.each([
    { account_id },
    { email: 'a@example.invalid' },
    { return_url: 'javascript:alert(1)' },
    { feature: '' },
  ])('refuses %j: the account is never taken from a body, a return address is a web address', (body) => {
    expect(checkoutSessionRequest.safeParse(body).success).toBe(false);
  });

  it.each([
    { account_id: 'nobody', scope: 'llm:proxy' },
    { account_id },
    { account_id, scope: 'llm:proxy', usage: { meter_event_name: 'm' } },
    { account_id, scope: 'llm:proxy', usage: { meter_event_name: 'm', quantity: -1 } },
    { account_id, scope: 'llm:proxy', allowed: true },
  ])('refuses the entitlement question %j', (body) => {
    expect(entitlementCheckRequest.safeParse(body).success).toBe(false);
  });
});

describe('quota windows', () => {
  it.each([
    ['minute', 'minute'],
    ['minutes', 'minute'],
    ['daily', 'day'],
    ['weekly', 'week'],
    ['monthly', 'month'],
    ['lifetime', 'total'],
    ['all', 'total'],
  ])('%s means %s', (name, meant) => {
    expect(quotaWindow.parse(name)).toBe(meant);
  });

  it.each(['fortnight', '', 'constructor', '__proto__', 'Day'])('does not know %j', (name) => {
    expect(quotaWindow.safeParse(name).success).toBe(false);
  });
});

describe('the catalog', () => {
  it('is taken and its windows made canonical', () => {
    expect(billingCatalog.parse(catalog).plans[0]?.quotas[0]?.window).toBe('month');
  });

  it.each([
    ['a missing list', { products: [], plans: [] }],
    ['an unknown product', withPlan({ product_id: 'other' })],
    ['two plans with one id', { ...catalog, plans: [...catalog.plans, ...catalog.plans] }],
    ['two quotas that are one', withPlan({ quotas: [quota, { ...quota, window: 'month', limit: 5 }] })],
    ['a quota of nothing', withPlan({ quotas: [{ ...quota, limit: 0 }] })],
    ['an unknown window', withPlan({ quotas: [{ ...quota, window: 'era' }] })],
    ['a fractional price', withPlan({ prices: [{ currency: 'eur', unit_amount: 0.5, interval: 'month' }] })],
    ['an unknown member', { ...catalog, secret: 'x' }],
    ['a provider key', withPlan({ provider_ids: { stripe: ['sk', 'test', 'replace_me'].join('_') } })],
    ['a database password', withPlan({ provider_ids: { dsn: 'postgres://bus:bus@postgres/bus_local' } })],
  ])('is refused with %s', (_, body) => {
    expect(billingCatalog.safeParse(body).success).toBe(false);
  });

  it('allows several windows for one feature', () => {
    const plan = withPlan({ quotas: [quota, { ...quota, window: 'day' }] });
    expect(billingCatalog.safeParse(plan).success).toBe(true);
  });

  it('may be answered with itself or with a status', () => {
    expect(catalogPutResponse.parse(catalog).kind).toBe('catalog');
    expect(catalogPutResponse.parse({ status: 'updated' })).toEqual({ kind: 'status', status: 'updated' });
    expect(catalogPutResponse.safeParse({ updated: false }).success).toBe(false);
    expect(catalogPutResponse.safeParse([]).success).toBe(false);
  });
});

describe('billing answers', () => {
  it('reads a missing account and an exceeded quota', () => {
    const missing = { account_id, status: 'missing', setup_required: true, next_action: 'setup_billing' };
    expect(billingStatusResponse.parse(missing)).toEqual(missing);
    const usage = { ...quota, window: 'month', used: 1000, remaining: 0, exceeded: true };
    const exceeded = {
      account_id,
      status: 'active',
      setup_required: false,
      upgrade_required: true,
      usage: [usage],
    };
    expect(billingStatusResponse.parse(exceeded)).toEqual(exceeded);
  });

  it.each([
    { account_id, status: 'trialing', setup_required: false },
    { account_id, status: 'active' },
    { account_id, status: 'active', setup_required: 'no' },
    { status: 'active', setup_required: false },
  ])('refuses the status %j', (answer) => {
    expect(billingStatusResponse.safeParse(answer).success).toBe(false);
  });

  it.each([
    { allowed: true, reason: 'billing_required' },
    { allowed: false, reason: 'billing_active' },
    { allowed: 'true', reason: 'billing_active' },
    { allowed: false, reason: 'because' },
  ])('refuses the decision %j', (answer) => {
    expect(entitlementDecision.safeParse(answer).success).toBe(false);
  });

  it('refuses a session address that is not one of the web', () => {
    expect(billingSessionResponse.safeParse({ url: 'file:///etc/passwd', provider: 'x' }).success).toBe(
      false,
    );
  });
});

describe('billing events', () => {
  it('takes any subscription status, as unknown ones must disable', () => {
    const update = {
      event_id: 'e',
      account_id,
      provider: 'stripe',
      status: 'paused',
      features: ['llm:proxy'],
    };
    expect(subscriptionUpdatePayload.parse(update)).toEqual(update);
    expect(subscriptionUpdatePayload.safeParse({ ...update, event_id: undefined }).success).toBe(false);
  });

  it('takes an export with an event type outside the usage list', () => {
    expect(usageExportPayload.safeParse({ account_id, event_type: 'llm_request_finished' }).success).toBe(
      true,
    );
    expect(usageExportPayload.safeParse({ account_id, quantity: 0 }).success).toBe(false);
  });

  it('refuses an export result that contradicts itself', () => {
    const result = { account_id, meter_event_name: 'm', quantity: 1, idempotency_key: 'k', exported: true };
    expect(usageExportResult.safeParse({ ...result, status: 'exported' }).success).toBe(true);
    expect(usageExportResult.safeParse({ ...result, status: 'failed' }).success).toBe(false);
  });
});
