import type { Command } from 'commander';
import type { Host } from '../host/host.ts';
import type { JoinCommand } from './join-command.ts';
import { withStackFlags } from './options.ts';
import type { Console } from './streams.ts';

/** Adds the commands about billing; they look at settings, and never at money. */
export function addBillingCommands(program: Command, host: Host, console: Console, on: JoinCommand): void {
  const billing = program
    .command('billing')
    .description('what of billing is local, and what Stripe test mode replaces');
  on(
    withStackFlags(billing.command('plan')).description(
      'what is local, what Stripe test mode replaces, which settings switch it, and what is set now',
    ),
    async (flags, signal) =>
      (await import('../commands/billing-plan.ts')).printBillingPlan(host, console, flags, signal),
  );
}
