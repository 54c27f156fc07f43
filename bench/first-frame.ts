import { fileURLToPath } from 'node:url';
import type { Measurement } from './measurement.ts';
import { benchFolder, LAUNCHER } from './program.ts';
import { inTurns, ratio, sampleCells } from './samples.ts';
import { timeToFirstFrame } from './terminal.ts';

const TURNS = 11;
const peer = (name: string): string => fileURLToPath(new URL(`peers/${name}`, import.meta.url));

const SUBJECTS = [
  { what: 'bus-setup wizard', script: LAUNCHER },
  { what: 'listr2, four tasks', script: peer('listr2-tasks.mjs') },
  { what: 'Node, one line', script: peer('one-line.mjs') },
];

/** How long an operator looks at an empty terminal. */
export const firstFrame: Measurement = {
  id: 'first-frame',
  async measure() {
    const place = await benchFolder();
    try {
      const samples = await inTurns(
        SUBJECTS.map(
          ({ script }) =>
            () =>
              timeToFirstFrame([script], place),
        ),
        TURNS,
      );
      const listr2 = samples[1]?.median ?? Number.NaN;
      return {
        title: 'Time to first frame, in a pseudo-terminal',
        columns: ['median', 'least', 'most', 'against listr2'],
        rows: samples.map((each, index) => ({
          what: SUBJECTS[index]?.what ?? '',
          cells: [...sampleCells(each), ratio(each.median, listr2)],
        })),
        note: `From spawning to the first visible character; ${TURNS} turns each, in turns.`,
      };
    } finally {
      await place.remove();
    }
  },
};
