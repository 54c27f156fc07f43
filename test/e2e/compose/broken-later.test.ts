import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { edit } from './checkout.ts';
import { type JsonRun, missingEngine, type OpenCheckout, openCheckout } from './open-checkout.ts';
import { expectWholeFiles } from './whole-files.ts';

/** The checks that ask the VM API. */
const ASKING_VM = ['auth-lifecycle', 'token-boundaries', 'vm-status'];

const PROOF = ['proof', '--skip', 'dev-task'];

/** Checks that failed, in the order of their ids. */
function failures({ events }: JsonRun): readonly { id: string; reason: string | undefined }[] {
  const results = events.flatMap((event) => (event.type === 'check.finished' ? [event.result] : []));
  const failed = results.filter(({ status }) => status === 'FAIL');
  return failed
    .map(({ id, reason }) => ({ id, reason: reason?.id }))
    .toSorted((a, b) => a.id.localeCompare(b.id));
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
    expect([run.code, run.end.verdict]).toEqual([3, 'failed']);
    expect(failures(run)).toEqual(ASKING_VM.map((id) => ({ id, reason: 'PR-BACKEND-DOWN' })));
    expectWholeFiles(join(checkout.home, 'out'));
  });

  it('by a container that is killed: what needs it fails, and a new start mends it', async () => {
    const checkout = await openCheckout();
    await start(checkout);
    await checkout.compose('kill', 'bus-vm');
    const run = await checkout.runJson(PROOF);
    expect([run.code, run.end.verdict]).toEqual([3, 'failed']);
    expect(failures(run).map(({ id }) => id)).toEqual(ASKING_VM);
    // Nobody has the container's address any more: nginx hears so from the kernel sooner or later.
    for (const { reason } of failures(run)) expect(reason).toMatch(/^PR-(BACKEND-DOWN|ANSWER-TIMEOUT)$/);
    expectWholeFiles(join(checkout.home, 'out'));
    const status = await checkout.run(['status']);
    expect(status.code).toBe(4);
    expect(status.stdout).toMatch(/bus-vm +exited .*137/);
    await start(checkout);
    expect((await checkout.run(['status'])).code).toBe(0);
  });
});
