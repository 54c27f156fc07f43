import { type Command, InvalidArgumentError } from 'commander';
import type { ScreensFlags } from '../commands/screens.ts';
import { wantsColor } from '../headless/output.ts';
import type { Host } from '../host/host.ts';
import type { JoinCommand } from './join-command.ts';
import { type SharedFlags, withSharedFlags } from './options.ts';
import type { Console } from './streams.ts';

/** Size for which the screens are designed. */
const DESIGN = { columns: 80, rows: 24 } as const;
/** Largest terminal that is drawn. */
const LARGEST = 500;

/** Adds the commands for a talk between operator and support: what is on the screen, and what a word means. */
export function addSupportCommands(program: Command, host: Host, console: Console, on: JoinCommand): void {
  on<SharedFlags & ScreensFlags>(
    withSharedFlags(program.command('screens'))
      .description('draw the screens of the wizard: what does S3 look like, and what is on it?')
      .argument(
        '[screens...]',
        'number, name or state, e.g. S4, proof or s4-failed; without one, every screen',
      )
      .option('--all', 'also states that most runs never show')
      .option('--columns <n>', `width of the terminal`, cells, DESIGN.columns)
      .option('--rows <n>', 'height of the terminal', cells, DESIGN.rows)
      .option('--ascii', 'as a terminal without Unicode shows them'),
    async (flags, _signal, ...wanted) =>
      (await import('../commands/screens.ts')).printScreens(
        host,
        console,
        wanted,
        flags,
        wantsColor(host.env, process.stdout.isTTY === true),
      ),
  );
  on(
    withSharedFlags(program.command('explain'))
      .description('what a reason id means and what to do, what a check proves, or what a support code says')
      .argument(
        '[id...]',
        'reason id, its first letters, check id or support code, e.g. ST-PORT-TAKEN; without one, all reasons are listed',
      ),
    async (flags, _signal, ...words) =>
      (await import('../commands/explain.ts')).explainReason(console, words, flags),
  );
}

function cells(text: string): number {
  const count = Number(text);
  if (!/^[1-9]\d{0,2}$/.test(text) || count > LARGEST)
    throw new InvalidArgumentError(`A whole number from 1 to ${LARGEST}.`);
  return count;
}
