import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Host } from '../../src/host/host.ts';
import type { RunChecksOptions } from '../../src/proof/run-checks.ts';
import type { CheckResult } from '../../src/proof/verdict.ts';
import { BILLING_STORY_LIES } from './lies/billing-story-lies.ts';
import { yes } from './lies/lie.ts';
import { type LyingGateway, lyingGateway } from './lying-gateway.ts';
import { type StackUnderProof, startStack } from './stack-under-proof.ts';
import { difference, dumpStore } from './store-dump.ts';

const STORY = [
  'billing-status',
  'billing-catalog',
  'entitlement',
  'billing-quota',
  'billing-windows',
  'billing-export',
  'billing-enforcement',
];

let stack: StackUnderProof;
let gateway: LyingGateway;

beforeAll(async () => {
  stack = await startStack();
  gateway = await lyingGateway(stack.access.gatewayUrl);
});

afterAll(async () => {
  await gateway?.close();
  await stack?.stop();
});

/** A host whose waits for workers are over forty times sooner; its wall clock is the real one. */
const hasty = (host: Host): Host => ({ ...host, monotonic: () => host.monotonic() * 40 });

const throughTheGateway = async (check: string, change: Partial<RunChecksOptions> = {}) => {
  const access = { ...stack.access, gatewayUrl: gateway.url, token: stack.access.token.bind(stack.access) };
  const results = await stack.prove([check], { host: hasty(stack.host), access, ...change });
  return resultOf(results, check);
};

function resultOf(results: readonly CheckResult[], id: string): CheckResult {
  const found = results.find((result) => result.id === id);
  if (found === undefined) throw new Error(`no result of ${id}`);
  return found;
}

describe('the billing story of a healthy stack', () => {
  let results: readonly CheckResult[];
  beforeAll(async () => {
    results = (await stack.prove(['billing'])).filter(({ group }) => group === 'billing');
  });

  it('is told by every check in steps that all went as expected', () => {
    expect(results.map(({ id, status }) => `${id} ${status}`)).toEqual(STORY.map((id) => `${id} PASS`));
    for (const { id, story = [] } of results) {
      expect([id, story.length >= 3, story.filter(({ status }) => status !== 'PASS')]).toEqual([
        id,
        true,
        [],
      ]);
    }
  });

  it('says everything that it has to show', () => {
    const told = results.flatMap(({ story = [] }) =>
      story.map(({ asked, observed }) => `${asked} ${observed}`),
    );
    for (const clause of [
      /product, a meter and a plan.*came back unchanged/,
      /new account may use llm:proxy.*billing_required/,
      /which of its customers the account is.*billing_active/,
      /same update is delivered once more.*applied is false/,
      /subscribes to the plan.*month 1000000/,
      /exports 400000.*stands at 400000/,
      /same idempotency key.*stands at 400000/,
      /last unit is used.*quota_exceeded, upgrade to "proof-pro"/,
      /without a subscription.*402, billing_required/,
      /subscribes and makes the same call.*status 200/,
      /canceled, and the account calls again.*402, billing_required/,
      /Another account asks for its status.*no quotas/,
      /end of a minute.*denied at 23:58:59.999Z, allowed at 23:59:00.000Z/,
      /end of a week.*denied at 23:59:59.999Z, allowed at 00:00:00.000Z/,
      /A service records.*exported, quantity 7/,
    ]) {
      expect(told).toContainEqual(expect.stringMatching(clause));
    }
  });

  it('says what stays in the stack', () => {
    expect(results.filter(({ leaves }) => leaves !== undefined).map(({ id }) => id)).toEqual(
      STORY.filter((id) => id !== 'billing-status' && id !== 'billing-catalog'),
    );
  });
});

/** One about each check; the endurance run tells them all. */
const EVERYDAY = BILLING_STORY_LIES.filter(
  ({ check }, index) => BILLING_STORY_LIES.findIndex((told) => told.check === check) === index,
);

describe.each(EVERYDAY)('$check: $name', (told) => {
  it(`is ${told.reason}, and the step that shows it is FAIL`, async () => {
    gateway.lie(told);
    const result = await throughTheGateway(told.check);
    expect([result.status, result.reason?.id, result.reason?.detail]).toEqual([
      'FAIL',
      told.reason,
      expect.stringMatching(/./),
    ]);
    expect(result.story?.some(({ status }) => status === 'FAIL')).toBe(true);
  });
});

describe('entitlement, when it fails with a subscription open', () => {
  it('ends the subscription of its account', { timeout: 120_000 }, async () => {
    const denied = yes({ allowed: false, reason: 'billing_required' });
    gateway.lie({ path: '/api/internal/billing/entitlement-check', tell: denied });
    const before = dumpStore(stack);
    const result = await throughTheGateway('entitlement');
    expect(result.reason?.id).toBe('PR-ENTITLEMENT-CLOSED');
    await vi.waitFor(
      () => {
        const accounts = difference(before, dumpStore(stack)).added.get('bus_billing_accounts');
        expect(accounts).toEqual([expect.stringContaining('"status":"canceled"')]);
      },
      { timeout: 60_000 },
    );
  });
});
