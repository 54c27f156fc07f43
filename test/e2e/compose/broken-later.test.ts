import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { edit } from './checkout.ts';
import { type JsonRun, missingEngine, type OpenCheckout, openCheckout } from './open-checkout.ts';
import { expectWholeFiles } from './whole-files.ts';

/** The checks that ask the VM API, and what each says when its gateway does not reach it. */
const WITHOUT_VM = new Map([
  ['auth-lifecycle', 'PR-BACKEND-DOWN'],
  ['token-boundaries', 'PR-BACKEND-DOWN'],
  ['vm-status', 'PR-BACKEND-DOWN'],
]);

const PROOF = ['proof', '--skip', 'dev-task'];

/** Checks that failed, in the order of their ids, with the reason of each. */
function failures({ events }: JsonRun): ReadonlyMap<string, string | undefined> {
  const results = events.flatMap((event) => (event.type === 'check.finished' ? [event.result] : []));
  const failed = results.filter(({ status }) => status === 'FAIL');
  return new Map(failed.map(({ id, reason }) => [id, reason?.id] as const).toSorted());
}

async function start(checkout: OpenCheckout): Promise<void> {
  const { code, end } = await checkout.runJson(['start']);
  expect([code, end.reason]).toEqual([0, undefined]);
}

describe.skipIf(missingEngine() !== undefined)('a stack that breaks after its start', () => {
  it('by a gateway that answers 502 for one route: that check fails and the others pass', async () => {
    const checkout = await openCheckout();
    await start(checkout);
    const conf = 'deploy/local-ai-platform/nginx.conf';
    await edit(checkout, conf, 'proxy_pass http://bus-vm:8085;', 'proxy_pass http://127.0.0.1:9;');
    await checkout.compose('restart', 'nginx');
    const run = await checkout.runJson(PROOF);
    expect([run.code, run.end.verdict, run.end.reason?.id]).toEqual([3, 'failed', 'PR-BACKEND-DOWN']);
    expect(failures(run)).toEqual(WITHOUT_VM);
    expectWholeFiles(join(checkout.home, 'out'));
  });

  it('by a container that is killed: what needs it fails, and a new start mends it', async () => {
    const checkout = await openCheckout();
    await start(checkout);
    await checkout.compose('kill', 'bus-vm');
    const run = await checkout.runJson(PROOF);
    expect([run.code, run.end.verdict, run.end.reason?.id]).toEqual([3, 'failed', 'PR-BACKEND-DOWN']);
    expect(failures(run)).toEqual(WITHOUT_VM);
    expectWholeFiles(join(checkout.home, 'out'));
    const status = await checkout.run(['status']);
    expect(status.code).toBe(4);
    expect(status.stdout).toMatch(/bus-vm +exited .*137/);
    await start(checkout);
    expect((await checkout.run(['status'])).code).toBe(0);
  });
});
