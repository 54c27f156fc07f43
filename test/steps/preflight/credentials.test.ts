import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { codexCli } from '../../../src/steps/preflight/codex-cli.ts';
import { codexCredentials } from '../../../src/steps/preflight/codex-credentials.ts';
import { stripeCredentials } from '../../../src/steps/preflight/stripe-credentials.ts';
import { API_KEY_LOGIN, CODEX_CLI, chatGptLogin } from '../../embedded/codex/codex-home.ts';
import { type ProbeBench, probeBench } from './probe-context.ts';

/** Made at run time, so that no scanner takes this file for a leak. */
const made = (prefix: string) => [prefix, 'Ab3dEf6hIj9kLm2nOp5qRs8t'].join('_');

let bench: ProbeBench;
beforeEach(async () => {
  bench = await probeBench();
});
afterEach(async () => {
  await bench.remove();
});

describe('codex credentials', () => {
  const access = made('access');

  async function write(folder: string, text: string, mode = 0o600): Promise<void> {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'auth.json'), text, { mode });
    await chmod(join(folder, 'auth.json'), mode);
  }

  test('absent is a SKIP with its place by variable', async () => {
    const outcome = await codexCredentials.run(bench);
    expect(outcome).toMatchObject({
      status: 'SKIP',
      reason: 'CX-CREDENTIALS-MISSING',
      detail: '$HOME/.codex/auth.json',
      next: 'codex login',
    });
  });

  test('present gives the kind, and every string of the file becomes a secret', async () => {
    const file = {
      auth_mode: 'chatgpt',
      OPENAI_API_KEY: null,
      tokens: { access_token: access, refresh_token: made('refresh') },
      last_refresh: '2026-05-01T00:00:00Z',
    };
    await write(join(bench.host.home, '.codex'), JSON.stringify(file));
    const own = bench.withEnv({ BUS_CODEX_COMMAND: '/nonexistent/codex' });
    const outcome = await codexCredentials.run(own);
    expect(outcome).toEqual({ status: 'PASS', observed: '$HOME/.codex/auth.json: a ChatGPT sign-in' });
    expect(own.secrets.all().map((secret) => secret.reveal())).toEqual([access, made('refresh')]);
  });

  test('the real CLI must take the file for a login', async () => {
    const cli = bench.withEnv({ PATH: process.env.PATH ?? '', BUS_CODEX_COMMAND: CODEX_CLI });
    const folder = join(bench.host.home, '.codex');
    await write(folder, API_KEY_LOGIN);
    expect(await codexCredentials.run(cli)).toMatchObject({ status: 'PASS' });
    await write(folder, JSON.stringify({ tokens: { access_token: access } }));
    expect(await codexCredentials.run(cli)).toEqual({
      status: 'FAIL',
      reason: 'CX-LOGIN-DISAGREES',
      detail: '$HOME/.codex/auth.json',
      next: 'codex login',
    });
  });

  test('the end of a sign-in is told by its day', async () => {
    const until = (day: string) => chatGptLogin(Date.parse(day) / 1000);
    const cli = bench.withEnv({ PATH: process.env.PATH ?? '', BUS_CODEX_COMMAND: CODEX_CLI });
    await write(join(bench.host.home, '.codex'), until('2020-02-03'));
    expect(await codexCredentials.run(cli)).toMatchObject({
      status: 'PASS',
      observed: expect.stringMatching(/a ChatGPT sign-in, token ended 2020-02-03 and has to be renewed$/),
    });
    await write(join(bench.host.home, '.codex'), until('2999-12-31'));
    expect(await codexCredentials.run(cli)).toMatchObject({
      observed: expect.stringMatching(/, token until 2999-12-31$/),
    });
  });

  test('the CLI tells its version, and is not needed', async () => {
    const path = { PATH: process.env.PATH ?? '', BUS_CODEX_COMMAND: CODEX_CLI };
    expect(await codexCli.run(bench.withEnv(path))).toMatchObject({
      status: 'PASS',
      observed: expect.stringMatching(/^codex-cli \d+\.\d+\.\d+; no live request was asked for$/),
    });
    const asked = bench.withEnv({ ...path, BUS_LOCAL_AI_PLATFORM_LIVE_CODEX: '1' });
    expect(await codexCli.run(asked)).toMatchObject({ observed: expect.stringContaining('costs quota') });
    expect(await codexCli.run(bench.withEnv({ BUS_CODEX_COMMAND: '/nonexistent/codex' }))).toMatchObject({
      status: 'SKIP',
      reason: 'CX-CLI-MISSING',
    });
    expect(await codexCli.run(bench.withEnv({ BUS_CODEX_COMMAND: '/bin/false' }))).toMatchObject({
      status: 'FAIL',
      reason: 'CX-CLI-FAILED',
    });
  });

  test.each([
    ['BUS_CODEX_HOME', 'codex login, with CODEX_HOME set to $BUS_CODEX_HOME'],
    ['CODEX_HOME', 'codex login, with CODEX_HOME set to $CODEX_HOME'],
  ])('the login that is missed is to be made in the folder of %s', async (name, next) => {
    const folder = join(bench.root, 'own');
    const own = bench.withEnv({ [name]: folder });
    expect(await codexCredentials.run(own)).toMatchObject({ status: 'SKIP', next });
    await write(folder, API_KEY_LOGIN, 0o644);
    expect(await codexCredentials.run(own)).toMatchObject({
      reason: 'CX-CREDENTIALS-EXPOSED',
      next: `chmod 600 "$${name}/auth.json"`,
    });
  });

  test('BUS_CODEX_HOME comes before CODEX_HOME, which comes before the home folder', async () => {
    const key = JSON.stringify({ OPENAI_API_KEY: made('key') });
    await write(join(bench.root, 'a'), key);
    await write(join(bench.root, 'b'), key);
    const both = bench.withEnv({ BUS_CODEX_HOME: join(bench.root, 'a'), CODEX_HOME: join(bench.root, 'b') });
    expect(await codexCredentials.run(both)).toMatchObject({
      observed: '$BUS_CODEX_HOME/auth.json: an OpenAI API key',
    });
    const one = bench.withEnv({ CODEX_HOME: join(bench.root, 'b') });
    expect(await codexCredentials.run(one)).toMatchObject({
      observed: '$CODEX_HOME/auth.json: an OpenAI API key',
    });
  });

  test.each([
    ['an empty file', ''],
    ['no JSON', '{"OPENAI_API_KEY": '],
    ['a list', '[]'],
  ])('%s is damaged', async (_name, text) => {
    await write(join(bench.host.home, '.codex'), text);
    expect(await codexCredentials.run(bench)).toMatchObject({
      status: 'FAIL',
      reason: 'CX-CREDENTIALS-INVALID',
    });
  });

  test('a file that others can read is exposed, a link is not followed', async () => {
    await write(join(bench.host.home, '.codex'), JSON.stringify({ OPENAI_API_KEY: access }), 0o644);
    const exposed = await codexCredentials.run(bench);
    expect(exposed).toMatchObject({ status: 'FAIL', reason: 'CX-CREDENTIALS-EXPOSED' });
    expect(JSON.stringify(exposed)).not.toContain(access);
    await mkdir(join(bench.root, 'linked'));
    await symlink(join(bench.host.home, '.codex', 'auth.json'), join(bench.root, 'linked', 'auth.json'));
    const linked = bench.withEnv({ CODEX_HOME: join(bench.root, 'linked') });
    expect(await codexCredentials.run(linked)).toMatchObject({
      status: 'FAIL',
      reason: 'CX-CREDENTIALS-UNREADABLE',
    });
  });

  test('is never required: the stack runs without', () => {
    expect(codexCredentials.required).toBe(false);
  });
});

describe('stripe credentials', () => {
  const live = made('sk_live');
  const testMode = made('rk_test');

  test('no key, an empty key and the documented placeholder are a SKIP', async () => {
    expect(await stripeCredentials.run(bench)).toMatchObject({ status: 'SKIP', reason: 'PF-STRIPE-NOT-SET' });
    for (const value of ['', ' ', 'sk_test_replace_me']) {
      const outcome = await stripeCredentials.run(bench.withEnv({ BUS_STRIPE_SECRET_KEY: value }));
      expect(outcome).toMatchObject({ status: 'SKIP', reason: 'PF-STRIPE-NOT-SET' });
    }
  });

  test('a test-mode key is told by its mode, and becomes a secret', async () => {
    const set = bench.withEnv({ BUS_STRIPE_SECRET_KEY: testMode });
    const outcome = await stripeCredentials.run(set);
    expect(outcome).toEqual({
      status: 'PASS',
      observed:
        'a test-mode restricted key is set (environment variable BUS_STRIPE_SECRET_KEY); the webhook secret is the local placeholder; billing stays local (BUS_LOCAL_BILLING_PROVIDER_BACKEND is not events)',
    });
    expect(set.secrets.all().map((secret) => secret.reveal())).toEqual([testMode]);
  });

  test('a live key refuses, from the environment and from .env, with its line and without its value', async () => {
    const inEnvironment = await stripeCredentials.run(bench.withEnv({ BUS_STRIPE_SECRET_KEY: live }));
    expect(inEnvironment).toMatchObject({ status: 'FAIL', reason: 'PF-STRIPE-LIVE-KEY' });
    await writeFile(join(bench.workspace, '.env'), `A=1\n\nexport BUS_STRIPE_SECRET_KEY="${live}"\n`);
    // The environment wins over the file, but the live key in the file is no less dangerous.
    const inFile = await stripeCredentials.run(bench.withEnv({ BUS_STRIPE_SECRET_KEY: testMode }));
    expect(inFile).toEqual({ status: 'FAIL', reason: 'PF-STRIPE-LIVE-KEY', detail: '.env:3' });
    expect(stripeCredentials.required).toBe(true);
  });

  test.each([
    ['BUS_STRIPE_WEBHOOK_SECRET', live, 'PF-STRIPE-LIVE-KEY'],
    ['BUS_STRIPE_DEFAULT_PRICE_ID', live, 'PF-STRIPE-LIVE-KEY'],
    ['BUS_STRIPE_DEFAULT_PRICE_ID', testMode, 'PF-STRIPE-KEY-UNKNOWN'],
    ['BUS_STRIPE_WEBHOOK_SECRET', testMode, 'PF-STRIPE-KEY-UNKNOWN'],
    ['BUS_STRIPE_SECRET_KEY', made('pk_test'), 'PF-STRIPE-KEY-UNKNOWN'],
    ['BUS_STRIPE_SECRET_KEY', made('whsec'), 'PF-STRIPE-KEY-UNKNOWN'],
  ])('a key that stands in the wrong place refuses: %s', async (name, value, reason) => {
    const outcome = await stripeCredentials.run(bench.withEnv({ [name]: value }));
    expect(outcome).toMatchObject({ status: 'FAIL', reason });
    expect(JSON.stringify(outcome)).not.toContain(value);
  });

  test('the switch to Stripe is told with what it lacks', async () => {
    const on = { BUS_LOCAL_BILLING_PROVIDER_BACKEND: 'events' };
    expect(await stripeCredentials.run(bench.withEnv(on))).toMatchObject({
      status: 'SKIP',
      detail: 'billing is switched to Stripe, and has no key for it',
    });
    const whole = { ...on, BUS_STRIPE_SECRET_KEY: testMode, BUS_STRIPE_WEBHOOK_SECRET: made('whsec') };
    expect(await stripeCredentials.run(bench.withEnv(whole))).toMatchObject({
      observed: expect.stringMatching(/; a webhook secret is set \(.*\); billing goes through Stripe$/),
    });
  });

  test('a key of unknown form fails closed', async () => {
    const outcome = await stripeCredentials.run(bench.withEnv({ BUS_STRIPE_SECRET_KEY: made('whatever') }));
    expect(outcome).toMatchObject({ status: 'FAIL', reason: 'PF-STRIPE-KEY-UNKNOWN' });
    expect(JSON.stringify(outcome)).not.toContain(made('whatever'));
  });

  test('an .env that cannot be checked fails closed', async () => {
    await mkdir(join(bench.workspace, '.env'));
    await expect(stripeCredentials.run(bench)).rejects.toMatchObject({ reason: { id: 'PF-ENV-UNREADABLE' } });
  });
});
