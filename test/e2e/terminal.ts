import { type IPty, spawn } from '@lydell/node-pty';
import { onTestFinished } from 'vitest';
import { emulateScreen, type ScreenEmulator } from '../fixtures/screen-emulator.ts';
import { cleanEnvironment, LAUNCHER } from './program.ts';

/** How a program in a terminal ended. */
export interface TerminalExit {
  readonly exitCode: number;
  /** Number of the signal that ended it; 0 when none did. */
  readonly signal: number;
}

/** The real program in a real pseudo-terminal. */
export interface ProgramTerminal extends ScreenEmulator {
  readonly pid: number;
  /** Sends the keys of one chunk. */
  type(chunk: string): void;
  /** Sends a signal to the program, as `kill` does. */
  signal(name: NodeJS.Signals): void;
  readonly exit: Promise<TerminalExit>;
}

/** What a test changes about the terminal. */
export interface TerminalSetting {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Starts the bundled program in a pseudo-terminal; it is killed when the test ends and it still runs.
 * @param folder working folder and home of the program
 */
export function openTerminal(
  args: readonly string[],
  folder: string,
  setting: TerminalSetting = {},
): ProgramTerminal {
  const { columns = 80, rows = 24 } = setting;
  const emulator = emulateScreen(columns, rows);
  const env = {
    TERM: 'xterm-256color',
    BUS_SETUP_CONFIG_DIR: folder,
    ...cleanEnvironment(folder, setting.env),
  };
  const pty: IPty = spawn(process.execPath, [LAUNCHER, ...args], { cols: columns, rows, cwd: folder, env });
  let running = true;
  const exit = new Promise<TerminalExit>((resolve) => {
    pty.onExit(({ exitCode, signal }) => {
      running = false;
      // What the program wrote last is on the screen by then, and not only on its way there.
      emulator.write('', () => resolve({ exitCode, signal: signal ?? 0 }));
    });
  });
  pty.onData((bytes) => emulator.write(bytes));
  onTestFinished(() => {
    if (running) pty.kill('SIGKILL');
  });
  return {
    ...emulator,
    pid: pty.pid,
    type: (chunk) => pty.write(chunk),
    signal: (name) => process.kill(pty.pid, name),
    resize(nextColumns, nextRows) {
      emulator.resize(nextColumns, nextRows);
      pty.resize(nextColumns, nextRows);
    },
    exit,
  };
}
