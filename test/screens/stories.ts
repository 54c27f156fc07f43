import * as bundleStories from '../../src/screens/gallery/bundle-stories.ts';
import * as doneStories from '../../src/screens/gallery/done-stories.ts';
import * as preflightStories from '../../src/screens/gallery/preflight-stories.ts';
import * as proofStories from '../../src/screens/gallery/proof-stories.ts';
import { result, runStarted } from '../../src/screens/gallery/sample-events.ts';
import { NOTES_LOST } from '../../src/screens/gallery/sample-reasons.ts';
import * as startStories from '../../src/screens/gallery/start-stories.ts';
import type { Story } from '../../src/screens/gallery/story.ts';

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

const { bundled: _builds, ...bundles } = bundleStories;

/** Every recorded run by its name, those of the gallery and a hostile one. */
export const stories = {
  ...preflightStories,
  ...startStories,
  ...proofStories,
  ...bundles,
  ...doneStories,
  hostile,
} as const satisfies Readonly<Record<string, Story>>;
