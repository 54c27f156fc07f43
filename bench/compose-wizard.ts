import { readFile } from 'node:fs/promises';
import { spawn } from '@lydell/node-pty';
import { emulateScreen } from '../test/fixtures/screen-emulator.ts';
import { type ComposePlace, onCheckout } from './compose-place.ts';
import type { Measurement } from './measurement.ts';
import { LAUNCHER } from './program.ts';
import { ms, sampleCells, samplesOf, share } from './samples.ts';

const TURNS = 3;
const TITLE = 'CPU of the wizard while 23 services change state';
/** Milliseconds in which a step must come to its end. */
const STEP_MS = 180_000;
/** Clock ticks a second of Linux's own counters, the same on every platform that Node runs on. */
const TICKS = 100;
const ENTER = '\r';

interface Used {
  /** Milliseconds that the start took. */
  readonly wall: number;
  /** Milliseconds of processor time of the wizard itself. */
  readonly own: number;
  /** The same of the Docker clients that it called. */
  readonly clients: number;
}

/** What the wizard takes of a processor while it starts the stack and draws every change. Linux only. */
export const composeWizard: Measurement = {
  id: 'compose-wizard',
  measure: () =>
    onCheckout(TITLE, async (place) => {
      const used: Used[] = [];
      for (let turn = 0; turn < TURNS; turn++) used.push(await startInWizard(place));
      const wall = samplesOf(used.map((each) => each.wall));
      const own = samplesOf(used.map((each) => each.own));
      const clients = samplesOf(used.map((each) => each.clients));
      return {
        title: TITLE,
        columns: ['median', 'least', 'most', 'of one core'],
        rows: [
          { what: 'the start, by the clock', cells: [...sampleCells(wall), ''] },
          {
            what: 'processor time of the wizard',
            cells: [...sampleCells(own), share(own.median, wall.median)],
          },
          {
            what: 'processor time of its docker calls',
            cells: [...sampleCells(clients), share(clients.median, wall.median)],
          },
        ],
        note: `${TURNS} turns, from "Start the stack?" to "Run the proof?"; one tick of the counter is ${ms(1000 / TICKS)}.`,
      };
    }),
};

async function startInWizard(place: ComposePlace): Promise<Used> {
  const emulator = emulateScreen(100, 30);
  const args = [LAUNCHER, ...place.flags, '--compose-profile', 'dev-task'];
  const env = { ...place.env, TERM: 'xterm-256color', BUS_SETUP_CONFIG_DIR: place.path };
  const terminal = spawn(process.execPath, args, { cols: 100, rows: 30, cwd: place.path, env });
  terminal.onData((bytes) => emulator.write(bytes));
  const exit = new Promise<void>((resolve) => {
    terminal.onExit(() => resolve());
  });
  try {
    await emulator.see('S1 Welcome', STEP_MS);
    terminal.write(ENTER);
    await emulator.see('Start the stack?', STEP_MS);
    const [before, started] = [await processorTime(terminal.pid), performance.now()];
    terminal.write(ENTER);
    await emulator.see('Run the proof?', STEP_MS);
    const [after, wall] = [await processorTime(terminal.pid), performance.now() - started];
    return { wall, own: after.own - before.own, clients: after.clients - before.clients };
  } finally {
    terminal.kill('SIGKILL');
    await exit;
    await place.compose('--profile', 'dev-task', 'down', '--volumes');
  }
}

/** Processor time of a process and of its ended children, in milliseconds (fields 14 to 17 of proc_pid_stat(5)). */
async function processorTime(pid: number): Promise<Pick<Used, 'own' | 'clients'>> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [user = 0, system = 0, childUser = 0, childSystem = 0] = fields.slice(11, 15);
  const toMs = 1000 / TICKS;
  return { own: (user + system) * toMs, clients: (childUser + childSystem) * toMs };
}
