import { type ComposePlace, onCheckout } from './compose-place.ts';
import type { Measurement } from './measurement.ts';
import { eventsOf, expectExit, runProgram } from './program.ts';
import { stepTime } from './run-times.ts';
import { ratio, sampleCells, samplesOf } from './samples.ts';

const TURNS = 3;
const TITLE = 'Compose stack, from nothing to ready';

/** What our start costs over `docker compose up -d` and a wait with curl, both of the same checkout in turns. */
export const composeStart: Measurement = {
  id: 'compose-start',
  measure: () =>
    onCheckout(TITLE, async (place) => {
      const plain: number[] = [];
      const ours: number[] = [];
      const whole: number[] = [];
      for (let turn = 0; turn <= TURNS; turn++) {
        const peer = await plainStart(place);
        const own = await ownStart(place);
        if (turn === 0) continue;
        plain.push(peer);
        ours.push(own.step);
        whole.push(own.wall);
      }
      const peer = samplesOf(plain);
      const step = samplesOf(ours);
      const command = samplesOf(whole);
      return {
        title: TITLE,
        columns: ['median', 'least', 'most', 'ratio'],
        rows: [
          { what: 'docker compose up -d, then curl', cells: [...sampleCells(peer), ratio(1, 1)] },
          {
            what: 'bus-setup, step start',
            cells: [...sampleCells(step), ratio(step.median, peer.median)],
          },
          {
            what: 'bus-setup start, with preflight',
            cells: [...sampleCells(command), ratio(command.median, peer.median)],
          },
        ],
        note: `${TURNS} turns, containers and data removed between them.`,
      };
    }),
};

async function plainStart(place: ComposePlace): Promise<number> {
  const started = performance.now();
  await place.compose('up', '--detach');
  await place.curlUntilReady();
  const time = performance.now() - started;
  await place.compose('down', '--volumes');
  return time;
}

async function ownStart(place: ComposePlace): Promise<{ readonly step: number; readonly wall: number }> {
  const run = await runProgram(['start', '--ci', '--json', ...place.flags], place);
  expectExit(run, [0]);
  await place.compose('down', '--volumes');
  return { step: stepTime(eventsOf(run), 'start'), wall: run.wall };
}
