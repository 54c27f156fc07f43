import {
  type CommandFact,
  commandsOf,
  type KnownWords,
  type OptionFact,
  optionValue,
  placesOf,
  topCommands,
  type ValueKind,
} from '../command-facts.ts';

/** A completion script for zsh (zshcompsys(1)): sourced, or as a file `_bus-setup` in a folder of `fpath`. */
export function zshCompletion(facts: readonly CommandFact[], known: KnownWords): string {
  const commands = topCommands(facts);
  const rootOptions = facts
    .flatMap((command) =>
      command.name === '' ? command.options.map((option) => optionSpec(command, option, known)) : [],
    )
    .map((spec) => `    ${spec} \\`)
    .join('\n');
  const described = commands.map(
    ({ name, says }) => `    ${quoted(`${name}:${says.replaceAll(':', '\\:')}`)}`,
  );
  return `#compdef bus-setup
# zsh completion of bus-setup; source it after compinit, or put it into a folder of fpath as _bus-setup
_bus-setup_or_file() {
  compadd -- "$@"
  _files
}
_bus-setup() {
  local curcontext=$curcontext state line
  typeset -A opt_args
  local -a commands
  commands=(
${described.join('\n')}
  )
  _arguments -C \\
${rootOptions}
    '(-)1: :->command' '(-)*:: :->rest'
  case $state in
    command) _describe -t commands command commands ;;
    rest)
      case $words[1] in
${commands.map((command) => branch(command, facts, known)).join('\n')}
      esac ;;
  esac
}
if [[ $funcstack[1] == _bus-setup ]]; then _bus-setup "$@"; else compdef _bus-setup bus-setup; fi
`;
}

function branch(command: CommandFact, facts: readonly CommandFact[], known: KnownWords): string {
  const below = facts.filter(({ name }) => name.startsWith(`${command.name} `));
  const own = `_arguments ${specs(command, facts, known)}`;
  if (below.length === 0) return `        ${command.name}) ${own} ;;`;
  const cases = below.map(
    (each) =>
      `            ${each.name.slice(command.name.length + 1)}) _arguments ${specs(each, facts, known)} ;;`,
  );
  return `        ${command.name})
          if (( CURRENT > 2 )) && [[ $words[2] == (${commandsOf(command, facts).join('|')}) ]]; then
            shift words
            (( CURRENT-- ))
            case $words[1] in
${cases.join('\n')}
            esac
          else
            ${own}
          fi ;;`;
}

function specs(command: CommandFact, facts: readonly CommandFact[], known: KnownWords): string {
  const positions = placesOf(command, facts, known).flatMap((value, place) =>
    // A place without words would only make zsh ask which of the two is meant.
    value.kind === 'free' ? [] : [`'${place + 1}: :${action(value)}'`],
  );
  return [...command.options.map((option) => optionSpec(command, option, known)), ...positions].join(' ');
}

function optionSpec(command: CommandFact, option: OptionFact, known: KnownWords): string {
  const { long, short, value, says } = option;
  const kind = optionValue(command, option, known);
  const text = `[${escaped(says)}]${kind === undefined ? '' : `:${escaped(value ?? '')}:${action(kind)}`}`;
  const repeated = value === undefined ? '' : '*';
  if (short === undefined) return quoted(`${repeated}${long}${text}`);
  return `${repeated === '' ? `'(${short} ${long})'` : "'*'"}{${short},${long}}${quoted(text)}`;
}

function action(value: ValueKind): string {
  switch (value.kind) {
    case 'file':
      return '_files';
    case 'folder':
      return '_files -/';
    case 'words':
      if (value.list) return `_values -s , word ${value.words.join(' ')}`;
      // With a space in front, the words are handed on as they are.
      return value.files ? ` _bus-setup_or_file ${value.words.join(' ')}` : `(${value.words.join(' ')})`;
    case 'free':
      return ' ';
  }
}

/** Signs that `_arguments` takes for its own. */
function escaped(text: string): string {
  return text.replaceAll(/[[\]:]/g, '\\$&');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''").replaceAll('\n', ' ')}'`;
}
