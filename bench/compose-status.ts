import { onCheckout } from './compose-place.ts';
import type { Measurement } from './measurement.ts';
import { expectExit, runProgram } from './program.ts';
import { inTurns, ratio, sampleCells } from './samples.ts';

const TURNS = 7;
const TITLE = 'Status of a running compose stack';

/** How long `status` takes, against Docker's own list of the containers, which asks no service. */
export const composeStatus: Measurement = {
  id: 'compose-status',
  measure: () =>
    onCheckout(TITLE, async (place) => {
      await place.compose('up', '--detach');
      await place.curlUntilReady();
      const peer = async () => {
        const started = performance.now();
        await place.compose('ps', '--all', '--format', 'json');
        return performance.now() - started;
      };
      const ours = async () => {
        const run = await runProgram(['status', '--json', ...place.flags], place);
        expectExit(run, [0]);
        return run.wall;
      };
      const [list, status] = await inTurns([peer, ours], TURNS);
      if (list === undefined || status === undefined) throw new Error('nothing was measured');
      return {
        title: TITLE,
        columns: ['median', 'least', 'most', 'ratio'],
        rows: [
          { what: 'docker compose ps', cells: [...sampleCells(list), ratio(1, 1)] },
          { what: 'bus-setup status', cells: [...sampleCells(status), ratio(status.median, list.median)] },
        ],
        note: `${TURNS} turns. Ours also asks the gateway what each service answers.`,
      };
    }),
};
