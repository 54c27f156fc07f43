import type { LineOutput } from '../headless/output.ts';
import type { Host } from '../host/host.ts';
import { SetupError } from '../reasons/setup-error.ts';
import { safeText } from '../steps/safe-text.ts';
import { openStack } from './open-stack.ts';
import type { StackFlags } from './stack-flags.ts';

/** Most lines that `--lines` may ask for. */
const MOST_LINES = 10_000;

/**
 * Prints the last lines of one service's log, redacted, oldest first.
 * @returns the exit code
 * @throws SetupError `RN-USAGE` for a number of lines that is none
 */
export async function printLogs(
  host: Host,
  console: { readonly out: LineOutput },
  service: string,
  flags: StackFlags & { readonly lines: string },
): Promise<number> {
  const lines = Number(flags.lines);
  if (!Number.isInteger(lines) || lines < 1 || lines > MOST_LINES) {
    throw new SetupError('RN-USAGE', `--lines takes a whole number from 1 to ${MOST_LINES}`);
  }
  const { runtime, redactor } = await openStack(host, flags);
  for (const line of await runtime.logs(service, lines, new AbortController().signal)) {
    const clean = redactor.text(safeText(line));
    console.out.line(flags.json === true ? JSON.stringify({ v: 1, service, line: clean }) : clean);
  }
  return 0;
}
