import { writeSync } from 'node:fs';
import type { Host } from '../host/host.ts';
import type { RunState } from '../steps/run-state.ts';
import { linkLine } from './link-line.ts';
import { runStatus } from './run-status.ts';
import { terminalExtras } from './terminal-extras.ts';
import { terminalSkills } from './terminal-skills.ts';

/** Number of the descriptor that a program is given for its output. */
const STDOUT = 1;

/** The terminal around a run: title, progress, notification, links. */
export interface RunTerminal {
  /** Shows the state of the run. */
  show(run: RunState): void;
  /** A line for the terminal, its address as a link where the terminal knows links. */
  linked(line: string, run: RunState): string;
  /** Gives the terminal back as it was. */
  close(): void;
}

/**
 * Uses what the terminal is known to support, and gives it back when the run is over, also when the program breaks or is
 * told to exit: then by a write that does not wait.
 */
export function runTerminal(host: Host, stdout: NodeJS.WriteStream): RunTerminal {
  const skills = terminalSkills(host.env, stdout.isTTY === true);
  const extras = terminalExtras(skills, (sequence) => void stdout.write(sequence), host.monotonic);
  const atExit = (): void => {
    const sequence = extras.reset();
    if (sequence !== '') writeSync(STDOUT, sequence);
  };
  process.once('exit', atExit);
  return {
    show: (run) => extras.show(runStatus(run)),
    linked: (line, { artifacts }) =>
      skills.links
        ? linkLine(
            line,
            artifacts.map(({ path }) => path),
          )
        : line,
    close() {
      process.off('exit', atExit);
      const sequence = extras.reset();
      if (sequence !== '') stdout.write(sequence);
    },
  };
}
