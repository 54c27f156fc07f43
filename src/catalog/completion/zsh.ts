import {
  type CommandFact,
  firstWords,
  type KnownWords,
  topCommands,
  type ValueKind,
  valueKind,
} from '../command-facts.ts';

/** A completion script for zsh (zshcompsys(1)): sourced, or as a file `_bus-setup` in a folder of `fpath`. */
export function zshCompletion(facts: readonly CommandFact[], known: KnownWords): string {
  const commands = topCommands(facts);
  const root = facts.find(({ name }) => name === '');
  const described = commands.map(
    ({ name, says }) => `    ${quoted(`${name}:${says.replaceAll(':', '\\:')}`)}`,
  );
  return `#compdef bus-setup
# zsh completion of bus-setup; source it after compinit, or put it into a folder of fpath as _bus-setup
_bus-setup() {
  local curcontext=$curcontext state line
  typeset -A opt_args
  local -a commands
  commands=(
${described.join('\n')}
  )
  _arguments -C \\
${(root?.options ?? []).map((option) => `    ${optionSpec(option, known)} \\`).join('\n')}
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
  const value = firstWords(command, facts, known);
  // A place without words would only make zsh ask which of the two is meant.
  const first = value.kind === 'free' ? [] : [`'1: :${action(value)}'`];
  const positions = command.arguments.slice(1).map(({ name }, index) => {
    return `'${index + 2}:${escaped(name)}:${action(valueKind(name, known))}'`;
  });
  const specs = [...command.options.map((option) => optionSpec(option, known)), ...first, ...positions];
  return `        ${command.name}) _arguments ${specs.join(' ')} ;;`;
}

function optionSpec(option: CommandFact['options'][number], known: KnownWords): string {
  const { long, short, value, says } = option;
  const text = `[${escaped(says)}]${value === undefined ? '' : `:${escaped(value)}:${action(valueKind(value, known))}`}`;
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
      return value.list ? `_values -s , word ${value.words.join(' ')}` : `(${value.words.join(' ')})`;
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
