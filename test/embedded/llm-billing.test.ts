import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from './ask-stack.ts';
import { type EmbeddedProcess, startEmbedded, testToken } from './embedded-process.ts';
import { CHAT, newCustomer, usageOf } from './llm-customer.ts';

describe('with billing enforced', () => {
  let enforcing: EmbeddedProcess;
  beforeAll(async () => {
    enforcing = await startEmbedded({ env: { BUS_LLM_BILLING_BACKEND: 'events' } });
  });
  afterAll(() => enforcing.end());

  it('a request follows the subscription and the quota', async () => {
    const { account, token: own } = await newCustomer();
    const chat = () => enforcing.call('/v1/chat/completions', { token: own, json: CHAT });
    const subscription = (fields: Record<string, unknown>) =>
      ask(enforcing, 'bus.billing.subscription.update', {
        account_id: account,
        provider: 'stripe',
        ...fields,
      });

    const denied = await chat();
    expect([denied.status, await denied.json()]).toEqual([
      402,
      {
        error: {
          type: 'billing_required',
          message: expect.any(String),
          action: 'setup_billing',
          command: 'bus billing setup',
        },
      },
    ]);
    expect(await usageOf(enforcing, account)).toEqual([]);
    expect((await enforcing.call('/v1/models', { token: own })).status).toBe(200);

    const quota = {
      feature: 'llm:proxy',
      meter_event_name: 'bus_llm_tokens',
      window: 'total',
      limit: 50,
      upgrade_plan_id: 'pro',
    };
    const plan = { id: 'basic', product_id: 'ai', features: ['llm:proxy'], quotas: [quota] };
    const catalog = { products: [{ id: 'ai', name: 'AI' }], meters: [], plans: [plan] };
    const internal = await testToken({ audience: 'internal', scopes: ['billing:catalog:write'] });
    await enforcing.call('/api/internal/billing/catalog', { method: 'PUT', token: internal, json: catalog });
    await subscription({ event_id: 'start', status: 'active', plan_id: 'basic' });
    expect((await chat()).status).toBe(200);

    await ask(enforcing, 'bus.billing.usage.export.request', {
      account_id: account,
      event_id: 'use',
      quantity: 50,
    });
    const full = await chat();
    expect([full.status, await full.json()]).toMatchObject([
      402,
      { error: { type: 'quota_exceeded', action: 'upgrade_plan', message: expect.stringContaining('pro') } },
    ]);
    await subscription({ event_id: 'end', status: 'canceled' });
    expect(await (await chat()).json()).toMatchObject({ error: { type: 'billing_required' } });
  });
});
