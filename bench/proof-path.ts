import { checkTimes, criticalPath, type TimedCheck } from './critical-path.ts';
import type { Measurement } from './measurement.ts';
import { benchFolder } from './program.ts';
import { timedRun } from './run-times.ts';
import { ms, ratio, sampleCells, samplesOf } from './samples.ts';

const TURNS = 5;

/** How close the proof comes to the least time that its own order of checks allows. */
export const proofPath: Measurement = {
  id: 'proof-path',
  async measure() {
    const place = await benchFolder();
    try {
      const proofs: (readonly TimedCheck[])[] = [];
      for (let turn = 0; turn <= TURNS; turn++)
        proofs.push(checkTimes((await timedRun(place, [])).events, 'proof'));
      const warm = proofs.slice(1);
      const walls = samplesOf(warm.map(wallOf));
      const paths = samplesOf(warm.map((checks) => criticalPath(checks).length));
      const sums = samplesOf(
        warm.map((checks) => checks.reduce((sum, { started, finished }) => sum + finished - started, 0)),
      );
      const last = criticalPath(warm.at(-1) ?? []);
      return {
        title: 'Proof, wall time against its critical path',
        columns: ['median', 'least', 'most', 'against path'],
        rows: [
          { what: 'wall time', cells: [...sampleCells(walls), ratio(walls.median, paths.median)] },
          { what: 'critical path', cells: [...sampleCells(paths), ratio(1, 1)] },
          { what: 'all checks one by one', cells: [...sampleCells(sums), ratio(sums.median, paths.median)] },
        ],
        note: `${warm[0]?.length ?? 0} checks, ${TURNS} turns. The last path: ${last.ids.join(' > ')} (${ms(last.length)}).`,
      };
    } finally {
      await place.remove();
    }
  },
};

function wallOf(checks: readonly TimedCheck[]): number {
  return (
    Math.max(...checks.map(({ finished }) => finished)) - Math.min(...checks.map(({ started }) => started))
  );
}
