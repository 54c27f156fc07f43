import type { RunEventBody } from '../../steps/events.ts';
import { liveQuestion } from '../../steps/live-question.ts';
import { asked, DIGEST, FOLDER, planned, result } from './sample-events.ts';
import { NOT_OPTED_IN, NOT_PROVEN, NOT_RUNNING, NOTES_LOST } from './sample-reasons.ts';
import { startReady } from './start-stories.ts';
import { at, type Story } from './story.ts';

/** The sealed evidence of every recorded proof. */
const EVIDENCE: RunEventBody = {
  type: 'artifact.written',
  kind: 'evidence',
  path: `${FOLDER}/evidence.tar.gz`,
  bytes: 61_440,
  sha256: DIGEST,
  proofCode: 'SHA256:2vJm0aZQ8n4Yk1uXcR7bTtP5oLw9sEdFgHiKjMlNpQr.9f86d081884c7d65',
};

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

/** The proof is about to send what costs something, and asks. */
export const proofAsks: Story = [
  ...startReady,
  [2_000, { type: 'question.answered', id: 'after-start', answer: 'continue', by: 'operator' }],
  [2_001, { type: 'step.started', step: 'proof', title: 'Proof', checks: planned(CHECKS) }],
  [2_002, { type: 'question.asked', question: liveQuestion() }],
];

/** The stack was gone when the proof began. */
export const proofFoundNone: Story = [
  ...startReady,
  [2_000, { type: 'question.answered', id: 'after-start', answer: 'continue', by: 'operator' }],
  [2_001, { type: 'step.started', step: 'proof', title: 'Proof', checks: planned(CHECKS) }],
  [2_040, { type: 'step.finished', step: 'proof', status: 'failed', reason: NOT_RUNNING, duration: 39 }],
  [2_041, asked('proof', NOT_RUNNING)],
];

/** The proof runs: five checks passed, one tells how far it is. */
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

/** The proof ended with one failure. */
export const proofFailed: Story = [
  ...proofEnded(true),
  [3_400, { type: 'step.finished', step: 'proof', status: 'failed', reason: NOT_PROVEN, duration: 1_400 }],
  [
    3_401,
    { type: 'artifact.written', kind: 'report', path: `${FOLDER}/report.md`, bytes: 9_120, sha256: DIGEST },
  ],
  [3_401, EVIDENCE],
  [3_402, asked('proof', NOT_PROVEN)],
];

/** Every required check passed. */
export const proofPassed: Story = [
  ...proofEnded(false),
  [3_400, { type: 'step.finished', step: 'proof', status: 'ok', duration: 1_400 }],
  [
    3_401,
    { type: 'artifact.written', kind: 'report', path: `${FOLDER}/report.md`, bytes: 9_120, sha256: DIGEST },
  ],
  [3_401, EVIDENCE],
  [3_402, asked('proof')],
];
