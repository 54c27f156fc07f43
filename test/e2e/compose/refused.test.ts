import { existsSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { set } from './checkout.ts';
import { type JsonRun, missingEngine, type OpenCheckout, openCheckout } from './open-checkout.ts';
import { stoppedEngine } from './stopped-engine.ts';
import { runWithoutSocket } from './unusable-socket.ts';
import { expectWholeFiles } from './whole-files.ts';

/** Expects that preflight refused the run for a reason, and that no container was made. */
async function expectRefused(checkout: OpenCheckout, run: JsonRun, reason: string): Promise<string> {
  const { code, end } = run;
  expect([code, end.verdict, end.reason?.id]).toEqual([5, 'refused', reason]);
  expect(run.events.some(({ type }) => type === 'service.changed')).toBe(false);
  expect(await checkout.compose('ps', '--all', '--quiet')).toBe('');
  expectWholeFiles(join(checkout.home, 'out'));
  return end.reason?.detail ?? '';
}

describe.skipIf(missingEngine() !== undefined)('a run that is refused before anything starts', () => {
  it('an image is missing and its registry does not give it', async () => {
    const checkout = await openCheckout();
    const image = 'registry.invalid/bus/absent:1';
    await set(checkout, { BUS_LOCAL_NGINX_IMAGE: image });
    const run = await checkout.runJson([]);
    expect(await expectRefused(checkout, run, 'PF-IMAGE-MISSING')).toContain(image);
  });

  it('a port is held by somebody else, who is named', async () => {
    const checkout = await openCheckout();
    const server = createServer().listen(checkout.ports.mailhog, '127.0.0.1');
    onTestFinished(() => {
      server.close();
    });
    const run = await checkout.runJson([]);
    const detail = await expectRefused(checkout, run, 'PF-PORT-TAKEN');
    expect(detail).toContain(`127.0.0.1:${checkout.ports.mailhog}`);
    expect(detail).toContain(String(process.pid));
  });

  it('the compose file has a syntax error, which is told with its line', async () => {
    const checkout = await openCheckout();
    await appendFile(join(checkout.folder, 'compose.yaml'), '\nservices: [\n');
    const { code, end } = await checkout.runJson([]);
    expect([code, end.verdict, end.reason?.id]).toEqual([5, 'refused', 'ST-COMPOSE-INVALID']);
    expect(end.reason?.detail).toMatch(/line \d+/);
    expectWholeFiles(join(checkout.home, 'out'));
  });

  it('the Docker engine is stopped', async () => {
    const checkout = await openCheckout();
    const env = { DOCKER_HOST: await stoppedEngine(checkout.home) };
    await expectRefused(checkout, await checkout.runJson([], { env }), 'PF-DOCKER-DOWN');
    const status = await checkout.run(['status'], { env });
    expect(status.code).toBe(4);
    expect(status.stderr).toContain('ST-DOCKER-DOWN');
  });

  it('the user may not use the socket', async () => {
    const checkout = await openCheckout();
    const run = await runWithoutSocket(checkout);
    expect(await expectRefused(checkout, run, 'PF-DOCKER-DENIED')).toContain('permission denied');
    expect(existsSync(join(checkout.home, 'out', 'results.json'))).toBe(true);
  });
});
