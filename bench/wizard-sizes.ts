import type { Measurement, Row } from './measurement.ts';
import { type Stage, withStage } from './wizard/stage.ts';

const SIZES = [
  [60, 24],
  [80, 24],
  [120, 50],
] as const;
const STORM_TURNS = 40;

/** Frames that did not fit: seen by the header, which a frame that is too high pushes out of the terminal. */
export const wizardSizes: Measurement = {
  id: 'wizard-sizes',
  async measure() {
    const rows = await withStage(async (open) => {
      const measured: Row[] = [];
      for (const [columns, height] of SIZES) {
        const stage = await open({ scenario: 'updates', seconds: 4, columns, rows: height });
        const looks = await look(stage, 40);
        measured.push(rowFor(`${columns}x${height}, 1,000 events/s`, looks, stage));
        await stage.report;
      }
      const stage = await open({ scenario: 'updates', seconds: 20, columns: 80, rows: 24 });
      let overflowing = 0;
      for (let turn = 0; turn < STORM_TURNS; turn++) {
        const [columns, height] = SIZES[turn % SIZES.length] ?? SIZES[0];
        stage.terminal.resize(columns, height);
        stage.screen.resize(columns, height);
        overflowing += await look(stage, 1, 100);
      }
      measured.push(rowFor(`resize storm, ${STORM_TURNS} sizes`, overflowing, stage));
      stage.terminal.kill('SIGKILL');
      await stage.report.catch(() => undefined);
      return measured;
    });
    return {
      title: 'Frames that overflow the terminal',
      columns: ['overflowing', 'scrolled out', ''],
      rows,
      note: 'Bar: none.',
    };
  },
};

/** Looks at the screen a number of times. @returns how often the header was not in its place */
async function look({ screen }: Stage, times: number, everyMs = 50): Promise<number> {
  let missing = 0;
  for (let turn = 0; turn < times; turn++) {
    await new Promise((resolve) => setTimeout(resolve, everyMs));
    if (!(screen.screen()[0] ?? '').includes('S4 Proof')) missing += 1;
  }
  return missing;
}

function rowFor(what: string, overflowing: number, { screen }: Stage): Row {
  const out = screen.scrolledOut();
  return { what, cells: [String(overflowing), String(out), overflowing + out === 0 ? 'held' : 'MISSED'] };
}
