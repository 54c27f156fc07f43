import { stepId } from '../src/steps/events.ts';
import type { Measurement } from './measurement.ts';
import { benchFolder } from './program.ts';
import { stepTime, type TimedRun, timedRun } from './run-times.ts';
import { sampleCells, samplesOf, share } from './samples.ts';

const TURNS = 5;

/** How long the one command takes, from a clean folder to a bundle on disk. */
export const wholeRun: Measurement = {
  id: 'whole-run',
  async measure() {
    const runs: TimedRun[] = [];
    for (let turn = 0; turn <= TURNS; turn++) runs.push(await freshRun());
    const warm = runs.slice(1);
    const wall = samplesOf(warm.map(({ program }) => program.wall));
    const steps = stepId.options.map((step) => ({
      what: `  ${step}`,
      times: samplesOf(warm.map(({ events }) => stepTime(events, step))),
    }));
    return {
      title: 'Whole run, bus-setup --ci',
      columns: ['median', 'least', 'most', 'share'],
      rows: [
        { what: 'spawn to exit', cells: [...sampleCells(wall), ''] },
        ...steps.map(({ what, times }) => ({
          what,
          cells: [...sampleCells(times), share(times.median, wall.median)],
        })),
      ],
      note: `${TURNS} turns, each in a folder of its own.`,
    };
  },
};

async function freshRun(): Promise<TimedRun> {
  const place = await benchFolder();
  try {
    return await timedRun(place, []);
  } finally {
    await place.remove();
  }
}
