import { type Command, InvalidArgumentError } from 'commander';
import type { SupportFlags } from '../commands/support-status.ts';
import type { Host } from '../host/host.ts';
import type { JoinCommand } from './join-command.ts';
import { type SharedFlags, withStackFlags } from './options.ts';
import type { Console } from './streams.ts';

/** Adds the commands that tell what a customer is entitled to from the seller. */
export function addEntitlementCommands(
  program: Command,
  host: Host,
  console: Console,
  on: JoinCommand,
): void {
  const support = program.command('support').description('what support the customer of this stack has');
  on<SharedFlags & SupportFlags>(
    withStackFlags(support.command('status'))
      .description('support package, its state and window; nothing else of the account’s billing')
      .option('--account <uuid>', 'another account than that of the stack’s own token', uuid)
      .option('--ci', 'the same plain lines; for scripts that give it to every command'),
    async (flags, signal) =>
      (await import('../commands/support-status.ts')).printSupportStatus(host, console, flags, signal),
  );
}

function uuid(text: string): string {
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text))
    throw new InvalidArgumentError('An account is a UUID.');
  return text.toLowerCase();
}
