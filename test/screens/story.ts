import type { RunEventBody } from '../../src/steps/events.ts';
import type { CheckResult } from '../../src/steps/run-state.ts';
import { SEAL_QUESTION, sealQuestion } from '../../src/steps/seal-question.ts';
import { asked, result, runStarted } from './recording.ts';

/** Event bodies with their times, milliseconds since the run started. */
export type Story = readonly (readonly [number, RunEventBody])[];

/** An event body with its time. */
function at(t: number, body: RunEventBody): readonly [number, RunEventBody] {
  return [t, body];
}

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

const CHECKS = [
  ['gateway-ready', 'the gateway answers for this stack'],
  ['models', 'the catalog lists codex-chatgpt'],
  ['auth-waitlist', 'a fresh address is waitlisted'],
  ['auth-lifecycle', 'from one-time password to accepted token'],
  ['token-boundaries', 'bad tokens are refused, each as documented'],
  ['billing-status', 'the status is that of the own account'],
  ['entitlement', 'a subscription opens and closes the door'],
  ['usage-ingest', 'one record in, exactly one row more'],
  ['events-replay', 'what was sent comes back byte for byte'],
  ['portal', 'the portal has its modules'],
  ['notes-persistence', 'a note survives a restart'],
  ['vm-status', 'the VM provider tells its state'],
  ['containers-status', 'the container provider tells its state'],
  ['dev-task', 'a task is claimed once and reaches done'],
  ['stripe-webhook', 'only signed events are accepted'],
  ['live-codex', 'a live model answers'],
] as const;

const COLLECTORS = [
  ['profile', 'Profile and services'],
  ['routes', 'Route catalog'],
  ['health', 'Readiness and health'],
  ['logs', 'Last lines of each log'],
  ['models', 'Model catalog'],
  ['environment', 'Environment key presence'],
  ['pins', 'Commit pins of the checkout'],
  ['proof', 'Proof results'],
] as const;

/** The reason of the check that fails in the stories. */
export const NOTES_LOST: NonNullable<CheckResult['reason']> = {
  id: 'PR-NOTES-LOST',
  class: 'platform',
  sentence: 'The note is gone after a restart.',
  detail: 'expected 1 note with the marker of this run, got 0 after bus-notes-api had been restarted',
  next: 'bus-setup logs bus-notes-api',
};

/** The reason of the check that is skipped in the stories. */
export const NOT_OPTED_IN: NonNullable<CheckResult['reason']> = {
  id: 'CX-NOT-OPTED-IN',
  class: 'not-applicable',
  sentence: 'The live model call was not opted in.',
  next: 'BUS_LOCAL_AI_PLATFORM_LIVE_CODEX=1 bus-setup proof --only live-codex',
};

export const NOT_READY: NonNullable<CheckResult['reason']> = {
  id: 'ST-NOT-READY',
  class: 'timeout',
  sentence: 'The stack did not become ready in time.',
  detail: 'bus-llm did not answer /readyz within 60 s',
  next: 'bus-setup status',
};

const SECRET_FOUND: NonNullable<CheckResult['reason']> = {
  id: 'PF-TRACKED-SECRET',
  class: 'refused',
  sentence: 'A tracked file holds a real provider secret.',
  detail: 'deploy/stripe.env line 4 (Stripe secret key)',
  next: 'remove it from the file and from history, and revoke the key',
};

const planned = (list: readonly (readonly [string, string])[]) =>
  list.map(([id, title]) => ({ id, title, required: id !== 'live-codex' }));

const DIGEST = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
const FOLDER = '/home/op/stack/bus-setup-runs/2025-01-15T12-00-00';

export const preflightStarted: Story = [
  [0, runStarted],
  [1, { type: 'step.started', step: 'preflight', title: 'Preflight', checks: planned(PREFLIGHT) }],
  ...PREFLIGHT.slice(0, 7).map(([check]) => at(2, { type: 'check.started', step: 'preflight', check })),
  ...PREFLIGHT.slice(0, 4).map(([id, title], index) =>
    at(10 + index, { type: 'check.finished', step: 'preflight', result: result(id, title) }),
  ),
];

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

export const proofRunning: Story = [
  ...startReady,
  [2_000, { type: 'question.answered', id: 'after-start', answer: 'continue', by: 'operator' }],
  [2_001, { type: 'step.started', step: 'proof', title: 'Proof', checks: planned(CHECKS) }],
  ...CHECKS.slice(0, 8).map(([check]) => at(2_002, { type: 'check.started', step: 'proof', check })),
  ...CHECKS.slice(0, 5).map(([id, title], index) =>
    at(2_010 + index, {
      type: 'check.finished',
      step: 'proof',
      result: result(id, title, { latencyMs: 12 + 7 * index }),
    }),
  ),
  [
    3_000,
    {
      type: 'check.progress',
      step: 'proof',
      check: 'entitlement',
      done: 2,
      of: 5,
      note: 'denied → active → allowed',
    },
  ],
];

const proofEnded = (failing: boolean): Story => [
  ...proofRunning,
  ...CHECKS.slice(5).map(([id, title], index) => {
    const overrides =
      id === 'live-codex'
        ? ({ status: 'SKIP', required: false, reason: NOT_OPTED_IN } as const)
        : failing && id === 'notes-persistence'
          ? ({
              status: 'FAIL',
              reason: NOTES_LOST,
              service: 'bus-notes-api',
              module: 'bus-api-provider-notes',
            } as const)
          : {};
    return at(3_100 + index, { type: 'check.finished', step: 'proof', result: result(id, title, overrides) });
  }),
];

const NOT_PROVEN = {
  ...NOTES_LOST,
  id: 'PR-NOT-PROVEN',
  sentence: 'A required check failed.',
  detail: 'notes-persistence',
};

export const proofFailed: Story = [
  ...proofEnded(true),
  [3_400, { type: 'step.finished', step: 'proof', status: 'failed', reason: NOT_PROVEN, duration: 1_400 }],
  [
    3_401,
    { type: 'artifact.written', kind: 'report', path: `${FOLDER}/report.md`, bytes: 9_120, sha256: DIGEST },
  ],
  [3_402, asked('proof', NOT_PROVEN)],
];

export const proofPassed: Story = [
  ...proofEnded(false),
  [3_400, { type: 'step.finished', step: 'proof', status: 'ok', duration: 1_400 }],
  [
    3_401,
    { type: 'artifact.written', kind: 'report', path: `${FOLDER}/report.md`, bytes: 9_120, sha256: DIGEST },
  ],
  [3_402, asked('proof')],
];

const collecting = (before: Story): Story => [
  ...before,
  [4_000, { type: 'question.answered', id: 'after-proof', answer: 'continue', by: 'operator' }],
  [
    4_001,
    {
      type: 'step.started',
      step: 'bundle',
      title: 'Bundle',
      collectors: COLLECTORS.map(([id, title]) => ({ id, title })),
    },
  ],
  ...COLLECTORS.slice(0, 3).map(([collector, title], index) =>
    at(4_100 + index, {
      type: 'collector.finished',
      collector,
      files: [
        {
          path: `${collector}/${collector}.json`,
          bytes: 1_800 * (index + 1),
          redactions: index * 4,
          why: title,
        },
      ],
    }),
  ),
];

export const bundleRunning: Story = collecting(proofPassed);

const collected = (before: Story): Story => [
  ...collecting(before),
  ...COLLECTORS.slice(3).map(([collector, title], index) =>
    at(4_200 + index, {
      type: 'collector.finished',
      collector,
      files:
        collector === 'pins'
          ? []
          : [
              { path: `${collector}/a.txt`, bytes: 24_000, redactions: 2, why: title },
              { path: `${collector}/b.txt`, bytes: 310, redactions: 0, why: title },
            ],
      ...(collector === 'pins'
        ? {
            reason: {
              ...NOT_OPTED_IN,
              id: 'BN-NO-CHECKOUT',
              sentence: 'The stack is not a git checkout.',
            },
          }
        : {}),
    }),
  ),
  [4_300, { type: 'question.asked', question: sealQuestion() }],
];

/** The files are there, and nothing is written. */
export const bundlePreview: Story = collected(proofPassed);

const bundled = (before: Story): Story => [
  ...collected(before),
  [4_390, { type: 'question.answered', id: SEAL_QUESTION, answer: 'seal', by: 'operator' }],
  [4_391, { type: 'bundle.progress', stage: 'scanning', done: 3, of: 19 }],
  [
    4_400,
    {
      type: 'artifact.written',
      kind: 'bundle',
      path: `${FOLDER}/bundle.tar.gz`,
      bytes: 48_213,
      sha256: DIGEST,
    },
  ],
  [4_401, { type: 'step.finished', step: 'bundle', status: 'ok', duration: 400 }],
  [4_402, asked('bundle')],
];

export const bundleWritten: Story = bundled(proofPassed);

export const donePassed: Story = [
  ...bundleWritten,
  [5_000, { type: 'question.answered', id: 'after-bundle', answer: 'continue', by: 'operator' }],
  [
    5_001,
    {
      type: 'run.finished',
      verdict: 'passed',
      exitCode: 0,
      counts: { pass: 15, skip: 1, fail: 0 },
      duration: 5_001,
    },
  ],
];

export const doneFailed: Story = [
  ...bundled(proofFailed),
  [5_000, { type: 'question.answered', id: 'after-bundle', answer: 'continue', by: 'operator' }],
  [
    5_001,
    {
      type: 'run.finished',
      verdict: 'failed',
      exitCode: 3,
      counts: { pass: 14, skip: 1, fail: 1 },
      reason: NOT_PROVEN,
      duration: 5_001,
    },
  ],
];

export const doneRefused: Story = [
  ...preflightRefused,
  [5_000, { type: 'question.answered', id: 'after-preflight', answer: 'quit', by: 'operator' }],
  [
    5_001,
    {
      type: 'run.finished',
      verdict: 'refused',
      exitCode: 5,
      counts: { pass: 0, skip: 0, fail: 0 },
      reason: SECRET_FOUND,
      duration: 5_001,
    },
  ],
];

/** Texts that attack the terminal, and more of everything than any screen holds. */
export const hostile: Story = [
  [0, { ...runStarted, profile: 'a\u001b[2Jb'.repeat(20), folder: `/tmp/${'x'.repeat(300)}` }],
  [
    1,
    {
      type: 'step.started',
      step: 'proof',
      title: 'Proof',
      checks: Array.from({ length: 200 }, (_, index) => ({
        id: `check-${index}-${'very-'.repeat(12)}long`,
        title: '漢字かな交じり文。'.repeat(20),
        required: true,
      })),
    },
  ],
  ...Array.from(
    { length: 60 },
    (_, index) =>
      [
        2,
        {
          type: 'check.finished',
          step: 'proof',
          result: result(`check-${index}-${'very-'.repeat(12)}long`, 'x', {
            status: 'FAIL',
            observed: '\u001b]0;owned\u0007\u001b[31mred\r\n\u202egnp.exe\u0000 and\ttabs '.repeat(40),
            reason: {
              ...NOTES_LOST,
              sentence: '\u001b[2J🙂👩‍👩‍👧‍👦 gone\u009b31m'.repeat(10),
              detail: 'line\n'.repeat(300),
            },
          }),
        },
      ] as const,
  ),
];

/** Every story by its name. */
export const EVERY: Readonly<Record<string, Story>> = {
  preflightStarted,
  preflightPassed,
  preflightRefused,
  startRunning,
  startReady,
  startFailed,
  proofRunning,
  proofFailed,
  proofPassed,
  bundleRunning,
  bundlePreview,
  bundleWritten,
  donePassed,
  doneFailed,
  doneRefused,
  hostile,
};
