import type { Command } from 'commander';
import type { LogFlags } from '../commands/logs.ts';
import type { Host } from '../host/host.ts';
import type { JoinCommand } from './join-command.ts';
import { type SharedFlags, withStackFlags } from './options.ts';
import type { Console } from './streams.ts';

/** Adds the commands that look at a stack, or stop it. */
export function addStackCommands(program: Command, host: Host, console: Console, on: JoinCommand): void {
  on(
    withStackFlags(program.command('status')).description('services, health and addresses of the stack'),
    async (flags, signal) =>
      (await import('../commands/status.ts')).printStatus(host, console, flags, signal),
  );
  on<SharedFlags & { readonly wipe?: boolean }>(
    withStackFlags(program.command('stop'))
      .description('stop the stack; its data stays')
      .option('--wipe', 'remove its data too'),
    async (flags, signal) => (await import('../commands/stop.ts')).stopStack(host, console, flags, signal),
  );
  on(
    withStackFlags(program.command('restart'))
      .description('restart one service')
      .argument('<service>', 'service of the profile, e.g. bus-llm'),
    async (flags, signal, service = '') =>
      (await import('../commands/restart.ts')).restartService(host, console, service, flags, signal),
  );
  on<LogFlags>(
    withStackFlags(program.command('logs'))
      .description('the last lines of one service, redacted')
      .argument('<service>', 'service of the profile, e.g. bus-llm')
      .option('--lines <n>', 'how many lines', '100')
      .option('-f, --follow', 'go on with every new line: embedded and compose'),
    async (flags, signal, service = '') =>
      (await import('../commands/logs.ts')).printLogs(host, console, service, flags, signal),
  );
}
