import { Command } from 'commander';
import type { Host } from '../host/host.ts';
import { didYouMean } from '../reasons/did-you-mean.ts';
import { alternatives } from '../reasons/nearest-ids.ts';
import { STEP_IDS } from '../steps/step-id.ts';
import { VERSION } from '../version.ts';
import { addBillingCommands } from './billing-commands.ts';
import { commandFacts } from './command-facts.ts';
import { addEntitlementCommands } from './entitlement-commands.ts';
import { addEvidenceCommands } from './evidence-commands.ts';
import { addExamples, EXAMPLES, exampleLines } from './examples.ts';
import { joinCommands } from './join-command.ts';
import {
  type SharedFlags,
  withBundleFlags,
  withCheckFlags,
  withResumeFlags,
  withRunFlags,
  withSharedFlags,
  withStackFlags,
} from './options.ts';
import { addSecretCommands } from './secret-commands.ts';
import { addStackCommands } from './stack-commands.ts';
import type { Console } from './streams.ts';
import { addSupportCommands } from './support-commands.ts';

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

/**
 * The command line. Commands load what they need when they run, so that `--help` and `--version` load nothing.
 * @param setExitCode called with the exit code of the command that ran
 * @returns the program; what it throws of wrong usage (`CommanderError`) has not been printed
 */
export function buildProgram(host: Host, console: Console, setExitCode: (code: number) => void): Command {
  const { on, onRun } = joinCommands(host, console, setExitCode);
  const program = new Command('bus-setup')
    .description(DESCRIPTION)
    .version(VERSION, '-V, --version')
    .addHelpText('after', AFTER_HELP)
    .exitOverride()
    // Who catches the error says it: a mistyped flag may hold a token.
    .configureOutput({ outputError: () => undefined })
    .showSuggestionAfterError()
    .enablePositionalOptions();
  onRun(withBundleFlags(withCheckFlags(withResumeFlags(withRunFlags(program)))), STEP_IDS, {
    before: (unknown) => {
      if (unknown !== undefined) refuseCommand(program, unknown);
    },
  });

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
  onRun(
    withCheckFlags(withRunFlags(program.command('proof')))
      .description('prove the running stack and write the report')
      .option('--list', 'list the checks and what each proves'),
    ['proof'],
    {
      when: ({ list }) => list === true,
      instead: async (flags) => (await import('../commands/checks.ts')).printChecks(console.out, flags),
    },
  );
  const bundle = withBundleFlags(withRunFlags(program.command('bundle')))
    .description('write the diagnostic bundle, also when the stack is down')
    .enablePositionalOptions();
  onRun(bundle, ['bundle'], {
    when: ({ dryRun }) => dryRun === true,
    instead: async (flags, signal) =>
      (await import('../commands/bundle-plan.ts')).planBundle(host, console, flags, signal),
  });
  on(
    bundle
      .command('scan')
      .description('look for secrets in any archive, before it is sent')
      .argument('<file>', 'a .tar.gz, .tar, .gz or .zip of whichever program, or a folder')
      .option('--json', 'machine-readable output on stdout')
      .option('--debug', 'show stack traces'),
    async (flags, signal, file = '') =>
      (await import('../commands/bundle-scan.ts')).scanBundle(host, console, file, flags, signal),
  );

  addSecretCommands(program, host, console, on);
  addStackCommands(program, host, console, on);
  addEvidenceCommands(program, host, console, on);
  on(
    withStackFlags(program.command('credentials')).description(
      'write the variables of the commands in a report to a private file, for your shell',
    ),
    async (flags, signal) =>
      (await import('../commands/credentials.ts')).writeCredentials(host, console, flags, signal),
  );

  addBillingCommands(program, host, console, on);
  on(
    withSharedFlags(program.command('profiles'))
      .description('list the setup profiles, show one, or tell what is wrong in one')
      .argument('[action]', 'show or validate')
      .argument('[profile]', 'id or file'),
    async (flags, _signal, action, profile) =>
      (await import('../commands/profiles.ts')).printProfiles(host, console, action, profile, flags),
  );
  on<SharedFlags & { readonly format: string; readonly live?: boolean }>(
    withStackFlags(program.command('routes'))
      .description(
        'the route catalog: owner, exposure, audience, scopes, proof command; with --checkout or --live, what differs',
      )
      .option('--format <format>', 'table, md, json or openapi', 'table')
      .option('--live', 'ask the running stack which routes it knows'),
    async (flags, signal) =>
      (await import('../commands/routes.ts')).printRoutes(host, console, flags, signal),
  );
  addEntitlementCommands(program, host, console, on);
  addSupportCommands(program, host, console, on);
  on(
    withSharedFlags(program.command('completion'))
      .description('a script that completes commands, flags, checks and reasons in your shell')
      .argument('<shell>', 'bash, zsh or fish'),
    async (_flags, _signal, shell = '') =>
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
  const names = program.commands.map((command) => command.name());
  const begun = names.filter((name) => name.startsWith(word));
  const near = [...new Set([...begun, didYouMean(word, names) ?? []].flat())];
  const hint =
    near.length === 0 ? 'bus-setup --help lists the commands' : `Did you mean ${alternatives(near)}?`;
  program.error(`error: unknown command '${word}'\n${hint}`, { code: 'commander.unknownCommand' });
}
