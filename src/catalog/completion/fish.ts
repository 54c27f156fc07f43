import {
  type CommandFact,
  firstWords,
  type KnownWords,
  topCommands,
  type ValueKind,
  valueKind,
} from '../command-facts.ts';

/** A completion script for fish (complete(1) of fish). */
export function fishCompletion(facts: readonly CommandFact[], known: KnownWords): string {
  const commands = topCommands(facts);
  const root = facts.find(({ name }) => name === '');
  const lines = [
    '# fish completion of bus-setup; source it, or put it into ~/.config/fish/completions/bus-setup.fish',
    'complete -c bus-setup -e',
    'complete -c bus-setup -f',
    ...commands.map(({ name, says }) => line('__fish_use_subcommand', `-a ${name} -d ${quoted(says)}`)),
    ...(root?.options ?? []).map((option) => optionLine('__fish_use_subcommand', option, known)),
    ...commands.flatMap((command) => {
      const when = `__fish_seen_subcommand_from ${command.name}`;
      const values = argumentsOf(firstWords(command, facts, known));
      return [
        ...(values === '' ? [] : [line(when, values)]),
        ...command.options.map((option) => optionLine(when, option, known)),
      ];
    }),
  ];
  return `${lines.join('\n')}\n`;
}

function line(when: string, rest: string): string {
  return `complete -c bus-setup -n ${quoted(when)} ${rest}`;
}

function optionLine(when: string, option: CommandFact['options'][number], known: KnownWords): string {
  const { long, short, value, says } = option;
  const name = `-l ${long.replace(/^--/, '')}${short === undefined ? '' : ` -s ${short.replace(/^-/, '')}`}`;
  const values = value === undefined ? '' : ` -r ${argumentsOf(valueKind(value, known))}`.trimEnd();
  return line(when, `${name}${values} -d ${quoted(says)}`);
}

function argumentsOf(value: ValueKind): string {
  switch (value.kind) {
    case 'file':
      return '-F';
    case 'folder':
      return `-f -a ${quoted('(__fish_complete_directories)')}`;
    case 'words':
      return value.list
        ? `-f -a ${quoted(`(__fish_complete_list , "printf '%s\\n' ${value.words.join(' ')}")`)}`
        : `-f -a ${quoted(value.words.join(' '))}`;
    case 'free':
      return '';
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', ' ')}'`;
}
