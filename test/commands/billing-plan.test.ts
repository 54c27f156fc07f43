import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { printBillingPlan } from '../../src/commands/billing-plan.ts';
import type { StackFlags } from '../../src/commands/stack-flags.ts';
import { temporaryFolder, testHost } from '../fixtures/test-host.ts';
import { recordedConsole } from './recorded-console.ts';

const { signal: never } = new AbortController();

/** Made at run time, so that no scanner takes this file for a leak. */
const made = (prefix: string) => [prefix, 'Ab3dEf6hIj9kLm2nOp5qRs8t'].join('_');
const SECRETS = ['sk_test', 'rk_test', 'sk_live', 'whsec'].map(made);
const CHECKOUT = join(import.meta.dirname, '../e2e/compose/fixture/checkout');

async function planned(
  env: Readonly<Record<string, string>> = {},
  flags: StackFlags = {},
  cwd = temporaryFolder(),
) {
  const console = recordedConsole();
  const exitCode = await printBillingPlan(testHost({ env, cwd }), console, flags, never);
  const text = console.printed.join('\n');
  for (const secret of SECRETS) expect(text).not.toContain(secret);
  if (flags.json !== true) {
    for (const line of console.printed.filter((each) => !/^(?:refused|next) /.test(each)))
      expect(line.length, line).toBeLessThanOrEqual(80);
  }
  return { exitCode, text };
}

it('says of the embedded stack that only the proof ever has a key', async () => {
  const none = await planned();
  expect(none.exitCode).toBe(0);
  expect(none.text).toMatch(/^checkout page +local +stays local: no key is passed on$/m);
  expect(none.text).toMatch(/^live proof +skipped /m);
  const set = await planned({ BUS_STRIPE_SECRET_KEY: made('sk_test') });
  expect(set.text).toMatch(/^live proof +Stripe /m);
  expect(set.text).toMatch(/^checkout page +local /m);
  expect(set.text).toMatch(/^BUS_STRIPE_SECRET_KEY +set, test mode /m);
});

it('says of a checkout what each setting does, and how webhooks get there', async () => {
  const flags = { profile: 'local', checkout: CHECKOUT };
  const half = await planned({ BUS_STRIPE_SECRET_KEY: made('rk_test') }, flags);
  expect(half.text).toMatch(/^checkout page +local +a Checkout Session of Stripe$/m);
  expect(half.text).toMatch(/^BUS_STRIPE_WEBHOOK_SECRET +public placeholder +whsec_…$/m);
  expect(half.text).toContain('stripe listen --forward-to http://127.0.0.1:8080/api/internal/stripe/webhook');
  const whole = await planned(
    {
      BUS_LOCAL_BILLING_PROVIDER_BACKEND: 'events',
      BUS_STRIPE_SECRET_KEY: made('rk_test'),
      BUS_STRIPE_WEBHOOK_SECRET: made('whsec'),
      LOCAL_AI_PLATFORM_PORT: '9123',
    },
    flags,
  );
  expect(whole.text).toMatch(/^checkout page +Stripe +/m);
  expect(whole.text).toMatch(/^webhooks +Stripe +/m);
  expect(whole.text).toMatch(/^entitlement, quota +local +stay in bus-billing-worker$/m);
  expect(whole.text).toContain('http://127.0.0.1:9123/api/internal/stripe/webhook');
});

it('says of a stack of somebody else that the settings are theirs', async () => {
  const { text } = await planned({}, { profile: 'hosted' });
  expect(text).toMatch(/^checkout page +not told +/m);
  expect(text).toContain('1  whoever runs the stack makes these settings there');
});

it('refuses a live key, also one that waits in .env', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, '.env'), `BUS_STRIPE_SECRET_KEY=${made('sk_live')}\n`);
  const { exitCode, text } = await planned({ BUS_STRIPE_SECRET_KEY: made('sk_test') }, {}, folder);
  expect(exitCode).toBe(5);
  expect(text).toMatch(/^BUS_STRIPE_SECRET_KEY +set, LIVE: refused /m);
  expect(text).toContain('PF-STRIPE-LIVE-KEY');
  expect(text).toContain('.env:1');
  const json = await planned({}, { json: true }, folder);
  expect(JSON.parse(json.text)).toMatchObject({
    v: 1,
    profile: 'embedded',
    parts: expect.arrayContaining([expect.objectContaining({ part: 'live proof', now: 'refused' })]),
    settings: expect.arrayContaining([
      { key: 'BUS_STRIPE_SECRET_KEY', now: 'set, LIVE: refused', forTestMode: expect.any(String) },
    ]),
    refused: { id: 'PF-STRIPE-LIVE-KEY', class: 'refused' },
  });
});
