import { preflightPassed } from './preflight-stories.ts';
import { asked } from './sample-events.ts';
import { NOT_READY } from './sample-reasons.ts';
import { at, type Story } from './story.ts';

const SERVICES = [
  ['mailhog', 'demo', 'Catches the one-time passwords that would be sent by e-mail'],
  ['bus-events', 'core', 'Carries every event between the services'],
  ['bus-auth', 'core', 'Registers users, keeps the waitlist, issues tokens'],
  ['bus-usage-api', 'core', 'Lists and deletes what was recorded as used'],
  ['bus-usage-worker', 'core', 'Records each use once, however often it is told'],
  ['bus-billing-api', 'core', 'Answers what an account may use, and where it pays'],
  ['bus-billing-worker', 'demo', 'Keeps catalog, subscriptions and quotas'],
  ['bus-notes-api', 'core', 'Stores and finds notes'],
  ['bus-stripe', 'needs-credentials', 'Takes signed Stripe webhooks'],
  ['bus-vm', 'demo', 'Reports virtual machines from a fixed list'],
  ['bus-codex', 'demo', 'Answers model calls with fixed texts'],
  ['bus-llm', 'core', 'Speaks the OpenAI protocol'],
  ['bus-containers', 'core', 'Reports containers'],
  ['bus-portal', 'core', 'Shows the portal in a browser'],
  ['bus-integration-task', 'skipped', 'Claims and finishes tasks'],
  ['nginx', 'core', 'Lets the outside in, by one route table'],
] as const;

/** The stack comes up: six services answer, four start. */
export const startRunning: Story = [
  ...preflightPassed,
  [900, { type: 'question.answered', id: 'after-preflight', answer: 'continue', by: 'operator' }],
  [
    901,
    {
      type: 'step.started',
      step: 'start',
      title: 'Start',
      services: SERVICES.map(([service, role, summary]) => ({ service, role, summary })),
    },
  ],
  ...SERVICES.slice(0, 6).map(([service]) => at(950, { type: 'service.changed', service, state: 'healthy' })),
  ...SERVICES.slice(6, 10).map(([service]) =>
    at(960, { type: 'service.changed', service, state: 'starting' }),
  ),
];

/** Every service answers. */
export const startReady: Story = [
  ...startRunning,
  ...SERVICES.slice(6)
    .filter(([, role]) => role !== 'skipped')
    .map(([service]) => at(1_400, { type: 'service.changed', service, state: 'healthy' })),
  [
    1_450,
    {
      type: 'stack.ready',
      started: true,
      urls: {
        gateway: 'http://127.0.0.1:18080',
        portal: 'http://127.0.0.1:18080/portal/local-dev/',
        mailbox: 'http://127.0.0.1:18025',
      },
    },
  ],
  [1_451, { type: 'step.finished', step: 'start', status: 'ok', duration: 550 }],
  [1_452, asked('start')],
];

/** A service ended, so the stack did not come up. */
export const startFailed: Story = [
  ...startRunning,
  ...SERVICES.slice(6, 11).map(([service]) =>
    at(1_400, { type: 'service.changed', service, state: 'healthy' }),
  ),
  [
    61_000,
    {
      type: 'service.changed',
      service: 'bus-llm',
      state: 'exited',
      detail: 'exit code 1: listen EADDRINUSE 127.0.0.1:8088',
    },
  ],
  [61_001, { type: 'step.finished', step: 'start', status: 'failed', reason: NOT_READY, duration: 60_100 }],
  [61_002, asked('start', NOT_READY)],
];
