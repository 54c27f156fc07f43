import type { Measurement, Row } from './measurement.ts';
import { share } from './samples.ts';
import { type StageOpener, withStage } from './wizard/stage.ts';

const SECONDS = 8;
const SIZE = { columns: 80, rows: 24 };

/** Bars of one scenario; an absent one is not held against anything. */
interface Bars {
  /** Of one core. */
  readonly cpu: number;
  /** Frames a second. */
  readonly frames?: number;
  /** Bytes a second to the terminal. */
  readonly bytes?: number;
  /** Bytes that memory may grow by. */
  readonly grown?: number;
}

const SCENARIOS = [
  {
    scenario: 'updates',
    what: '20 checks, 50 updates/s each',
    bars: { cpu: 0.15, frames: 15, bytes: 10_000 },
  },
  { scenario: 'still', what: 'nothing moves', bars: { cpu: 0.005, frames: 0, bytes: 0 } },
  { scenario: 'logs', what: '1,000 log lines/s', bars: { cpu: 0.25, grown: 16 * 1024 * 1024 } },
] as const satisfies readonly { scenario: string; what: string; bars: Bars }[];

/** What the wizard takes of the machine and of the terminal while much happens, and while nothing does. */
export const wizardLoad: Measurement = {
  id: 'wizard-load',
  async measure() {
    const rows = await withStage(async (open) => {
      const measured: Row[] = [];
      for (const { scenario, what, bars } of SCENARIOS)
        measured.push(await rowOf(open, scenario, what, bars));
      return measured;
    });
    return {
      title: 'The wizard under load, in a pseudo-terminal of 80x24',
      columns: ['of one core', 'frames/s', 'bytes/s', 'grown', 'kept lines', 'bars'],
      rows,
      note: `${SECONDS} s each, after a warm-up. Bars: updates 15 %, 15 frames/s, 10 KB/s; still 0.5 %, no frame; logs 25 %, memory flat (16 MiB), no line dropped from the journal.`,
    };
  },
};

async function rowOf(
  open: StageOpener,
  scenario: 'updates' | 'still' | 'logs',
  what: string,
  bars: Bars,
): Promise<Row> {
  const stage = await open({ scenario, seconds: SECONDS, ...SIZE });
  const report = await stage.report;
  const kept = await stage.journalLines(scenario === 'logs' ? 'log.line' : 'check.progress');
  const perSecond = (count: number): number => (count * 1000) / report.wallMs;
  const held = [
    report.cpuMs / report.wallMs <= bars.cpu,
    perSecond(report.frames) <= (bars.frames ?? Number.POSITIVE_INFINITY),
    perSecond(report.bytes) <= (bars.bytes ?? Number.POSITIVE_INFINITY),
    report.grownBytes <= (bars.grown ?? Number.POSITIVE_INFINITY),
    kept === report.journalled,
  ];
  return {
    what,
    cells: [
      share(report.cpuMs, report.wallMs),
      perSecond(report.frames).toFixed(1),
      perSecond(report.bytes).toFixed(0),
      `${(report.grownBytes / 1024 / 1024).toFixed(1)} MiB`,
      `${kept} of ${report.journalled}`,
      held.every(Boolean) ? 'held' : 'MISSED',
    ],
  };
}
