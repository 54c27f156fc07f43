import { Command } from 'commander';
import type { Host } from '../host/host.ts';
import type { StepId } from '../steps/events.ts';
import { VERSION } from '../version.ts';
import { type RunFlags, type SharedFlags, withCheckFlags, withRunFlags, withSharedFlags } from './options.ts';
import { reportError } from './report-error.ts';
import type { Console } from './streams.ts';

const WHOLE_RUN: readonly StepId[] = ['preflight', 'start', 'proof', 'bundle'];

const DESCRIPTION = `Takes a clean machine to a running, proven, self-hosted AI product stack,
and leaves evidence that a stranger can check.

Without a command it does the whole run: preflight, start, proof, bundle.
In a terminal that is a wizard; in a pipe or with --ci it is plain lines.`;

const AFTER_HELP = `
Examples:
  bus-setup                          the wizard
  bus-setup --ci                     the same run, headless
  bus-setup --ci --json              one JSON event a line
  bus-setup proof --only models      one check against the running stack
  bus-setup stop --wipe              stop the stack and remove its data
  bus-setup explain PF-PORT-TAKEN    what a reason means and what to do

Exit codes:
  0 proven   1 bug   2 usage   3 not proven   4 stack not ready
  5 preflight refused   6 bundle refused   130 Ctrl+C   143 SIGTERM`;

/**
 * The command line. Commands load what they need when they run, so that `--help` and `--version` load nothing.
 * @param setExitCode called with the exit code of the command that ran
 */
export function buildProgram(host: Host, console: Console, setExitCode: (code: number) => void): Command {
  const act = async (flags: SharedFlags, work: () => Promise<number>): Promise<void> => {
    try {
      setExitCode(await work());
    } catch (error) {
      setExitCode(reportError(error, console, flags.debug === true));
    }
  };
  const steps = (ids: readonly StepId[]) => (flags: RunFlags) =>
    act(flags, async () => (await import('./run-command.ts')).runCommand(host, console, ids, flags));

  const program = new Command('bus-setup')
    .description(DESCRIPTION)
    .version(VERSION, '-V, --version')
    .addHelpText('after', AFTER_HELP)
    .exitOverride()
    .showSuggestionAfterError()
    .enablePositionalOptions()
    .configureHelp({ showGlobalOptions: false });
  withCheckFlags(withRunFlags(program)).action(steps(WHOLE_RUN));

  withRunFlags(program.command('preflight'))
    .description('check this machine, the profile and the credentials; starts nothing')
    .action(steps(['preflight']));
  withRunFlags(program.command('start'))
    .description('check, then start the stack or use the one that runs')
    .action(steps(['preflight', 'start']));
  withCheckFlags(withRunFlags(program.command('proof')))
    .description('prove the running stack and write the report')
    .option('--list', 'list the checks and what each proves')
    .action((flags: RunFlags) =>
      flags.list === true
        ? act(flags, async () => (await import('../commands/checks.ts')).printChecks(console.out, flags))
        : steps(['proof'])(flags),
    );
  withRunFlags(program.command('bundle'))
    .description('write the diagnostic bundle, also when the stack is down')
    .action(steps(['bundle']));

  withSharedFlags(program.command('status'))
    .description('services, health and addresses of the stack')
    .action((flags: SharedFlags) =>
      act(flags, async () => (await import('../commands/status.ts')).printStatus(host, console, flags)),
    );
  withSharedFlags(program.command('stop'))
    .description('stop the stack; its data stays')
    .option('--wipe', 'remove its data too')
    .action((flags: SharedFlags & { wipe?: boolean }) =>
      act(flags, async () => (await import('../commands/stop.ts')).stopStack(host, console, flags)),
    );
  withSharedFlags(program.command('restart'))
    .description('restart one service')
    .argument('<service>', 'service of the profile, e.g. bus-llm')
    .action((service: string, flags: SharedFlags) =>
      act(flags, async () => (await import('../commands/restart.ts')).restartService(host, console, service, flags)),
    );
  withSharedFlags(program.command('logs'))
    .description('the last lines of one service, redacted')
    .argument('<service>', 'service of the profile, e.g. bus-llm')
    .option('--lines <n>', 'how many lines', '100')
    .action((service: string, flags: SharedFlags & { lines: string }) =>
      act(flags, async () => (await import('../commands/logs.ts')).printLogs(host, console, service, flags)),
    );

  withSharedFlags(program.command('profiles'))
    .description('list the setup profiles, or show one')
    .argument('[action]', 'show')
    .argument('[profile]', 'id or file')
    .action((action: string | undefined, profile: string | undefined, flags: SharedFlags) =>
      act(flags, async () =>
        (await import('../commands/profiles.ts')).printProfiles(host, console, action, profile, flags),
      ),
    );
  withSharedFlags(program.command('routes'))
    .description('the route catalog: owner, exposure, audience, scopes, proof command')
    .option('--format <format>', 'table, md or json', 'table')
    .action((flags: SharedFlags & { format: string }) =>
      act(flags, async () => (await import('../commands/routes.ts')).printRoutes(console, flags)),
    );
  withSharedFlags(program.command('explain'))
    .description('what a reason id means and what to do')
    .argument('[id]', 'reason id, e.g. PF-PORT-TAKEN; without one, all are listed')
    .action((id: string | undefined, flags: SharedFlags) =>
      act(flags, async () => (await import('../commands/explain.ts')).explainReason(console, id, flags)),
    );
  return program;
}
