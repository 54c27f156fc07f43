import {
  type CommandFact,
  commandsOf,
  type KnownWords,
  type OptionFact,
  optionsWithValue,
  optionValue,
  placesOf,
  type ValueKind,
} from '../command-facts.ts';

/** A completion script for fish (complete(1) of fish). */
export function fishCompletion(facts: readonly CommandFact[], known: KnownWords): string {
  const lines = [
    '# fish completion of bus-setup; source it, or put it into ~/.config/fish/completions/bus-setup.fish',
    helpers(facts),
    'complete -c bus-setup -e',
    'complete -c bus-setup -f',
    ...facts.flatMap((command) => [
      ...places(command, facts, known),
      ...command.options.map((option) => optionLine(command, option, known)),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

/** Functions that tell which command is typed, and at which place behind it. */
function helpers(facts: readonly CommandFact[]): string {
  const top = facts.flatMap((command) => (command.name === '' ? commandsOf(command, facts) : []));
  const nested = facts.flatMap((command) =>
    command.name === '' ? [] : commandsOf(command, facts).map((word) => `'${command.name} ${word}'`),
  );
  return `function __bus_setup_place
  set -l command ''
  set -l place 0
  set -l skip 0
  for word in (commandline -opc)[2..-1]
    if test $skip -eq 1
      set skip 0
      continue
    end
    switch $word
      case ${optionsWithValue(facts).join(' ')}
        set skip 1
      case '-*'
      case '*'
        switch "$command $word"
          case ${top.map((word) => `' ${word}'`).join(' ')}
            set command $word
          case ${nested.join(' ')}
            set command "$command $word"
          case '*'
            set place (math $place + 1)
        end
    end
  end
  echo $command
  echo $place
end
function __bus_setup_at
  set -l now (__bus_setup_place)
  test "$now[1]" = "$argv[1]"; or return 1
  test (count $argv) -eq 1; or test "$now[2]" = "$argv[2]"
end`;
}

/** What may stand behind a command; commands of its own come with what they do. */
function places(command: CommandFact, facts: readonly CommandFact[], known: KnownWords): readonly string[] {
  const below = new Set(commandsOf(command, facts));
  return placesOf(command, facts, known).flatMap((value, place) => {
    const when = `__bus_setup_at "${command.name}" ${place}`;
    const described = place > 0 ? [] : facts.filter(({ name }) => below.has(lastWord(command, name)));
    const commands = described.map((each) =>
      line(when, `-a ${lastWord(command, each.name)} -d ${quoted(each.says)}`),
    );
    const words =
      value.kind === 'words' ? value.words.filter((word) => place > 0 || !below.has(word)) : undefined;
    const rest =
      words === undefined || value.kind !== 'words' ? argumentsOf(value) : argumentsOf({ ...value, words });
    return [...commands, ...(rest === '' || words?.length === 0 ? [] : [line(when, rest)])];
  });
}

/** The last word of a command right below another; a word that no command has for any other one. */
function lastWord(parent: CommandFact, name: string): string {
  const prefix = parent.name === '' ? '' : `${parent.name} `;
  const rest = name.startsWith(prefix) ? name.slice(prefix.length) : ' ';
  return rest.includes(' ') ? ' ' : rest;
}

function line(when: string, rest: string): string {
  return `complete -c bus-setup -n ${quoted(when)} ${rest}`;
}

function optionLine(command: CommandFact, option: OptionFact, known: KnownWords): string {
  const { long, short, says } = option;
  const name = `-l ${long.replace(/^--/, '')}${short === undefined ? '' : ` -s ${short.replace(/^-/, '')}`}`;
  const value = optionValue(command, option, known);
  const values = value === undefined ? '' : ` -r ${argumentsOf(value)}`.trimEnd();
  return line(`__bus_setup_at "${command.name}"`, `${name}${values} -d ${quoted(says)}`);
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
        : `${value.files ? '-F' : '-f'} -a ${quoted(value.words.join(' '))}`;
    case 'free':
      return '';
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', ' ')}'`;
}
