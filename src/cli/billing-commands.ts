import type { Command } from 'commander';
import type { Host } from '../host/host.ts';
import { type SharedFlags, withStackFlags } from './options.ts';
import type { Console } from './streams.ts';

/** Joins a command to what it does; resolves with the exit code. */
type Join = <Flags extends SharedFlags>(
  command: Command,
  work: (flags: Flags, ...args: string[]) => Promise<number>,
) => void;

/** Adds the commands about billing; they look at settings, and never at money. */
export function addBillingCommands(program: Command, host: Host, console: Console, on: Join): void {
  const billing = program
    .command('billing')
    .description('what of billing is local, and what Stripe test mode replaces');
  on(
    withStackFlags(billing.command('plan')).description(
      'what is local, what Stripe test mode replaces, which settings switch it, and what is set now',
    ),
    async (flags) => (await import('../commands/billing-plan.ts')).printBillingPlan(host, console, flags),
  );
}
