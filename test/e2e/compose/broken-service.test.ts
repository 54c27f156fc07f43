import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { edit } from './checkout.ts';
import { missingEngine, openCheckout } from './open-checkout.ts';
import { expectWholeFiles } from './whole-files.ts';

const VM_COMMAND = 'command: [bus-service, bus-vm]';
/** Nobody waits for so long: what is broken is recognised before. */
const START = ['start', '--ready-timeout', '480'];
/** Tries before a stack that still awaits something else is a defect. */
const TRIES = 5;

describe.skipIf(missingEngine() !== undefined)('a start with a broken service', () => {
  it('that exits: names it, its exit code and its last words', async () => {
    const checkout = await openCheckout();
    await edit(checkout, 'compose.yaml', VM_COMMAND, 'command: [sh, -c, "echo out of ideas; exit 3"]');
    const { code, end } = await checkout.runJson(START);
    expect([code, end.verdict, end.reason?.id]).toEqual([4, 'failed', 'ST-SERVICE-EXITED']);
    expect(end.reason?.detail).toMatch(/^bus-vm: exit code 3.*out of ideas/);
    expect(end.reason?.next).toContain('logs bus-vm');
    expect((await checkout.run(['status'])).code).toBe(4);
    expectWholeFiles(join(checkout.home, 'out'));
  });

  it('that never gets healthy: names it and what its health check says', async () => {
    const checkout = await openCheckout();
    const marker = '    volumes:\n      - local-ai-platform-postgres';
    await edit(
      checkout,
      'compose.yaml',
      '      interval: 2s\n      timeout: 5s\n      retries: 30',
      '      interval: 1s\n      retries: 2',
    );
    await edit(checkout, 'compose.yaml', '"pg_isready -U', '"echo no luck today; false && pg_isready -U');
    await edit(checkout, 'compose.yaml', marker, `    stop_grace_period: 2s\n${marker}`);
    const { code, end } = await checkout.runJson(START);
    expect([code, end.verdict, end.reason?.id]).toEqual([4, 'failed', 'ST-SERVICE-UNHEALTHY']);
    expect(end.reason?.detail).toMatch(/postgres.*no luck today/);
    expectWholeFiles(join(checkout.home, 'out'));
  });

  it('in a crash loop: is recognised before the deadline', async () => {
    const checkout = await openCheckout();
    const loop = 'command: [sh, -c, "echo again; exit 3"]\n    restart: always';
    await edit(checkout, 'compose.yaml', VM_COMMAND, loop);
    const { code, end } = await checkout.runJson(START);
    expect([code, end.verdict, end.reason?.id]).toEqual([4, 'failed', 'ST-CRASH-LOOP']);
    expect(end.reason?.detail).toMatch(/^bus-vm: .*again/);
    expectWholeFiles(join(checkout.home, 'out'));
  });

  it('that has a wrong PostgreSQL password: tells so, and never tells the password', async () => {
    const checkout = await openCheckout();
    const password = ['another', 'one', 'of', 'before'].join('-');
    await execa('docker', ['compose', 'up', '--detach', '--wait', 'postgres'], {
      cwd: checkout.folder,
      env: { HOME: checkout.home, LOCAL_AI_PLATFORM_POSTGRES_PASSWORD: password },
    });
    await checkout.compose('down');
    const { code, stdout, stderr, end } = await checkout.runJson(START);
    expect([code, end.verdict, end.reason?.id]).toEqual([4, 'failed', 'ST-SERVICE-EXITED']);
    expect(end.reason?.detail).toMatch(/password authentication failed/);
    expect(stdout + stderr).not.toContain('bus:bus@');
    expectWholeFiles(join(checkout.home, 'out'));
  });

  it('behind a gateway that cannot find it: does not become ready in the time that it is given', async () => {
    const checkout = await openCheckout();
    const conf = 'deploy/local-ai-platform/nginx.conf';
    await edit(checkout, conf, 'proxy_pass http://bus-vm:8085;', 'proxy_pass http://127.0.0.1:9;');
    const awaited = /awaiting bus-vm \(GET \/api\/v1\/vm\/status answers 502\)/;
    // On a busy machine others are awaited too at first; the next start finds them on their way, or ready.
    for (let attempt = 1; ; attempt += 1) {
      const { code, end } = await checkout.runJson(['start', '--ready-timeout', '45']);
      expect([code, end.verdict, end.reason?.id]).toEqual([4, 'failed', 'ST-NOT-READY']);
      if (awaited.test(end.reason?.detail ?? '')) break;
      if (attempt === TRIES) expect(end.reason?.detail).toMatch(awaited);
    }
    expectWholeFiles(join(checkout.home, 'out'));
  });
});
