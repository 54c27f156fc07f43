import { type Command, InvalidArgumentError, Option } from 'commander';

/** Flags that every command knows. */
export interface SharedFlags {
  readonly output?: string;
  readonly profile?: string;
  readonly port?: number;
  readonly debug?: boolean;
  readonly json?: boolean;
  readonly color?: boolean;
}

/** Flags of the commands that run steps. */
export interface RunFlags extends SharedFlags {
  readonly ci?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly input?: boolean;
  readonly yes?: boolean;
  readonly accessible?: boolean;
  readonly dryRun?: boolean;
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly list?: boolean;
}

/** Gives a command the flags that every command knows. */
export function withSharedFlags(command: Command): Command {
  return command
    .option('-o, --output <dir>', 'run folder (default: a folder of its own under bus-setup-runs/)')
    .option('-p, --profile <id|file>', 'setup profile (default: the one of the last time, else embedded)')
    .option('--json', 'machine-readable output on stdout, everything else on stderr')
    .option('--color', 'use colour')
    .addOption(new Option('--no-color', 'do not use colour').default(undefined))
    .option('--debug', 'show stack traces');
}

/** Gives a command the flags of a run. */
export function withRunFlags(command: Command): Command {
  return withSharedFlags(command)
    .option('--port <port>', 'gateway port of the embedded stack, 0 for a free one', portNumber)
    .option('--ci', 'headless: plain lines, no questions, exit code')
    .option('-y, --yes', 'take the default answer of every question')
    .addOption(new Option('--no-input', 'never ask; fail when an answer is missing').default(undefined))
    .option('--accessible', 'plain lines for a screen reader')
    .option('-q, --quiet', 'failures and the result only')
    .option('-v, --verbose', 'progress and log lines too')
    .option('-n, --dry-run', 'show what would be done, and do nothing');
}

/** Gives a command the flags that choose checks. */
export function withCheckFlags(command: Command): Command {
  return command
    .option('--only <checks>', 'run only these checks and what they need (comma-separated)', list)
    .option('--skip <checks>', 'leave these checks out (comma-separated)', list);
}

/**
 * The flags of a command, with those that were given before its name (`bus-setup --ci proof`); the command's own win.
 */
export function flagsOf<Flags extends SharedFlags>(command: Command): Flags {
  const given = [command.parent?.opts() ?? {}, command.opts()].map((options) =>
    Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)),
  );
  return Object.assign({}, ...given) as Flags;
}

function portNumber(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535)
    throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return port;
}

function list(text: string, before: readonly string[] = []): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.some((name) => name === ''))
    throw new InvalidArgumentError('Names are separated by single commas.');
  return [...before, ...names];
}
