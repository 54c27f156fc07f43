import type { Command } from 'commander';
import type { AcceptFlags } from '../commands/accept.ts';
import type { TrustFlags, VerifyFlags } from '../commands/verify.ts';
import type { Host } from '../host/host.ts';
import type { JoinCommand } from './join-command.ts';
import { list, withSharedFlags, withTrustFlags } from './options.ts';
import type { Console } from './streams.ts';

/** Adds the commands of whoever is given evidence. */
export function addEvidenceCommands(program: Command, host: Host, console: Console, on: JoinCommand): void {
  on<VerifyFlags>(
    withTrustFlags(program.command('verify'))
      .description('check evidence or a bundle offline: what is established, and what is not')
      .argument('<path>', 'evidence folder, evidence.tar.gz, or bundle.tar.gz')
      .option('--require <levels>', 'fail unless these levels are established, e.g. V1,V2', list),
    async (flags, signal, path = '') =>
      (await import('../commands/verify.ts')).verifyCommand(host, console, path, flags, signal),
  );
  on(
    withSharedFlags(program.command('compare'))
      .description('what changed from one run to another')
      .argument('<before>', 'run folder, evidence, bundle or results.json')
      .argument('<after>', 'the same of the younger run'),
    async (flags, signal, before = '', after = '') =>
      (await import('../commands/compare.ts')).compareCommand(host, console, before, after, flags, signal),
  );
  on<TrustFlags & { readonly format: string }>(
    withTrustFlags(program.command('checklist'))
      .description('the acceptance checklist; of a run, ticked from its evidence')
      .argument('[run]', 'run folder, evidence, evidence.tar.gz, or bundle.tar.gz')
      .option('--format <format>', 'text, md or json', 'text'),
    async (flags, signal, run) =>
      (await import('../commands/checklist.ts')).printChecklist(host, console, run, flags, signal),
  );
  on<AcceptFlags>(
    withTrustFlags(program.command('accept'))
      .description('walk the acceptance checklist, and write a receipt signed with your key')
      .argument('<path>', 'evidence folder, evidence.tar.gz, or bundle.tar.gz')
      .option('--sign-with <file>', 'your public key; ssh-keygen signs with its private half')
      .option('--sign-off <ids>', 'open lines that you answer for', list),
    async (flags, signal, path = '') =>
      (await import('../commands/accept.ts')).acceptCommand(host, console, path, flags, signal),
  );
}
