import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseProfile } from '../../../src/stack/profile-parser.ts';
import { localDefaults } from '../../../src/steps/preflight/local-defaults.ts';
import { type ProbeBench, probeBench } from './probe-context.ts';

const OWN = ['my', 'own', 'signing', 'value', '0123456789'].join('-');

let bench: ProbeBench;
beforeEach(async () => {
  bench = await probeBench();
});
afterEach(async () => {
  await bench.remove();
});

/** The bench with a profile in which one text stands for another. */
function edited(from: string, to: string): ProbeBench {
  const { path, text } = bench.loaded.source;
  expect(text).toContain(from);
  const parsed = parseProfile(path, text.replace(from, to));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.mistakes));
  return { ...bench, loaded: parsed.loaded };
}

test('the embedded profile on a clean machine passes', async () => {
  expect(await localDefaults.run(bench)).toEqual({
    status: 'PASS',
    observed: '4 local-only defaults, all as documented',
  });
});

test('a changed value in the environment is refused by name, never by value', async () => {
  const changed = bench.withEnv({ BUS_LOCAL_JWT_SECRET: OWN });
  const outcome = await localDefaults.run(changed);
  expect(outcome).toMatchObject({
    status: 'FAIL',
    reason: 'PF-LOCAL-DEFAULT-CHANGED',
    detail: 'BUS_LOCAL_JWT_SECRET changed at environment variable BUS_LOCAL_JWT_SECRET',
  });
  expect(JSON.stringify(outcome)).not.toContain(OWN);
  expect(changed.secrets.all().map((secret) => secret.reveal())).toEqual([OWN]);
});

test('the documented value in the environment is no change, and neither is an empty one', async () => {
  const same = { BUS_LOCAL_JWT_SECRET: 'not-a-secret-local-development-hs256-key', BUS_PORTAL_TOKEN: '' };
  expect(await localDefaults.run(bench.withEnv(same))).toMatchObject({ status: 'PASS' });
});

test('a changed value in .env is refused with its line, also behind quotes, export and a value of several lines', async () => {
  const text = `# comment\nNOTE='first\nsecond\n'\nexport BUS_AUTH_INTERNAL_SHARED_KEY="${OWN}" # ours\n`;
  await writeFile(join(bench.workspace, '.env'), text);
  const outcome = await localDefaults.run(bench);
  expect(outcome).toMatchObject({
    reason: 'PF-LOCAL-DEFAULT-CHANGED',
    detail: 'BUS_AUTH_INTERNAL_SHARED_KEY changed at .env:5',
  });
  expect(JSON.stringify(outcome)).not.toContain(OWN);
});

test('an .env that is a link is not followed, and refused because it cannot be checked', async () => {
  await writeFile(join(bench.root, 'elsewhere'), 'A=1\n');
  await symlink(join(bench.root, 'elsewhere'), join(bench.workspace, '.env'));
  await expect(localDefaults.run(bench)).rejects.toMatchObject({ reason: { id: 'PF-ENV-UNREADABLE' } });
});

test('a .env.example of a checkout must carry the defaults; one of another project need not', async () => {
  const example = join(bench.workspace, '.env.example');
  await writeFile(example, 'OTHER_PROJECT=1\n');
  expect(await localDefaults.run(bench)).toMatchObject({ status: 'PASS' });
  await writeFile(
    example,
    'LOCAL_AI_PLATFORM_PORT=8080\nBUS_LOCAL_JWT_SECRET=\nBUS_STRIPE_WEBHOOK_SECRET=whsec_local_not_secret\nBUS_PORTAL_TOKEN=local-dev\n',
  );
  expect(await localDefaults.run(bench)).toMatchObject({
    status: 'FAIL',
    reason: 'PF-LOCAL-DEFAULT-MISSING',
    detail:
      'BUS_LOCAL_JWT_SECRET missing at .env.example:2; BUS_AUTH_INTERNAL_SHARED_KEY missing at .env.example',
  });
});

test('a local profile without one of the demanded defaults is refused with file and line', async () => {
  const unmarked = edited('default: local-dev\n    localOnly: true', 'default: local-dev');
  const outcome = await localDefaults.run(unmarked);
  expect(outcome).toMatchObject({ status: 'FAIL', reason: 'PF-LOCAL-DEFAULT-MISSING' });
  const line =
    bench.loaded.source.text.split('\n').findIndex((text) => text.includes('key: BUS_PORTAL_TOKEN')) + 1;
  expect(JSON.stringify(outcome)).toContain(`embedded.yaml:${line}`);
});

test('a local profile that changes a default to another public placeholder is refused', async () => {
  const outcome = await localDefaults.run(
    edited('default: whsec_local_not_secret', 'default: whsec_replace_me'),
  );
  expect(outcome).toMatchObject({ status: 'FAIL', reason: 'PF-LOCAL-DEFAULT-CHANGED' });
  expect(JSON.stringify(outcome)).toMatch(/BUS_STRIPE_WEBHOOK_SECRET changed at embedded\.yaml:\d+/);
});

test('a webhook secret of Stripe is no change where billing of a checkout is switched to Stripe', async () => {
  const local = await probeBench('local');
  try {
    const own = { BUS_STRIPE_WEBHOOK_SECRET: ['whsec', OWN.replaceAll('-', '')].join('_') };
    expect(await localDefaults.run(local.withEnv(own))).toMatchObject({
      reason: 'PF-LOCAL-DEFAULT-CHANGED',
    });
    const switched = { ...own, BUS_LOCAL_BILLING_PROVIDER_BACKEND: 'events' };
    expect(await localDefaults.run(local.withEnv(switched))).toMatchObject({ status: 'PASS' });
    const embedded = await localDefaults.run(bench.withEnv(switched));
    expect(embedded).toMatchObject({ reason: 'PF-LOCAL-DEFAULT-CHANGED' });
  } finally {
    await local.remove();
  }
});
