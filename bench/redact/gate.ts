import { fileURLToPath } from 'node:url';
import type { Measurement, Row, Table } from '../measurement.ts';
import { withBundled } from './bundled-case.ts';
import { GATE_TEXTS } from './gate-texts.ts';

const CASE = fileURLToPath(new URL('./gate-case.ts', import.meta.url));
const MEGABYTES = 16;

interface CaseResult {
  readonly name: string;
  readonly megabytesPerCpuSecond: number;
  readonly residentMegabytes: number;
}

/** The last scan before a bundle is written: over what a bundle holds, and over what is made to be slow. */
export const gate: Measurement = {
  id: 'gate',
  measure: () =>
    withBundled(CASE, async (run): Promise<Table> => {
      const rows: Row[] = [];
      // One process for all: a bundle is scanned by one that is warm.
      for (const line of await run([String(MEGABYTES), ...GATE_TEXTS])) {
        const { name, megabytesPerCpuSecond, residentMegabytes } = JSON.parse(line) as CaseResult;
        rows.push({ what: name, cells: [megabytesPerCpuSecond.toFixed(0), residentMegabytes.toFixed(0)] });
      }
      return {
        title: `The gate over ${MEGABYTES} MB, 200 known values, one thread`,
        columns: ['MB per CPU second', 'MB resident so far'],
        rows,
        note: 'Bar: 20 MB per second on every one.',
      };
    }),
};
