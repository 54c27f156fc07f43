import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, it, onTestFinished } from 'vitest';
import { resultsSchema } from '../../src/proof/report/results.ts';
import { startStripeApi } from '../proof/stripe/stripe-api.ts';
import { workspace } from './program.ts';

/** Made at run time, so that no scanner takes this file for a leak. */
const PLANTED = ['sk', 'test', 'Pl4nt3dKeyOfAnOperator0815'].join('_');
/** The key as it would look in a log, in a header of basic authentication, in a URL. */
const FORMS = [
  PLANTED,
  Buffer.from(PLANTED).toString('base64').slice(0, 30),
  Buffer.from(`${PLANTED}:`).toString('base64url').slice(0, 30),
];

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function contentOf(path: string): string {
  const bytes = readFileSync(path);
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1');
}

it('proves the live path of Stripe with a key that is found nowhere afterwards', async () => {
  const api = await startStripeApi(PLANTED);
  onTestFinished(() => api.close());
  const { folder, run } = workspace();
  const env = { BUS_STRIPE_SECRET_KEY: PLANTED, BUS_STRIPE_API_URL: api.url };
  const commands = [
    ['start', '--ci', '--verbose', '--port', '0', '--output', 'out'],
    ['proof', '--ci', '--verbose', '--only', 'stripe', '--output', 'out'],
    ['bundle', '--ci', '--json', '--output', 'out'],
    ['billing', 'plan', '--json', '--output', 'out'],
  ];
  const printed: string[] = [];
  for (const command of commands) {
    const { stdout, stderr } = await run(command, { env });
    printed.push(stdout, stderr);
  }
  const results = resultsSchema.parse(JSON.parse(readFileSync(join(folder, 'out', 'results.json'), 'utf8')));
  expect(results.checks.find(({ id }) => id === 'stripe-test-mode')).toMatchObject({ status: 'PASS' });
  expect(api.requests).toHaveLength(4);
  expect(api.requests.every(({ authorized }) => authorized)).toBe(true);

  const files = filesBelow(folder);
  expect(files.length).toBeGreaterThan(10);
  for (const form of FORMS) {
    expect(printed.join('\n')).not.toContain(form);
    for (const file of files) expect(contentOf(file).includes(form), file).toBe(false);
  }
  if (process.platform === 'linux') {
    const record: unknown = JSON.parse(readFileSync(join(folder, 'out', 'stack', 'state.json'), 'utf8'));
    const { pid } = record as { readonly pid: number };
    for (const of of ['cmdline', 'environ']) expect(contentOf(`/proc/${pid}/${of}`)).not.toContain(PLANTED);
  }
});
