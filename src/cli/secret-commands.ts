import type { Command } from 'commander';
import type { RedactFlags } from '../commands/redact.ts';
import type { Host } from '../host/host.ts';
import type { JoinCommand } from './join-command.ts';
import { type SharedFlags, withSharedFlags } from './options.ts';
import type { Console } from './streams.ts';

/** Adds the commands that look for secrets, or take them out. */
export function addSecretCommands(program: Command, host: Host, console: Console, on: JoinCommand): void {
  on<SharedFlags & RedactFlags>(
    withSharedFlags(program.command('redact'))
      .description('redact a file, or what comes through a pipe, to stdout')
      .argument('<file>', 'path, or - for stdin')
      .option('--keep-personal-data', 'leave mail, IP addresses and names of machines in it'),
    async (flags, signal, file = '') =>
      (await import('../commands/redact.ts')).redactCommand(host, process, file, flags, signal),
  );
  on<SharedFlags & { readonly format: string }>(
    withSharedFlags(program.command('scan'))
      .description('look for real secrets in the files that git tracks')
      .argument('[dir]', 'folder of the checkout', '.')
      .option('--format <format>', 'text, json or sarif', 'text'),
    async (flags, signal, dir = '.') =>
      (await import('../commands/scan.ts')).scanCommand(host, console, dir, flags, signal),
  );
  on(
    withSharedFlags(program.command('selftest'))
      .description('send canaries through redactor, leak scan and tracked scan')
      .argument('<what>', 'redact'),
    async (flags, _signal, what = '') =>
      (await import('../commands/selftest.ts')).selfTestCommand(host, console, what, flags),
  );
}
