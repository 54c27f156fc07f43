import type { LineOutput } from '../headless/output.ts';
import type { Host } from '../host/host.ts';
import { SetupError } from '../reasons/setup-error.ts';
import { safeText } from '../steps/safe-text.ts';
import { printCommandPlan } from './dry-run.ts';
import { openStack } from './open-stack.ts';
import type { StackFlags } from './stack-flags.ts';

/** Most lines that `--lines` may ask for. */
const MOST_LINES = 10_000;

/** Flags of `bus-setup logs`. */
export interface LogFlags extends StackFlags {
  readonly lines: string;
  readonly follow?: boolean;
}

/**
 * Prints the last lines of one service's log, redacted, oldest first; with `--follow`, every new one too until the
 * program is ended.
 * @param signal ends it
 * @returns the exit code
 * @throws SetupError `RN-USAGE` for a number of lines that is none
 */
export async function printLogs(
  host: Host,
  console: { readonly out: LineOutput; readonly err: LineOutput },
  service: string,
  flags: LogFlags,
  signal: AbortSignal,
): Promise<number> {
  const lines = Number(flags.lines);
  if (!Number.isInteger(lines) || lines < 1 || lines > MOST_LINES) {
    throw new SetupError('RN-USAGE', `--lines takes a whole number from 1 to ${MOST_LINES}`);
  }
  if (flags.dryRun === true) {
    const command = flags.follow === true ? 'follow' : 'logs';
    return await printCommandPlan(host, console, command, flags, signal, service);
  }
  const { runtime, redactor } = await openStack(host, flags);
  const onLine = (line: string): void => {
    const clean = redactor.text(safeText(line));
    console.out.line(flags.json === true ? JSON.stringify({ v: 1, service, line: clean }) : clean);
  };
  if (flags.follow !== true) {
    const found = await runtime.logs(service, lines, signal);
    for (const line of found) onLine(line);
    // On stderr: silence would look like a program that did nothing.
    if (found.length === 0) console.err.line(`${service} has logged nothing yet, or its stack never ran`);
    return 0;
  }
  if (runtime.followLogs === undefined) {
    throw new SetupError('RN-USAGE', `the logs of a stack of kind ${runtime.kind} cannot be followed`);
  }
  await runtime.followLogs({ service, lines, signal, onLine });
  return 0;
}
