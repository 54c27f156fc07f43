import { Command, CommanderError } from 'commander';
import type { AcceptFlags } from '../commands/accept.ts';
import type { LogFlags } from '../commands/logs.ts';
import type { RedactFlags } from '../commands/redact.ts';
import type { TrustFlags, VerifyFlags } from '../commands/verify.ts';
import type { Host } from '../host/host.ts';
import { didYouMean } from '../reasons/did-you-mean.ts';
import { STEP_IDS, type StepId } from '../steps/step-id.ts';
import { VERSION } from '../version.ts';
import { addBillingCommands } from './billing-commands.ts';
import { commandFacts } from './command-facts.ts';
import { addEntitlementCommands } from './entitlement-commands.ts';
import { addExamples, EXAMPLES, exampleLines } from './examples.ts';
import {
  flagsOf,
  list,
  type RunFlags,
  type SharedFlags,
  withBundleFlags,
  withCheckFlags,
  withResumeFlags,
  withRunFlags,
  withSharedFlags,
  withStackFlags,
  withTrustFlags,
} from './options.ts';
import { reportError } from './report-error.ts';
import type { Console } from './streams.ts';
import { addSupportCommands } from './support-commands.ts';
import { untilSignal } from './until-signal.ts';

const DESCRIPTION = `Takes a clean machine to a running, proven, self-hosted AI product stack,
and leaves evidence that a stranger can check.

Without a command it does the whole run: preflight, start, proof, bundle.
In a terminal that is a wizard; in a pipe or with --ci it is plain lines.`;

const AFTER_HELP = `
Examples:
${exampleLines(EXAMPLES[''] ?? []).join('\n')}

Exit codes:
  0 proven   1 bug   2 usage   3 not proven   4 stack not ready
  5 preflight refused   6 bundle refused
  129 terminal closed   130 Ctrl+C   143 SIGTERM`;

/** What a command does with its flags and arguments; resolves with the exit code. */
type Work<Flags> = (flags: Flags, ...args: string[]) => Promise<number>;

/**
 * The command line. Commands load what they need when they run, so that `--help` and `--version` load nothing.
 * @param setExitCode called with the exit code of the command that ran
 */
export function buildProgram(host: Host, console: Console, setExitCode: (code: number) => void): Command {
  const on = <Flags extends SharedFlags>(command: Command, work: Work<Flags>): void => {
    command.action(async () => {
      const flags = flagsOf<Flags>(command);
      try {
        setExitCode(await work(flags, ...command.args));
      } catch (error) {
        if (error instanceof CommanderError) throw error;
        setExitCode(reportError(error, console, flags.debug === true));
      }
    });
  };
  const onRun = (command: Command, steps: readonly StepId[]): void =>
    on<RunFlags>(command, async (flags) =>
      (await import('./run-command.ts')).runCommand(host, console, steps, flags),
    );

  const program = new Command('bus-setup')
    .description(DESCRIPTION)
    .version(VERSION, '-V, --version')
    .addHelpText('after', AFTER_HELP)
    .exitOverride()
    .showSuggestionAfterError()
    .enablePositionalOptions();
  on<RunFlags>(
    withBundleFlags(withCheckFlags(withResumeFlags(withRunFlags(program)))),
    async (flags, unknown) => {
      if (unknown !== undefined) refuseCommand(program, unknown);
      return (await import('./run-command.ts')).runCommand(host, console, STEP_IDS, flags);
    },
  );

  onRun(
    withRunFlags(program.command('preflight')).description(
      'check this machine, the profile and the credentials; starts nothing',
    ),
    ['preflight'],
  );
  onRun(
    withRunFlags(program.command('start')).description(
      'check, then start the stack or use the one that runs',
    ),
    ['preflight', 'start'],
  );
  on<RunFlags>(
    withCheckFlags(withRunFlags(program.command('proof')))
      .description('prove the running stack and write the report')
      .option('--list', 'list the checks and what each proves'),
    async (flags) =>
      flags.list === true
        ? (await import('../commands/checks.ts')).printChecks(console.out, flags)
        : (await import('./run-command.ts')).runCommand(host, console, ['proof'], flags),
  );
  const bundle = withBundleFlags(withRunFlags(program.command('bundle')))
    .description('write the diagnostic bundle, also when the stack is down')
    .enablePositionalOptions();
  on<RunFlags>(bundle, async (flags) =>
    flags.dryRun === true
      ? (await import('../commands/bundle-plan.ts')).planBundle(host, console, flags)
      : (await import('./run-command.ts')).runCommand(host, console, ['bundle'], flags),
  );
  on(
    bundle
      .command('scan')
      .description('look for secrets in any archive, before it is sent')
      .argument('<file>', 'a .tar.gz, .tar or .gz of whichever program')
      .option('--json', 'machine-readable output on stdout')
      .option('--debug', 'show stack traces'),
    async (flags, file = '') =>
      (await import('../commands/bundle-scan.ts')).scanBundle(host, console, file, flags),
  );

  on<SharedFlags & RedactFlags>(
    withSharedFlags(program.command('redact'))
      .description('redact a file, or what comes through a pipe, to stdout')
      .argument('<file>', 'path, or - for stdin')
      .option('--keep-personal-data', 'leave mail, IP addresses and names of machines in it'),
    async (flags, file = '') =>
      (await import('../commands/redact.ts')).redactCommand(host, process, file, flags),
  );
  on<SharedFlags & { readonly format: string }>(
    withSharedFlags(program.command('scan'))
      .description('look for real secrets in the files that git tracks')
      .argument('[dir]', 'folder of the checkout', '.')
      .option('--format <format>', 'text, json or sarif', 'text'),
    async (flags, dir = '.') => (await import('../commands/scan.ts')).scanCommand(host, console, dir, flags),
  );
  on(
    withSharedFlags(program.command('selftest'))
      .description('send canaries through redactor, leak scan and tracked scan')
      .argument('<what>', 'redact'),
    async (flags, what = '') =>
      (await import('../commands/selftest.ts')).selfTestCommand(host, console, what, flags),
  );

  on(
    withStackFlags(program.command('status')).description('services, health and addresses of the stack'),
    (flags) =>
      untilSignal(async (signal) =>
        (await import('../commands/status.ts')).printStatus(host, console, flags, signal),
      ),
  );
  on<SharedFlags & { readonly wipe?: boolean }>(
    withStackFlags(program.command('stop'))
      .description('stop the stack; its data stays')
      .option('--wipe', 'remove its data too'),
    (flags) =>
      untilSignal(async (signal) =>
        (await import('../commands/stop.ts')).stopStack(host, console, flags, signal),
      ),
  );
  on(
    withStackFlags(program.command('restart'))
      .description('restart one service')
      .argument('<service>', 'service of the profile, e.g. bus-llm'),
    (flags, service = '') =>
      untilSignal(async (signal) =>
        (await import('../commands/restart.ts')).restartService(host, console, service, flags, signal),
      ),
  );
  on<LogFlags>(
    withStackFlags(program.command('logs'))
      .description('the last lines of one service, redacted')
      .argument('<service>', 'service of the profile, e.g. bus-llm')
      .option('--lines <n>', 'how many lines', '100')
      .option('-f, --follow', 'go on with every new line: embedded and compose'),
    (flags, service = '') =>
      untilSignal(async (signal) =>
        (await import('../commands/logs.ts')).printLogs(host, console, service, flags, signal),
      ),
  );

  on<VerifyFlags>(
    withTrustFlags(program.command('verify'))
      .description('check evidence or a bundle offline: what is established, and what is not')
      .argument('<path>', 'evidence folder, evidence.tar.gz, or bundle.tar.gz')
      .option('--require <levels>', 'fail unless these levels are established, e.g. V1,V2', list),
    async (flags, path = '') =>
      (await import('../commands/verify.ts')).verifyCommand(host, console, path, flags),
  );
  on(
    withSharedFlags(program.command('compare'))
      .description('what changed from one run to another')
      .argument('<before>', 'run folder, evidence, bundle or results.json')
      .argument('<after>', 'the same of the younger run'),
    async (flags, before = '', after = '') =>
      (await import('../commands/compare.ts')).compareCommand(host, console, before, after, flags),
  );
  on<TrustFlags & { readonly format: string }>(
    withTrustFlags(program.command('checklist'))
      .description('the acceptance checklist; of a run, ticked from its evidence')
      .argument('[run]', 'run folder, evidence, evidence.tar.gz, or bundle.tar.gz')
      .option('--format <format>', 'text, md or json', 'text'),
    async (flags, run) =>
      (await import('../commands/checklist.ts')).printChecklist(host, console, run, flags),
  );
  on<AcceptFlags>(
    withTrustFlags(program.command('accept'))
      .description('walk the acceptance checklist, and write a receipt signed with your key')
      .argument('<path>', 'evidence folder, evidence.tar.gz, or bundle.tar.gz')
      .option('--sign-with <file>', 'your public key; ssh-keygen signs with its private half')
      .option('--sign-off <ids>', 'open lines that you answer for', list),
    async (flags, path = '') =>
      (await import('../commands/accept.ts')).acceptCommand(host, console, path, flags),
  );

  on(
    withStackFlags(program.command('credentials')).description(
      'write the variables of the commands in a report to a private file, for your shell',
    ),
    async (flags) => (await import('../commands/credentials.ts')).writeCredentials(host, console, flags),
  );

  addBillingCommands(program, host, console, on);
  on(
    withSharedFlags(program.command('profiles'))
      .description('list the setup profiles, show one, or tell what is wrong in one')
      .argument('[action]', 'show or validate')
      .argument('[profile]', 'id or file'),
    async (flags, action, profile) =>
      (await import('../commands/profiles.ts')).printProfiles(host, console, action, profile, flags),
  );
  on<SharedFlags & { readonly format: string; readonly live?: boolean }>(
    withStackFlags(program.command('routes'))
      .description(
        'the route catalog: owner, exposure, audience, scopes, proof command; with --checkout or --live, what differs',
      )
      .option('--format <format>', 'table, md, json or openapi', 'table')
      .option('--live', 'ask the running stack which routes it knows'),
    async (flags) => (await import('../commands/routes.ts')).printRoutes(host, console, flags),
  );
  addEntitlementCommands(program, host, console, on);
  addSupportCommands(program, host, console, on);
  on(
    withSharedFlags(program.command('completion'))
      .description('a script that completes commands, flags, checks and reasons in your shell')
      .argument('<shell>', 'bash, zsh or fish'),
    async (_flags, shell = '') =>
      (await import('../commands/completion.ts')).printCompletion(
        host,
        console,
        shell,
        commandFacts(program),
      ),
  );
  addExamples(program);
  // Only here, after the commands were made, for they would inherit it: a word too many is refused in the program's words.
  program.allowExcessArguments();
  return program;
}

/** @throws CommanderError: a word where a command stands, and it is none */
function refuseCommand(program: Command, word: string): never {
  const meant = didYouMean(
    word,
    program.commands.map((command) => command.name()),
  );
  const hint = meant === undefined ? 'bus-setup --help lists the commands' : `Did you mean ${meant}?`;
  program.error(`error: unknown command '${word}'\n${hint}`, { code: 'commander.unknownCommand' });
}
