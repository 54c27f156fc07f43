import type { CommandFact, OptionFact } from './command-facts.ts';

/** What stands on a manual page beside the commands. */
export interface ManPageFacts {
  readonly version: string;
  /** `[exit code, meaning]`. */
  readonly exitCodes: readonly (readonly [string, string])[];
  /** `[name, meaning]` of files that a run leaves. */
  readonly files: readonly (readonly [string, string])[];
  /** `[variable, meaning]`. */
  readonly environment: readonly (readonly [string, string])[];
}

/**
 * The manual page in the macros of man(7).
 * @param facts of every command, the program itself first
 */
export function manPage(facts: readonly CommandFact[], page: ManPageFacts): string {
  const [program, ...commands] = facts;
  if (program === undefined) throw new Error('a program has facts');
  const [first = '', ...more] = program.says.split('\n\n');
  const sections = [
    `.TH BUS\\-SETUP 1 "" "bus\\-setup ${escaped(page.version)}" "BusDK"`,
    ['.SH NAME', 'bus\\-setup \\- set up, prove and document a self\\-hosted BusDK AI product stack'],
    ['.SH SYNOPSIS', '.B bus\\-setup', '.RI [ command ]', '.RI [ options ]'],
    ['.SH DESCRIPTION', text(first), ...more.flatMap((paragraph) => ['.PP', text(paragraph)])],
    [
      '.SH OPTIONS',
      'Of a run. Most commands take the same; what else they take stands with them.',
      ...program.options.flatMap(option),
    ],
    ['.SH COMMANDS', ...commands.flatMap((command) => commandPart(command, program.options))],
    ['.SH EXIT STATUS', ...page.exitCodes.flatMap(pair)],
    ['.SH ENVIRONMENT', ...page.environment.flatMap(pair)],
    ['.SH FILES', ...page.files.flatMap(pair)],
    [
      '.SH EXAMPLES',
      ...program.examples.flatMap(({ line, says }) => ['.TP', `.B ${escaped(line)}`, text(says)]),
    ],
    ['.SH SEE ALSO', '.BR docker (1),', '.BR ssh\\-keygen (1)'],
  ];
  return `${sections.flat().join('\n')}\n`;
}

function commandPart(command: CommandFact, common: readonly OptionFact[]): readonly string[] {
  const own = command.options.filter(
    ({ long, says }) => !common.some((each) => each.long === long && each.says === says),
  );
  const words = command.arguments.map(({ name, required }) => (required ? name : `[${name}]`));
  return [
    `.SS ${escaped([command.name, ...words].join(' '))}`,
    text(sentence(command.says)),
    ...command.arguments.flatMap(({ name, says }) => ['.TP', `.I ${escaped(name)}`, text(says)]),
    ...own.flatMap(option),
    ...command.examples.flatMap(({ line, says }) => ['.TP', `.B ${escaped(line)}`, text(says)]),
  ];
}

function option({ long, short, value, says }: OptionFact): readonly string[] {
  const names = [short, long].filter((name) => name !== undefined).map((name) => `\\fB${escaped(name)}\\fR`);
  return ['.TP', `${names.join(', ')}${value === undefined ? '' : ` \\fI${escaped(value)}\\fR`}`, text(says)];
}

function pair([name, meaning]: readonly [string, string]): readonly string[] {
  return ['.TP', `.B ${escaped(name)}`, text(meaning)];
}

/** A line of text may not start with a dot or an apostrophe: those are requests. */
function text(words: string): string {
  return escaped(words.replaceAll('\n', ' ')).replace(/^(?=[.'])/, '\\&');
}

function escaped(words: string): string {
  return words
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('"', '\\(dq')
    .replaceAll('~', '\\(ti');
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
