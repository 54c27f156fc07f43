import { CHECKS } from '../src/proof/checks/catalog.ts';
import type { RunEvent } from '../src/steps/events.ts';
import { criticalPath, type TimedCheck } from './critical-path.ts';
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
      for (let turn = 0; turn <= TURNS; turn++) proofs.push(checkTimes((await timedRun(place, [])).events));
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

/** Start and end of each check of the proof, by the events of the run. */
function checkTimes(events: readonly RunEvent[]): readonly TimedCheck[] {
  const needs = new Map(CHECKS.map((check) => [check.id, check.needs ?? []]));
  const starts = new Map<string, number>();
  const checks: TimedCheck[] = [];
  for (const event of events) {
    if (event.type === 'check.started' && event.step === 'proof') starts.set(event.check, event.t);
    if (event.type !== 'check.finished' || event.step !== 'proof') continue;
    const { id } = event.result;
    checks.push({ id, started: starts.get(id) ?? event.t, finished: event.t, needs: needs.get(id) ?? [] });
  }
  if (checks.length === 0) throw new Error('the run had no checks, so there is nothing to measure');
  return checks;
}

function wallOf(checks: readonly TimedCheck[]): number {
  return (
    Math.max(...checks.map(({ finished }) => finished)) - Math.min(...checks.map(({ started }) => started))
  );
}
