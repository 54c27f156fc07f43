import { supportCode } from '../../reasons/support-code.ts';
import { bundled, bundleWritten } from './bundle-stories.ts';
import { preflightRefused } from './preflight-stories.ts';
import { proofFailed, proofRunning } from './proof-stories.ts';
import { runStarted } from './sample-events.ts';
import { NOT_PROVEN, NOTES_LOST, SECRET_FOUND, STOPPED } from './sample-reasons.ts';
import type { Story } from './story.ts';

/** The program that made the recorded runs. */
const MADE_BY = { profile: 'embedded', version: runStarted.version };

/** A proven run, ended. */
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
      supportCode: supportCode({ ...MADE_BY, verdict: 'passed', reasons: [] }),
    },
  ],
];

/** A run that is not proven, ended. */
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
      supportCode: supportCode({ ...MADE_BY, verdict: 'failed', reasons: [NOTES_LOST.id] }),
    },
  ],
];

/** A run that preflight refused, ended. */
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
      supportCode: supportCode({ ...MADE_BY, verdict: 'refused', reasons: [SECRET_FOUND.id] }),
    },
  ],
];

/** A run that was stopped in the middle of its proof. */
export const doneStopped: Story = [
  ...proofRunning,
  [3_100, { type: 'step.finished', step: 'proof', status: 'cancelled', duration: 1_100 }],
  [
    3_101,
    {
      type: 'run.finished',
      verdict: 'incomplete',
      exitCode: 130,
      counts: { pass: 5, skip: 0, fail: 0 },
      reason: STOPPED,
      duration: 3_101,
      supportCode: supportCode({ ...MADE_BY, verdict: 'incomplete', reasons: [STOPPED.id] }),
    },
  ],
];
