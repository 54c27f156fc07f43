import { fileURLToPath } from 'node:url';
import type { Measurement } from './measurement.ts';
import { benchFolder, LAUNCHER } from './program.ts';
import { inTurns, ratio, sampleCells } from './samples.ts';
import { timeToFirstFrame } from './terminal.ts';

const TURNS = 11;
const peer = (name: string): string => fileURLToPath(new URL(`peers/${name}`, import.meta.url));

/** Milliseconds and ratio that the wizard must keep, and milliseconds for what needs no wizard. */
const BAR = { wizardMs: 150, againstListr2: 2, plainMs: 60 };

interface Subject {
  readonly what: string;
  /** For Node. */
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

const SUBJECTS: readonly Subject[] = [
  { what: 'bus-setup wizard', args: [LAUNCHER] },
  { what: 'listr2, four tasks', args: [peer('listr2-tasks.mjs')] },
  { what: 'bus-setup --help', args: [LAUNCHER, '--help'] },
  { what: 'bus-setup --version', args: [LAUNCHER, '--version'] },
  {
    what: 'bus-setup wizard, nothing compiled yet',
    args: [LAUNCHER],
    env: { NODE_DISABLE_COMPILE_CACHE: '1' },
  },
  { what: 'Node, one line', args: [peer('one-line.mjs')] },
];

/** How long an operator looks at an empty terminal. */
export const firstFrame: Measurement = {
  id: 'first-frame',
  async measure() {
    const place = await benchFolder();
    try {
      const samples = await inTurns(
        SUBJECTS.map(
          ({ args, env }) =>
            () =>
              timeToFirstFrame(args, { ...place, env: { ...place.env, ...env } }),
        ),
        TURNS,
      );
      const medians = samples.map(({ median }) => median);
      const [wizard = Number.NaN, listr2 = Number.NaN, help = Number.NaN, version = Number.NaN] = medians;
      const held = [
        wizard <= BAR.wizardMs,
        wizard <= BAR.againstListr2 * listr2,
        Math.max(help, version) <= BAR.plainMs,
      ];
      const [inTime, besidePeer, plain] = held.map((each) => (each ? 'held' : 'MISSED'));
      return {
        title: 'Time to first frame, in a pseudo-terminal',
        columns: ['median', 'least', 'most', 'against listr2'],
        rows: samples.map((each, index) => ({
          what: SUBJECTS[index]?.what ?? '',
          cells: [...sampleCells(each), ratio(each.median, listr2)],
        })),
        note: `To the first visible character, ${TURNS} turns. Bars: wizard ${BAR.wizardMs} ms ${inTime}, ${BAR.againstListr2}x listr2 ${besidePeer}; help and version ${BAR.plainMs} ms ${plain}.`,
      };
    } finally {
      await place.remove();
    }
  },
};
