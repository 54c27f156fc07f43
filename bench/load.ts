import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import type { Growth } from '../test/load/synthetic-run.ts';
import type { Measurement } from './measurement.ts';
import { ms } from './samples.ts';

/** Checks and services of each point of the curve. */
const SIZES = [
  [50, 20],
  [500, 60],
  [5_000, 200],
] as const;
const ONE_SIZE = fileURLToPath(new URL('load/one-size.ts', import.meta.url));
const MEGABYTE = 1024 * 1024;

/** How time, memory and files grow with the checks of a profile, each size in a process of its own. */
export const load: Measurement = {
  id: 'load',
  async measure() {
    const rows = [];
    for (const [checks, services] of SIZES) {
      const { stdout } = await execa(process.execPath, [ONE_SIZE, String(checks), String(services)]);
      rows.push(rowOf(JSON.parse(stdout) as Growth));
    }
    return {
      title: 'Growth with the number of checks',
      columns: [
        'proof',
        'a check',
        'report',
        'evidence',
        'a frame',
        'memory, proof',
        'memory, all',
        'journal',
        'evidence',
      ],
      rows,
      note: 'Synthetic checks of two calls each, through the real runner, journal, state, NDJSON, report, evidence and wizard. Linear: the column "a check" stays level, and a frame costs the same however long the list is.',
    };
  },
};

function rowOf(growth: Growth) {
  const { checks, services } = growth;
  const bytes = (count: number): string => `${(count / MEGABYTE).toFixed(count < MEGABYTE ? 2 : 0)} MB`;
  return {
    what: `${checks} checks, ${services} services`,
    cells: [
      ms(growth.runMs),
      ms(growth.runMs / checks),
      ms(growth.reportMs),
      ms(growth.evidenceMs),
      ms(growth.frameMs),
      bytes(growth.runPeakBytes),
      bytes(growth.peakBytes),
      bytes(growth.journalBytes),
      bytes(growth.evidenceBytes),
    ],
  };
}
