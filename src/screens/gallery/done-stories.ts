import { supportCode } from '../../reasons/support-code.ts';
import type { RunEventBody } from '../../steps/events.ts';
import { AT_END } from '../../steps/question.ts';
import type { CheckResult } from '../../steps/run-state.ts';
import { bundled, bundleWritten } from './bundle-stories.ts';
import { preflightRefused } from './preflight-stories.ts';
import { proofFailed } from './proof-stories.ts';
import { askedAtEnd, runStarted } from './sample-events.ts';
import { NOT_PROVEN, NOTES_LOST, SECRET_FOUND } from './sample-reasons.ts';
import type { Story } from './story.ts';

/** The program that made the recorded runs. */
const MADE_BY = { profile: 'embedded', version: runStarted.version };

type Concluded = Extract<RunEventBody, { type: 'run.concluded' }>;

/** What a proven run amounts to. */
const PASSED: Concluded = {
  type: 'run.concluded',
  verdict: 'passed',
  exitCode: 0,
  counts: { pass: 15, skip: 1, fail: 0 },
  supportCode: supportCode({ ...MADE_BY, verdict: 'passed', reasons: [] }),
};

const FAILED: Concluded = {
  type: 'run.concluded',
  verdict: 'failed',
  exitCode: 3,
  counts: { pass: 14, skip: 1, fail: 1 },
  reason: NOT_PROVEN,
  supportCode: supportCode({ ...MADE_BY, verdict: 'failed', reasons: [NOTES_LOST.id] }),
};

const REFUSED: Concluded = {
  type: 'run.concluded',
  verdict: 'refused',
  exitCode: 5,
  counts: { pass: 0, skip: 0, fail: 0 },
  reason: SECRET_FOUND,
  supportCode: supportCode({ ...MADE_BY, verdict: 'refused', reasons: [SECRET_FOUND.id] }),
};

/** A run comes to its end, and asks whether it shall go on. */
function concluding(
  before: Story,
  gate: string,
  concluded: Concluded,
  failed?: CheckResult['reason'],
): Story {
  return [
    ...before,
    [5_000, { type: 'question.answered', id: gate, answer: 'continue', by: 'operator' }],
    [5_001, concluded],
    [5_002, askedAtEnd(failed)],
  ];
}

/** It is left there. */
function left(before: Story, { type: _concluded, ...ending }: Concluded): Story {
  return [
    ...before,
    [6_000, { type: 'question.answered', id: AT_END, answer: 'quit', by: 'operator' }],
    [6_001, { type: 'run.finished', ...ending, duration: 6_001 }],
  ];
}

/** A proven run at its end. */
export const endPassed: Story = concluding(bundleWritten, 'after-bundle', PASSED);

/** A run that is not proven, at its end. */
export const endFailed: Story = concluding(bundled(proofFailed), 'after-bundle', FAILED, NOT_PROVEN);

/** A proven run, ended. */
export const donePassed: Story = left(endPassed, PASSED);

/** A run that is not proven, ended. */
export const doneFailed: Story = left(endFailed, FAILED);

/** A run that preflight refused, ended. */
export const doneRefused: Story = left(preflightRefused, REFUSED);
