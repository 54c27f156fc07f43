import { SEAL_QUESTION, sealQuestion } from '../../steps/seal-question.ts';
import { proofPassed } from './proof-stories.ts';
import { asked, DIGEST, FOLDER } from './sample-events.ts';
import { NOT_OPTED_IN } from './sample-reasons.ts';
import { at, type Story } from './story.ts';

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

/** The collectors are at work. */
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

/** The bundle of a proof, sealed. */
export const bundled = (before: Story): Story => [
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

/** The bundle is written. */
export const bundleWritten: Story = bundled(proofPassed);
