import { asked, planned, result, runStarted } from './sample-events.ts';
import { NOT_OPTED_IN, SECRET_FOUND } from './sample-reasons.ts';
import { at, type Story } from './story.ts';

const PREFLIGHT = [
  ['node-version', 'Node is recent enough'],
  ['profile-valid', 'the profile is valid'],
  ['ports-free', 'the port of the gateway is free'],
  ['output-folder', 'the run folder can be written'],
  ['disk-space', 'there is room for the stack'],
  ['clock', 'the clock is sane enough for tokens'],
  ['git-present', 'git is there'],
  ['docker-present', 'Docker is there, or not needed'],
  ['codex-credentials', 'Codex credentials'],
  ['stripe-credentials', 'Stripe credentials'],
  ['local-defaults', 'the local-only defaults are unchanged'],
  ['tracked-secrets', 'no tracked file holds a real secret'],
] as const;

/** Preflight has begun: four checks passed, three run. */
export const preflightStarted: Story = [
  [0, runStarted],
  [1, { type: 'step.started', step: 'preflight', title: 'Preflight', checks: planned(PREFLIGHT) }],
  ...PREFLIGHT.slice(0, 7).map(([check]) => at(2, { type: 'check.started', step: 'preflight', check })),
  ...PREFLIGHT.slice(0, 4).map(([id, title], index) =>
    at(10 + index, { type: 'check.finished', step: 'preflight', result: result(id, title) }),
  ),
];

/** Preflight passed and asks whether to start the stack. */
export const preflightPassed: Story = [
  ...preflightStarted,
  ...PREFLIGHT.slice(4).map(([id, title], index) => {
    const missing = id === 'stripe-credentials' || id === 'codex-credentials';
    const overrides = missing
      ? ({
          status: 'SKIP',
          required: false,
          reason: { ...NOT_OPTED_IN, id: 'PF-NOT-GIVEN', sentence: 'Not given; only live checks need them.' },
        } as const)
      : {};
    return at(20 + index, {
      type: 'check.finished',
      step: 'preflight',
      result: result(id, title, overrides),
    });
  }),
  [40, { type: 'step.finished', step: 'preflight', status: 'ok', duration: 39 }],
  [41, asked('preflight')],
];

/** Preflight found a real secret in a tracked file. */
export const preflightRefused: Story = [
  ...preflightStarted,
  ...PREFLIGHT.slice(4).map(([id, title], index) =>
    at(20 + index, {
      type: 'check.finished',
      step: 'preflight',
      result: result(id, title, id === 'tracked-secrets' ? { status: 'FAIL', reason: SECRET_FOUND } : {}),
    }),
  ),
  [40, { type: 'step.finished', step: 'preflight', status: 'failed', reason: SECRET_FOUND, duration: 39 }],
  [41, asked('preflight', SECRET_FOUND)],
];
