import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { type Checkout, layCheckout, removeCheckout } from '../test/e2e/compose/checkout.ts';
import { fixtureImages } from '../test/e2e/compose/images.ts';
import type { Table } from './measurement.ts';
import { type BenchFolder, benchFolder } from './program.ts';

/** Requests that say whether each service of the stack answers: those of a hand-written wait with curl. */
const READINESS = [
  '/readyz',
  '/v1/models',
  '/portal/local-dev/v1/healthz',
  '/api/v1/auth/waitlist',
  '/api/v1/events',
  '/api/v1/billing/status',
  '/api/internal/usage-events',
  '/api/v1/vm/status',
  '/api/v1/containers/status',
  '/api/v1/notes',
  '/api/internal/stripe/webhook',
];

/** A fixture checkout for a bench. */
export interface ComposePlace extends Pick<BenchFolder, 'path' | 'env'> {
  readonly checkout: Checkout;
  /** Flags that every command of the program takes. */
  readonly flags: readonly string[];
  /** Runs `docker compose` in the checkout. */
  compose(...args: readonly string[]): Promise<void>;
  /** Waits until the gateway answers for every service, with curl. */
  curlUntilReady(): Promise<void>;
  remove(): Promise<void>;
}

/** Lays a fixture checkout, with all images there. */
export async function composePlace(): Promise<ComposePlace> {
  const { path, env, remove } = await benchFolder();
  await mkdir(join(path, '.codex'));
  const checkout = await layCheckout(path, await fixtureImages());
  const urls = READINESS.map((route) => `${checkout.gatewayUrl}${route}`);
  const statuses = async () => {
    const quiet = urls.flatMap((url) => ['--output', '/dev/null', url]);
    const write = ['--silent', '--max-time', '5', '--write-out', '%{http_code}\n'];
    return (await execa('curl', [...write, ...quiet], { reject: false })).stdout.split('\n').map(Number);
  };
  return {
    path,
    env,
    checkout,
    flags: ['--profile', 'local', '--checkout', checkout.folder, '--output', join(path, 'out')],
    async compose(...args) {
      await execa('docker', ['compose', ...args], { cwd: checkout.folder, env: { HOME: path } });
    },
    async curlUntilReady() {
      const answers = (status: number) => status >= 200 && status < 500;
      while (!(await statuses()).every(answers)) await new Promise((resolve) => setTimeout(resolve, 250));
    },
    async remove() {
      await removeCheckout(checkout);
      await remove();
    },
  };
}

/** Measures on a fixture checkout; where no Docker engine answers, the table says so. */
export async function onCheckout(
  title: string,
  measure: (place: ComposePlace) => Promise<Table>,
): Promise<Table> {
  const { exitCode } = await execa('docker', ['compose', 'version'], { reject: false });
  const engine = await execa('docker', ['info'], { reject: false });
  if (exitCode !== 0 || engine.exitCode !== 0) {
    return { title, columns: [], rows: [], note: 'Not measured: no Docker engine with Compose answers.' };
  }
  const place = await composePlace();
  try {
    return await measure(place);
  } finally {
    await place.remove();
  }
}
