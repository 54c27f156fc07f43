import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeResults } from '../../src/proof/report/make-results.ts';
import type { CheckResult } from '../../src/proof/verdict.ts';
import { type StackUnderProof, startStack } from '../proof/stack-under-proof.ts';

const TIMES = 15;

let stack: StackUnderProof;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack?.stop());

/** What results.json holds of the checks, without its volatile part. */
function stablePart(checks: readonly CheckResult[]): unknown {
  const { profile } = stack.runtime;
  const { volatile: _volatile, ...stable } = makeResults({
    version: '0.0.0-test',
    node: stack.host.nodeVersion,
    platform: stack.host.platform,
    profile: { id: profile.id, title: profile.title, tier: profile.tier, runtime: 'embedded', services: [] },
    environment: [],
    urls: { gateway: stack.access.gatewayUrl },
    selection: { only: ['billing'] },
    checks,
    preflight: [],
    run: stack.host.uuid(),
    startedAt: new Date(),
    writtenAt: new Date(),
  });
  return stable;
}

it(`tells the same billing story ${TIMES} times on one stack`, async () => {
  const first = await stack.prove(['billing']);
  expect(first.filter(({ group, status }) => group === 'billing' && status !== 'PASS')).toEqual([]);
  for (let time = 2; time <= TIMES; time += 1) {
    expect(stablePart(await stack.prove(['billing'])), `run ${time}`).toEqual(stablePart(first));
  }
});
