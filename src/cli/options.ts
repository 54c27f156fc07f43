import { type Command, InvalidArgumentError, Option } from 'commander';
import type { BundleFlags } from '../commands/bundle-flags.ts';
import type { StackFlags } from '../commands/stack-flags.ts';

/** Flags that every command knows. */
export interface SharedFlags extends StackFlags {
  readonly debug?: boolean;
  readonly color?: boolean;
}

/** Flags of the commands that run steps. */
export interface RunFlags extends SharedFlags, BundleFlags {
  readonly ci?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly input?: boolean;
  readonly yes?: boolean;
  readonly accessible?: boolean;
  readonly transcript?: string;
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly challenge?: string;
  readonly signWith?: string;
  readonly list?: boolean;
  readonly resume?: boolean;
  readonly fresh?: boolean;
}

/** Heading of the flags that a command has beside those of a group. */
const OWN_GROUP = 'Options:';

/** Gives a command the flags that every command knows. */
export function withSharedFlags(command: Command): Command {
  return command
    .option('-o, --output <dir>', 'run folder (default: a folder of its own under bus-setup-runs/)')
    .option(
      '-p, --profile <id|file>',
      'setup profile (default: embedded; the wizard offers the last one first)',
    )
    .option('--json', 'machine-readable output on stdout, everything else on stderr')
    .option('--color', 'use colour')
    .addOption(new Option('--no-color', 'do not use colour').default(undefined))
    .option('--debug', 'show stack traces');
}

/** Gives a command the flags that say which stack is meant. */
export function withStackFlags(command: Command): Command {
  return withSharedFlags(command)
    .option('-n, --dry-run', 'show what would be done, and do nothing')
    .optionsGroup('A checkout with Docker Compose:')
    .option('--checkout <dir>', 'folder of the BusDK checkout (default: here)')
    .option('--env-file <file>', 'environment file (default: .env of the checkout, else its example)')
    .option('--compose-file <file>', 'compose file, may be repeated', one)
    .option('--compose-profile <name>', 'profile to switch on, may be repeated', list)
    .option('--project-name <name>', 'project name')
    .optionsGroup('A stack that somebody else runs:')
    .option('--url <url>', 'base URL of the stack')
    .option('--ca-file <file>', 'certificates (PEM) that the stack is checked against')
    .option('--api-token-file <file>', 'file with the token for ai.hg.fi/api')
    .option('--auth-token-file <file>', 'file with the token for ai.hg.fi/auth')
    .option('--internal-token-file <file>', 'file with the token for ai.hg.fi/internal')
    .optionsGroup(OWN_GROUP);
}

/** Gives a command the flags of a run. */
export function withRunFlags(command: Command): Command {
  return withStackFlags(command)
    .optionsGroup('A checkout with Docker Compose:')
    .option('--ready-timeout <seconds>', 'how long a start may take', seconds)
    .optionsGroup('A stack that somebody else runs:')
    .option('--allow-writes', 'let checks write into it')
    .optionsGroup(OWN_GROUP)
    .option('--port <port>', 'gateway port, 0 for a free one (embedded and compose)', portNumber)
    .option('--ci', 'headless: plain lines, no questions, exit code')
    .option('-y, --yes', 'take the default answer of every question')
    .addOption(new Option('--no-input', 'never ask; fail when an answer is missing').default(undefined))
    .option('--accessible', 'plain lines, one question at a time: for a screen reader')
    .option('--transcript <file>', 'keep a redacted record of what is shown and pressed, for support')
    .option('-q, --quiet', 'failures and the result only')
    .option('-v, --verbose', 'progress and log lines too');
}

/** Gives the whole run the flags that say whether it goes on with an unfinished one. */
export function withResumeFlags(command: Command): Command {
  return command
    .addOption(
      new Option('--resume', 'go on with the unfinished run of the output folder').conflicts('fresh'),
    )
    .option('--fresh', 'begin anew, and do not offer an unfinished run');
}

/** Gives a command the flags that choose checks. */
export function withCheckFlags(command: Command): Command {
  return command
    .optionsGroup('The proof:')
    .option('--only <checks>', 'run only these checks and what they need (comma-separated)', list)
    .option('--skip <checks>', 'leave these checks out (comma-separated)', list)
    .option('--challenge <text>', 'a text that the buyer chose: it goes through the stack into the evidence')
    .option('--sign-with <file>', 'your public key: ssh-keygen signs the evidence with its private half')
    .optionsGroup(OWN_GROUP);
}

/** Gives a command the flags that say what a bundle holds and how it is written. */
export function withBundleFlags(command: Command): Command {
  return command
    .optionsGroup('The bundle:')
    .option('--since <time>', 'no older log lines and events, e.g. 2h or 2026-01-31T12:00:00Z')
    .option('--max-size <size>', 'largest archive, e.g. 5MB: what support can do without goes first')
    .option('--include <collectors>', 'only these collectors or paths, e.g. logs or stack/*.json', patterns)
    .option('--exclude <collectors>', 'not these collectors or paths', patterns)
    .option('--encrypt-to <age1…|file>', 'encrypt it to an age public key, may be repeated', one)
    .option('--keep-key', 'keep the key of the placeholders beside it, to tell which secret is which')
    .option('--keep-personal-data', 'leave mail and IP addresses in logs')
    .optionsGroup(OWN_GROUP);
}

/** Gives a command the flags that say what a buyer knows of evidence. */
export function withTrustFlags(command: Command): Command {
  return withSharedFlags(command)
    .option('--signer <file>', 'public key of the signer, got over another channel')
    .option('--code <code>', 'proof code, got over another channel')
    .option('--challenge <text>', 'the text that you chose before the proof was made')
    .option('--against <path>', 'your own run of the same proof')
    .option('--digest <hex>', 'SHA-256 that was published for the archive');
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

function seconds(text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new InvalidArgumentError('A whole number of seconds up to 99999.');
  return Number(text);
}

function one(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/** Words separated by commas; a comma inside braces belongs to its pattern. */
function patterns(text: string, before: readonly string[] = []): readonly string[] {
  return text.includes('{') ? one(text, before) : list(text, before);
}

/** Names separated by commas. */
export function list(text: string, before: readonly string[] = []): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.some((name) => name === ''))
    throw new InvalidArgumentError('Names are separated by single commas.');
  return [...before, ...names];
}
