import { describe, expect, test } from 'vitest';
import type { CheckResult, StoryStep } from '../../src/proof/verdict.ts';
import { asked, result, runStarted } from '../../src/screens/gallery/sample-events.ts';
import type { Story } from '../../src/screens/gallery/story.ts';
import { openWizard } from './open-wizard.ts';

const STEPS: readonly StoryStep[] = [
  {
    status: 'PASS',
    asked: 'Ask whether a new account may use llm:proxy, before anything was paid for.',
    expected: 'denied, billing_required',
    observed: 'denied, billing_required',
    shows: 'Without a subscription nothing that costs is open.',
  },
  {
    status: 'SKIP',
    asked: 'The account that has used up its quota calls /v1/chat/completions.',
    expected: 'refused with quota_exceeded',
    observed: 'model calls are not seen to ask billing here; see billing-enforcement',
    shows: 'The limit holds where the work is done.',
  },
  {
    status: 'FAIL',
    asked: `The subscription is canceled ${'for good '.repeat(30)}.`,
    expected: 'denied',
    observed: 'allowed, billing_active',
    shows: 'Who no longer pays is no longer served.',
  },
];

const LEAVES = 'An account with a random id whose subscription is canceled.';

/** A proof of one check that tells its steps. */
function told(change: Partial<CheckResult>): Story {
  const check = { id: 'billing-quota', title: 'Plan and quota decide', required: true };
  const failed = { ...result('billing-quota', check.title, { status: 'FAIL', ...change }) };
  return [
    [0, runStarted],
    [1, { type: 'step.started', step: 'proof', title: 'Proof', checks: [check] }],
    [2, { type: 'check.finished', step: 'proof', result: failed }],
    [3, asked('proof')],
  ];
}

/** Everything that the details show, a screen at a time to their end. */
async function detailsOf(story: Story, columns: number, locale = 'C.UTF-8'): Promise<string> {
  const { terminal, port, exit } = openWizard({ columns, rows: 24, locale });
  await terminal.see('S1 Welcome');
  terminal.type('\r');
  await expect.poll(() => port.calls).toEqual(['begin embedded']);
  port.play(story);
  await terminal.see('S4 Proof');
  await terminal.settled();
  terminal.type('l');
  await terminal.see('not proven');
  const pages: string[] = [];
  for (let page = 0; page < 20; page += 1) {
    await terminal.settled();
    const screen = terminal.screen().join('\n');
    if (screen === pages.at(-1)) break;
    pages.push(screen);
    terminal.type(' ');
  }
  terminal.type('\u0003\u0003');
  await exit;
  return pages.join('\n');
}

describe.each([80, 60])('the details of a check that tells its steps, %i columns wide', (columns) => {
  test('show each step with what was expected and what was observed', async () => {
    const text = await detailsOf(told({ story: [...STEPS], leaves: LEAVES }), columns);
    const flat = text.replaceAll(/\s+/g, ' ');
    for (const shown of [
      /step 1 +Ask whether a new account may use llm:proxy/,
      /expected +denied, billing_required/,
      /observed +✔ denied, billing_required/,
      /step 2/,
      /observed +. model calls are not seen to ask billing/,
      /step 3 +The subscription is canceled/,
      /observed +✖ allowed, billing_active/,
      /stays +An account with a random id/,
    ]) {
      expect(flat).toMatch(shown);
    }
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(columns);
  });

  test('show nothing of it for a check that tells none', async () => {
    const text = await detailsOf(told({}), columns);
    expect(text).not.toMatch(/step 1|stays/);
  });
});
