import Stripe from 'stripe';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { stripeBalance } from '../../../src/contract/stripe-api.ts';
import { systemHost } from '../../../src/host/host.ts';
import { stripeTestMode } from '../../../src/proof/checks/stripe-test-mode.ts';
import type { RunChecksOptions } from '../../../src/proof/run-checks.ts';
import { openStripe } from '../../../src/proof/stripe-client.ts';
import { stripeSettings } from '../../../src/proof/stripe-settings.ts';
import type { CheckResult } from '../../../src/proof/verdict.ts';
import { SecretRegistry } from '../../../src/redact/secret.ts';
import { answerOf, badServer } from '../bad-server.ts';
import { briefly, NO_ACCESS, NO_STACK, run, small } from '../small-checks.ts';
import { RAW_STRIPE_ERROR, type StripeApi, type StripeBehaviour, startStripeApi } from './stripe-api.ts';

/** Made at run time, so that no scanner takes this file for a leak. */
const made = (prefix: string) => [prefix, 'Ab3dEf6hIj9kLm2nOp5qRs8t'].join('_');
const KEY = made('sk_test');
const CHECK = { ...stripeTestMode, needs: [] };

let api: StripeApi;
let waits: number[];

beforeAll(async () => {
  api = await startStripeApi(KEY, ['price_monthly']);
});
afterAll(() => api.close());
beforeEach(() => {
  api.requests.length = 0;
  waits = [];
});

const prove = async (
  behaviour: StripeBehaviour = { kind: 'well' },
  env: Readonly<Record<string, string>> = {},
  change: Partial<RunChecksOptions> = {},
): Promise<CheckResult | undefined> => {
  api.behaviour = behaviour;
  const base = systemHost();
  const host = {
    ...base,
    env: { BUS_STRIPE_SECRET_KEY: KEY, BUS_STRIPE_API_URL: api.url, ...env },
    // Waits are looked at and not waited for; the deadline of the check is the other sleep.
    sleep: async (ms: number, signal?: AbortSignal) => {
      if (ms === CHECK.deadlineMs) return await base.sleep(ms, signal);
      waits.push(ms);
    },
  };
  const [result] = await run([CHECK], { ...change, host });
  const text = JSON.stringify(result);
  for (const hidden of [KEY, made('sk_live'), RAW_STRIPE_ERROR]) expect(text).not.toContain(hidden);
  return result;
};

describe('the live path of Stripe, against an API on loopback', () => {
  it('reads the balance, and opens, repeats and ends a Checkout Session', async () => {
    const result = await prove();
    expect(result).toMatchObject({ status: 'PASS' });
    expect(result?.observed).toBe(
      'Stripe answers in test mode; a Checkout Session that asks for a payment method carried the account, was the same for the same idempotency key, and was ended; the checkout of this stack stays local, as it is set.',
    );
    expect(api.requests.map(({ method, path }) => `${method} ${path.replace(/cs_test_\w+/, 'ID')}`)).toEqual([
      'GET /v1/balance',
      'POST /v1/checkout/sessions',
      'POST /v1/checkout/sessions',
      'POST /v1/checkout/sessions/ID/expire',
    ]);
    expect([...api.sessions.values()].map(({ status }) => status)).toEqual(['expired']);
  });

  it('tells Stripe the account and the scope, and nothing about this machine', async () => {
    await prove();
    const [, create] = api.requests;
    expect(create?.form).toMatchObject({
      mode: 'setup',
      client_reference_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      'metadata[bus_feature]': 'llm:proxy',
    });
    expect(create?.headers['stripe-version']).toMatch(/^\d{4}-\d{2}-\d{2}/);
    expect(Object.keys(create?.headers ?? {}).sort()).toEqual([
      'accept',
      'connection',
      'content-length',
      'content-type',
      'host',
      'idempotency-key',
      'stripe-version',
    ]);
  });

  it('subscribes to the default price where one is named', async () => {
    expect(await prove({ kind: 'well' }, { BUS_STRIPE_DEFAULT_PRICE_ID: 'price_monthly' })).toMatchObject({
      status: 'PASS',
    });
    expect(api.requests[1]?.form).toMatchObject({
      mode: 'subscription',
      'line_items[0][price]': 'price_monthly',
      'subscription_data[metadata][bus_feature]': 'llm:proxy',
    });
  });

  it('shows commands that name the key and never hold it', async () => {
    const result = await prove();
    expect(result?.command).toBe(
      `curl -sS -H "authorization: Bearer $BUS_STRIPE_SECRET_KEY" -H 'accept: application/json' -H 'stripe-version: ${api.requests[0]?.headers['stripe-version']}' ${api.url}/v1/balance`,
    );
    expect(result?.exchanges.at(-1)?.command).toContain('$STRIPE_SESSION/expire');
  });
});

describe('what is not sent anywhere', () => {
  it.each([
    ['no key', '', 'SKIP', 'PY-CREDENTIAL-MISSING', 'credential'],
    ['the placeholder', 'sk_test_replace_me', 'SKIP', 'PY-CREDENTIAL-MISSING', 'credential'],
    ['a live key', made('sk_live'), 'FAIL', 'PY-LIVE-KEY', 'refused'],
    ['a restricted live key', made('rk_live'), 'FAIL', 'PY-LIVE-KEY', 'refused'],
    ['a publishable key', made('pk_test'), 'FAIL', 'PY-KEY-UNKNOWN', 'refused'],
    ['a webhook secret', made('whsec'), 'FAIL', 'PY-KEY-UNKNOWN', 'refused'],
    ['anything else', 'password', 'FAIL', 'PY-KEY-UNKNOWN', 'refused'],
  ])('%s', async (_, key, status, id, kind) => {
    const result = await prove({ kind: 'well' }, { BUS_STRIPE_SECRET_KEY: key });
    expect(result).toMatchObject({ status, reason: { id, class: kind }, exchanges: [] });
    expect(api.requests).toEqual([]);
  });

  it.each([
    'https://api.stripe.com.example.com',
    'https://example.com',
    'http://api.stripe.com',
    'https://user@api.stripe.com',
    'https://api.stripe.com/v2',
    'https://api.stripe.com:8443',
    'http://127.0.0.1.example.com',
    'http://10.0.0.1',
    'ftp://127.0.0.1',
    'no address',
  ])('a key, to %s', async (url) => {
    const result = await prove({ kind: 'well' }, { BUS_STRIPE_API_URL: url });
    expect(result).toMatchObject({ status: 'FAIL', reason: { id: 'PY-HOST-REFUSED' }, exchanges: [] });
  });

  it('a key, through a proxy to this machine', async () => {
    const proxy = { HTTP_PROXY: 'http://127.0.0.1:9', HTTPS_PROXY: 'http://127.0.0.1:9' };
    expect(await prove({ kind: 'well' }, proxy)).toMatchObject({ status: 'PASS' });
  });
});

describe('what Stripe answers', () => {
  const error = (status: number, type = 'api_error', code?: string) =>
    ({ kind: 'error', status, type, ...(code === undefined ? {} : { code }) }) as const;

  it.each([
    ['PY-KEY-RESTRICTED', 'credential', error(403, 'invalid_request_error')],
    ['PY-REQUEST-REFUSED', 'configuration', error(400, 'invalid_request_error', 'resource_missing')],
    ['PY-REQUEST-REFUSED', 'configuration', error(402, 'card_error', 'card_declined')],
    ['PY-RATE-LIMITED', 'credential', error(429, 'rate_limit_error', 'rate_limit')],
    ['PY-PROVIDER-FAILED', 'platform', error(500)],
    ['PY-PROVIDER-FAILED', 'platform', { kind: 'body', status: 502, body: '<html>', type: 'text/html' }],
    ['PY-PROVIDER-FAILED', 'platform', { kind: 'hang-up' }],
    ['PY-ANSWER-SHAPE', 'platform', { kind: 'body', body: '<html>', type: 'text/html' }],
    ['PY-ANSWER-SHAPE', 'platform', { kind: 'body', body: '{"object":"balance"}' }],
    ['PY-ANSWER-SHAPE', 'platform', { kind: 'body', body: '{"object":' }],
    ['PY-ANSWER-SHAPE', 'platform', { kind: 'body', body: '"x"' }],
    ['PY-ANSWER-SHAPE', 'platform', { kind: 'body', body: 'null' }],
    ['PY-ANSWER-SHAPE', 'platform', { kind: 'body', body: `{"error":{"message":"${RAW_STRIPE_ERROR}"}}` }],
    ['PY-ANSWER-SHAPE', 'platform', { kind: 'body', body: `{"error":"${RAW_STRIPE_ERROR}"}` }],
    ['PY-PROVIDER-FAILED', 'platform', { kind: 'body', status: 500, body: '"x"' }],
    ['PY-ANSWER-SHAPE', 'platform', { kind: 'body', body: ' '.repeat(2_000_000) }],
    ['PY-LIVE-MODE', 'refused', { kind: 'livemode', of: 'all' }],
    ['PY-LIVE-MODE', 'refused', { kind: 'livemode', of: 'sessions' }],
    ['PY-SESSION-WRONG', 'platform', { kind: 'forgetful' }],
    ['PY-SESSION-WRONG', 'platform', { kind: 'stranger' }],
  ] satisfies [string, string, StripeBehaviour][])('is told as %s (%s)', async (id, kind, behaviour) => {
    expect(await prove(behaviour)).toMatchObject({ status: 'FAIL', reason: { id, class: kind } });
  });

  it('is told as a rejected key', async () => {
    const result = await prove({ kind: 'well' }, { BUS_STRIPE_SECRET_KEY: made('rk_test') });
    expect(result).toMatchObject({
      status: 'FAIL',
      reason: {
        id: 'PY-KEY-REJECTED',
        class: 'credential',
        detail: 'Stripe answered 401, invalid_request_error',
      },
    });
  });

  it('names a price that is not there', async () => {
    const result = await prove({ kind: 'well' }, { BUS_STRIPE_DEFAULT_PRICE_ID: 'price_gone' });
    expect(result?.reason).toMatchObject({
      id: 'PY-REQUEST-REFUSED',
      detail: 'Stripe answered 400, invalid_request_error, resource_missing',
    });
  });

  it('is asked for again when it was a rate limit or a failure, as late as it wishes', async () => {
    const again = { kind: 'error', status: 429, type: 'rate_limit_error', times: 2 } as const;
    expect(await prove({ ...again, headers: { 'retry-after': '3' } })).toMatchObject({ status: 'PASS' });
    expect(waits).toEqual([3_000, 3_000]);
    waits = [];
    expect(await prove({ ...again, status: 503, headers: { 'retry-after': '86400' } })).toMatchObject({
      status: 'PASS',
    });
    expect(waits).toEqual([10_000, 10_000]);
    waits = [];
    await prove({ ...again, times: 99 });
    expect(waits).toEqual([1_000, 2_000]);
  });

  it('is a timeout when it does not come', async () => {
    api.behaviour = { kind: 'silent' };
    const env = { BUS_STRIPE_SECRET_KEY: KEY, BUS_STRIPE_API_URL: api.url };
    const slow = small('slow', async (context) => {
      const stripe = await openStripe(context, stripeSettings(env, context.secrets), 100);
      try {
        const make = (library: Stripe) => library.balance.retrieve();
        await stripe.call({ purpose: 'to read', make, answer: stripeBalance });
        return { status: 'PASS', observed: 'an answer came' };
      } finally {
        await stripe.close();
      }
    });
    expect(briefly(await run([slow]))).toEqual(['slow FAIL PY-TIMEOUT']);
  });

  it('is nothing without a network: not proven, and nobody to blame', async () => {
    const gone = await startStripeApi(KEY);
    await gone.close();
    expect(await prove({ kind: 'well' }, { BUS_STRIPE_API_URL: gone.url })).toMatchObject({
      status: 'SKIP',
      reason: { id: 'PY-UNREACHABLE', class: 'configuration' },
    });
  });
});

describe('a compose stack that was switched to Stripe', () => {
  /** Runs the check beside a gateway whose checkout has this page. */
  const switched = async (page: string): Promise<CheckResult | undefined> => {
    const asked: string[] = [];
    const server = await badServer((socket, request) => {
      asked.push(request.split(' HTTP', 1)[0] ?? '');
      socket.end(answerOf(JSON.stringify({ url: page, provider: 'stripe' })));
    });
    try {
      const secrets = new SecretRegistry();
      const token = async ({ name }: { readonly name: string }) =>
        secrets.secret(name, `${made('token')}-Q7xZ`);
      const access = { ...NO_ACCESS, gatewayUrl: server.url, token };
      const runtime = { ...NO_STACK, kind: 'compose' } as const;
      const env = { BUS_LOCAL_BILLING_PROVIDER_BACKEND: 'events' };
      const result = await prove({ kind: 'well' }, env, { access, runtime, secrets });
      expect(asked).toEqual(['POST /api/v1/billing/checkout-session']);
      return result;
    } finally {
      await server.close();
    }
  };

  it('is not told proven when it still hands out its own page', async () => {
    const result = await switched('https://checkout.local.invalid/session/1');
    const reason = { id: 'PY-STACK-STAYS-LOCAL', class: 'configuration' };
    expect(result).toMatchObject({ status: 'FAIL', reason });
  });

  it('passes with a page of the provider, whose address is told to nobody', async () => {
    const result = await switched('https://checkout.stripe.example/c/pay/private-page');
    expect(result?.observed).toContain('a checkout page that is not a local one');
    expect(JSON.stringify(result)).not.toContain('private-page');
  });
});

describe('the API on loopback, asked by the official library alone', () => {
  const library = (key: string) =>
    new Stripe(key, {
      host: '127.0.0.1',
      port: new URL(api.url).port,
      protocol: 'http',
      maxNetworkRetries: 0,
      telemetry: false,
    });

  it('answers as Stripe does', async () => {
    api.behaviour = { kind: 'well' };
    expect(await library(KEY).balance.retrieve()).toMatchObject({ object: 'balance', livemode: false });
    await expect(library(made('rk_test')).balance.retrieve()).rejects.toBeInstanceOf(
      Stripe.errors.StripeAuthenticationError,
    );
    const create = (success_url: string) =>
      library(KEY).checkout.sessions.create(
        { mode: 'setup', currency: 'eur', success_url },
        { idempotencyKey: 'k' },
      );
    const { id } = await create('https://one.invalid');
    expect((await create('https://one.invalid')).id).toBe(id);
    await expect(create('https://two.invalid')).rejects.toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
    api.behaviour = { kind: 'error', status: 429, type: 'rate_limit_error' };
    await expect(library(KEY).balance.retrieve()).rejects.toBeInstanceOf(Stripe.errors.StripeRateLimitError);
  });
});
