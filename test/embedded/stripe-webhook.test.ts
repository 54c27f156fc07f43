import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { billingStatusResponse } from '../../src/contract/billing.ts';
import { LOCAL_DEFAULTS } from '../../src/contract/local-defaults.ts';
import { isSigned } from '../../src/embedded/services/bus-stripe/signature.ts';
import { ask, eventsSoFar } from './ask-stack.ts';
import { type EmbeddedProcess, startEmbedded, testToken } from './embedded-process.ts';

const PATH = '/api/internal/stripe/webhook';
const SECRET = LOCAL_DEFAULTS.BUS_STRIPE_WEBHOOK_SECRET.value;

let stack: EmbeddedProcess;
beforeAll(async () => {
  stack = await startEmbedded();
});
afterAll(() => stack.end());

const seconds = () => Math.floor(Date.now() / 1000);
/** Every signature here is made by Stripe's own library, which makes no call. */
const { webhooks } = new Stripe(['sk', 'test', 'loopback'].join('_'));
const signature = (body: string, time = seconds(), secret = SECRET) =>
  webhooks.generateTestHeaderString({ payload: body, secret, timestamp: time });
const mac = (body: string, time: number, secret = SECRET) => signature(body, time, secret).split('v1=')[1];
const deliver = (body: string, header = signature(body)) =>
  stack.call(PATH, {
    method: 'POST',
    body,
    headers: { 'stripe-signature': header, 'content-type': 'application/json' },
  });

let number = 0;
const stripeEvent = (type: string, object: Record<string, unknown>, id = `evt_test_${++number}`) =>
  JSON.stringify({ id, object: 'event', type, livemode: false, data: { object } });
const statusOf = async (account: string) => {
  const token = await testToken({ subject: account, scopes: ['billing:read'] });
  const response = await stack.call('/api/v1/billing/status', { token });
  return billingStatusResponse.parse(await response.json());
};

describe('a signed delivery', () => {
  it('of a finished checkout activates the account', async () => {
    const account = crypto.randomUUID();
    const response = await deliver(
      stripeEvent('checkout.session.completed', {
        id: 'cs_1',
        client_reference_id: account,
        customer: 'cus_1',
        subscription: 'sub_1',
        metadata: { bus_features: 'llm:proxy, container:run', bus_plan_id: 'basic' },
      }),
    );
    expect([response.status, await response.json()]).toEqual([200, { received: true }]);
    expect(await statusOf(account)).toMatchObject({
      status: 'active',
      provider: 'stripe',
      plan_id: 'basic',
      features: ['llm:proxy', 'container:run'],
    });
  });

  it('follows the subscription to its end', async () => {
    const account = crypto.randomUUID();
    const metadata = { bus_account_id: account, bus_feature: 'llm:proxy' };
    const subscription = (type: string, status: string) =>
      deliver(
        stripeEvent(`customer.subscription.${type}`, {
          id: 'sub_2',
          customer: { id: 'cus_2' },
          status,
          metadata,
        }),
      );
    for (const [type, given, wanted] of [
      ['created', 'incomplete', 'incomplete'],
      ['updated', 'trialing', 'active'],
      ['updated', 'past_due', 'past_due'],
      ['updated', 'brand_new_status', 'incomplete'],
      ['updated', 'active', 'active'],
      ['deleted', 'canceled', 'canceled'],
    ] as const) {
      expect((await subscription(type, given)).status).toBe(200);
      expect([given, (await statusOf(account)).status]).toEqual([given, wanted]);
    }
  });

  it('that comes again is not applied again', async () => {
    const account = crypto.randomUUID();
    const metadata = { bus_account_id: account, bus_feature: 'llm:proxy' };
    const activation = stripeEvent('customer.subscription.updated', {
      id: 'sub_3',
      status: 'active',
      metadata,
    });
    await deliver(activation);
    await deliver(stripeEvent('customer.subscription.deleted', { id: 'sub_3', metadata }));
    expect((await deliver(activation)).status).toBe(200);
    expect(await statusOf(account)).toMatchObject({ status: 'canceled' });
    const results = await eventsSoFar(stack, 'bus.billing.subscription.result');
    const applied = results
      .filter(({ payload }) => payload.account_id === account)
      .map(({ payload }) => payload.applied);
    expect(applied).toEqual([true, true, false]);
  });

  it.each([
    ['without metadata', 'customer.subscription.updated', { id: 'sub_4', status: 'active' }],
    [
      'without a feature',
      'customer.subscription.updated',
      { metadata: { bus_account_id: crypto.randomUUID() } },
    ],
    ['without an account', 'customer.subscription.updated', { metadata: { bus_feature: 'llm:proxy' } }],
    [
      'with an account that is none',
      'checkout.session.completed',
      { client_reference_id: 'cart-7', metadata: { bus_feature: 'x' } },
    ],
    [
      'of another type',
      'invoice.paid',
      { metadata: { bus_account_id: crypto.randomUUID(), bus_feature: 'llm:proxy' } },
    ],
  ])('%s is accepted and changes nothing', async (_what, type, object) => {
    const before = (await eventsSoFar(stack, 'bus.billing.subscription.update')).length;
    expect((await deliver(stripeEvent(type, object))).status).toBe(200);
    expect(await eventsSoFar(stack, 'bus.billing.subscription.update')).toHaveLength(before);
  });

  it('that is no event is refused', async () => {
    expect((await deliver('not json')).status).toBe(400);
    expect((await deliver('{"id":"evt_x"}')).status).toBe(400);
  });
});

describe('a delivery', () => {
  const body = stripeEvent('invoice.paid', {});
  // Signed when the test runs: a time is judged by the clock.
  it.each([
    ['no signature', () => ''],
    ['another secret', () => signature(body, seconds(), 'whsec_other')],
    ['another body', () => signature(`${body} `)],
    ['an old time', () => signature(body, seconds() - 301)],
    ['a time ahead', () => signature(body, seconds() + 600)],
    ['the old scheme', () => signature(body).replace('v1=', 'v0=')],
    ['half a signature', () => signature(body).slice(0, -2)],
    ['no time', () => `v1=${mac(body, seconds())}`],
    ['two times', () => `t=1,${signature(body)}`],
  ])('with %s is refused', async (_what, header) => {
    const response = await deliver(body, header());
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { error: { type: 'invalid_signature' } },
    ]);
  });

  it('is taken with one good signature among several, as when a secret is rolled', async () => {
    const time = seconds();
    const header = `t=${time},v1=${mac(body, time, 'whsec_old')},v1=${mac(body, time)},v0=abc`;
    expect((await deliver(body, header)).status).toBe(200);
  });

  it.each(['GET', 'PUT', 'DELETE'])('with %s is refused', async (method) => {
    const response = await stack.call(PATH, { method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('of more than the limit is refused', async () => {
    const large = stripeEvent('invoice.paid', { metadata: { filler: 'x'.repeat(600_000) } });
    expect((await deliver(large)).status).toBe(413);
  });
});

describe('a signature', () => {
  it('counts to the second of its tolerance', () => {
    const time = 1_700_000_000;
    const at = (offset: number) =>
      isSigned(Buffer.from('x'), signature('x', time), SECRET, new Date((time + offset) * 1000));
    expect([at(300), at(301), at(-300), at(-301)]).toEqual([true, false, true, false]);
    expect(isSigned(Buffer.from('x'), signature('x', time, ''), '', new Date(time * 1000))).toBe(false);
  });

  it('is verified over Events too, with the own secret of the service', async () => {
    const body = stripeEvent('invoice.paid', {}, 'evt_verify');
    const verify = (header: string) =>
      ask(stack, 'bus.stripe.webhook.verify.request', { body, signature: header });
    expect((await verify(signature(body))).payload).toEqual({
      verified: true,
      id: 'evt_verify',
      type: 'invoice.paid',
    });
    expect((await verify(signature(body, seconds(), 'mine'))).payload).toEqual({ verified: false });
    const withSecret = await ask(stack, 'bus.stripe.webhook.verify.request', {
      body,
      signature: signature(body, seconds(), 'mine'),
      secret: 'mine',
    });
    expect(withSecret.error).toMatchObject({ type: 'bad_request' });
  });
});

describe('billing through Stripe events', () => {
  it('gives offline sessions without a key, and says so when there is one', async () => {
    const account_id = crypto.randomUUID();
    const token = await testToken({ subject: account_id, scopes: ['billing:setup'] });
    const path = '/api/v1/billing/checkout-session';
    const env = { BUS_LOCAL_BILLING_PROVIDER_BACKEND: 'events' };
    const offline = await startEmbedded({ env });
    try {
      const response = await offline.call(path, { token, json: { feature: 'llm:proxy' } });
      expect([response.status, await response.json()]).toEqual([
        200,
        { url: expect.stringContaining('.invalid/'), provider: 'stripe' },
      ]);
      const exported = await ask(offline, 'bus.billing.usage.export.request', { account_id, quantity: 3 });
      expect(exported.payload).toMatchObject({ exported: true, provider: 'stripe' });
      expect(await eventsSoFar(offline, 'bus.stripe.meter_event.record.request')).toHaveLength(1);
    } finally {
      await offline.end();
    }

    const key = ['sk', 'test', 'of_this_test'].join('_');
    const keyed = await startEmbedded({ env: { ...env, BUS_STRIPE_SECRET_KEY: key } });
    try {
      const response = await keyed.call(path, { token, json: {} });
      expect([response.status, await response.json()]).toMatchObject([
        503,
        { error: { type: 'billing_unavailable' } },
      ]);
      const failed = await ask(keyed, 'bus.billing.usage.export.request', { account_id, quantity: 3 });
      expect(failed.payload).toMatchObject({ exported: false, status: 'failed', reason: expect.any(String) });
      expect(keyed.output()).not.toContain(key);
    } finally {
      await keyed.end();
    }
  });
});
