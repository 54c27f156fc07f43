import type { Measurement } from './measurement.ts';
import { benchFolder } from './program.ts';
import { stepTime, type TimedRun, timedRun } from './run-times.ts';
import { ms, sampleCells, samplesOf } from './samples.ts';

const TURNS = 7;
/** Milliseconds in which the stack has to be ready on a warm machine. */
const BAR_MS = 1_000;

/** How long it takes from nothing to a stack that answers. */
export const embeddedStart: Measurement = {
  id: 'embedded-start',
  async measure() {
    const place = await benchFolder();
    try {
      const runs: TimedRun[] = [];
      for (let turn = 0; turn <= TURNS; turn++) runs.push(await timedRun(place, ['start']));
      const warm = runs.slice(1);
      const stack = samplesOf(warm.map(({ events }) => stepTime(events, 'start')));
      return {
        title: 'Embedded stack, from nothing to ready',
        columns: ['median', 'least', 'most'],
        rows: [
          { what: 'the stack (step start)', cells: sampleCells(stack) },
          {
            what: 'preflight before it',
            cells: sampleCells(samplesOf(warm.map(({ events }) => stepTime(events, 'preflight')))),
          },
          {
            what: 'bus-setup start, whole command',
            cells: sampleCells(samplesOf(warm.map(({ program }) => program.wall))),
          },
        ],
        note: `Bar: ready in ${ms(BAR_MS)} on a warm machine: ${stack.median <= BAR_MS ? 'held' : 'MISSED'}. ${TURNS} turns, data wiped between them.`,
      };
    } finally {
      await place.remove();
    }
  },
};
