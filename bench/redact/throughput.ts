import { fileURLToPath } from 'node:url';
import type { Measurement, Row, Table } from '../measurement.ts';
import { type BundledRun, withBundled } from './bundled-case.ts';
import { HOSTILE_NAMES } from './texts.ts';

const CASE = fileURLToPath(new URL('./one-case.ts', import.meta.url));
const LOG_MEGABYTES = 500;
const HOSTILE_MEGABYTES = 32;

interface CaseResult {
  readonly megabytesPerCpuSecond: number;
  readonly megabytesPerSecond: number;
  readonly gzip: number;
  readonly residentMegabytes: number;
  readonly planted: number;
  readonly left: number;
}

/** Each case has a process of its own, so that none finds another's memory or a warm compiler. */
async function rowOf(
  run: BundledRun,
  what: string,
  text: string,
  megabytes: number,
  known = 0,
): Promise<Row> {
  const [line = ''] = await run([text, String(megabytes), String(known)]);
  const result = JSON.parse(line) as CaseResult;
  const { megabytesPerCpuSecond, megabytesPerSecond, residentMegabytes, planted, left } = result;
  const ratio = text.endsWith('log') ? (megabytesPerCpuSecond / result.gzip).toFixed(2) : '';
  const secrets = planted === 0 ? '' : `${left} of ${planted}`;
  const speeds = [megabytesPerCpuSecond.toFixed(0), megabytesPerSecond.toFixed(0)];
  return { what, cells: [...speeds, ratio, residentMegabytes.toFixed(0), secrets] };
}

const BOTH_CLOCKS =
  'CPU seconds have those of the compiler and the collector in them, which work beside the one thread; seconds have the waiting for other programs.';
const COLUMNS = [
  'MB per CPU second',
  'MB per second',
  'against gzip -6',
  'MB resident at most',
  'secrets left',
];

/** Logs of 500 MB through the stream. */
export const redactThroughput: Measurement = {
  id: 'redact-throughput',
  measure: () =>
    withBundled(
      CASE,
      async (run): Promise<Table> => ({
        title: `Redaction of a log of ${LOG_MEGABYTES} MB, one thread`,
        columns: COLUMNS,
        rows: [
          await rowOf(run, 'full of key words', 'busy log', LOG_MEGABYTES),
          await rowOf(run, 'the same, 200 known values', 'busy log', LOG_MEGABYTES, 200),
          await rowOf(run, 'quiet', 'quiet log', LOG_MEGABYTES),
        ],
        note: `Bars: 200 MB per second, 150 MB resident, no secret left. ${BOTH_CLOCKS}`,
      }),
    ),
};

/** Inputs that are made to be slow. */
export const redactHostile: Measurement = {
  id: 'redact-hostile',
  measure: () =>
    withBundled(CASE, async (run): Promise<Table> => {
      const rows: Row[] = [];
      for (const name of HOSTILE_NAMES) rows.push(await rowOf(run, name, name, HOSTILE_MEGABYTES));
      return {
        title: `Redaction of ${HOSTILE_MEGABYTES} MB that are made to be slow`,
        columns: COLUMNS,
        rows,
        note: `Bars: 20 MB per second for the slowest, 150 MB resident. ${BOTH_CLOCKS}`,
      };
    }),
};
