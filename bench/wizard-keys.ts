import type { Measurement, Row } from './measurement.ts';
import { ms } from './samples.ts';
import { type Stage, type StageOpener, withStage } from './wizard/stage.ts';

const KEYS = 60;
/** Milliseconds between two keys of a person who is quick. */
const BETWEEN_MS = 120;
const DOWN = '\u001b[B';
const UP = '\u001b[A';

const SCENARIOS = [
  { scenario: 'still', what: 'quiet', bars: [10, 20] },
  { scenario: 'keysUnderLoad', what: '1,000 events/s', bars: [35, 60] },
] as const;

/** How long it takes from a key to the frame that shows what it did. */
export const wizardKeys: Measurement = {
  id: 'wizard-keys',
  async measure() {
    const rows = await withStage(async (open) => {
      const measured: Row[] = [];
      for (const { scenario, what, bars } of SCENARIOS) {
        const times = (await keyTimes(open, scenario)).toSorted((a, b) => a - b);
        const [p50, p95] = [0.5, 0.95].map(
          (part) => times[Math.floor(part * (times.length - 1))] ?? Number.NaN,
        );
        const held = (p50 ?? 0) <= bars[0] && (p95 ?? 0) <= bars[1];
        measured.push({
          what,
          cells: [ms(p50 ?? 0), ms(p95 ?? 0), `${bars[0]} / ${bars[1]} ms`, held ? 'held' : 'MISSED'],
        });
      }
      return measured;
    });
    return {
      title: 'From key to frame',
      columns: ['p50', 'p95', 'bars', ''],
      rows,
      note: `${KEYS} keys each, ${BETWEEN_MS} ms apart, from writing the key to seeing the next row selected.`,
    };
  },
};

async function keyTimes(open: StageOpener, scenario: 'still' | 'keysUnderLoad'): Promise<readonly number[]> {
  const seconds = (KEYS * BETWEEN_MS) / 1000 + 20;
  const stage = await open({ scenario, seconds, columns: 80, rows: 24 });
  await pause(2_000);
  const times: number[] = [];
  for (let key = 0; key < KEYS; key++) {
    // Up and down within the rows that show, so that the list does not scroll.
    times.push(await timeOfKey(stage, key % 8 < 4 ? DOWN : UP));
    await pause(BETWEEN_MS);
  }
  stage.terminal.kill('SIGKILL');
  await stage.report.catch(() => undefined);
  return times;
}

/** Milliseconds until another row is marked as selected. */
async function timeOfKey({ terminal, screen }: Stage, key: string): Promise<number> {
  const selected = (): number => screen.screen().findIndex((line) => line.includes('›'));
  const before = selected();
  const started = performance.now();
  terminal.write(key);
  while (selected() === before) {
    if (performance.now() - started > 5_000)
      throw new Error(`a key did nothing:\n${screen.screen().join('\n')}`);
    await pause(1);
  }
  return performance.now() - started;
}

function pause(time: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, time));
}
