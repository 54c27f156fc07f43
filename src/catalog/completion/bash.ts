import {
  type CommandFact,
  commandsOf,
  type KnownWords,
  optionNames,
  optionsWithValue,
  optionValue,
  placesOf,
  type ValueKind,
} from '../command-facts.ts';

/**
 * A completion script for bash (bash manual, "Programmable Completion"). It calls nothing of bash-completion, and
 * leaves names of files to bash itself.
 */
export function bashCompletion(facts: readonly CommandFact[], known: KnownWords): string {
  const nested = facts.flatMap((command) =>
    command.name === '' ? [] : commandsOf(command, facts).map((word) => `'${command.name} ${word}'`),
  );
  const top = facts.flatMap((command) => (command.name === '' ? commandsOf(command, facts) : []));
  return `# bash completion of bus-setup; source it, or put it where bash looks for completions
_bus_setup_words() {
  COMPREPLY=($(compgen -W "$1" -- "$2"))
}
_bus_setup_words_or_file() {
  COMPREPLY=($(compgen -W "$1" -- "$2"; compgen -f -- "$2" || :))
}
# Several words with commas between them: the last one is completed.
_bus_setup_list() {
  local before=''
  [[ $2 == *,* ]] && before="\${2%,*},"
  COMPREPLY=($(compgen -P "$before" -W "$1" -- "\${2##*,}"))
}
_bus_setup() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command='' place=0 at
  COMPREPLY=()
  if [[ $current == '=' ]]; then current=''; elif [[ $previous == '=' ]]; then previous=\${COMP_WORDS[COMP_CWORD-2]}; fi
  for ((at = 1; at < COMP_CWORD; at++)); do
    case \${COMP_WORDS[at]} in
      ${optionsWithValue(facts).join(' | ')}) if [[ \${COMP_WORDS[at+1]} == '=' ]]; then ((at += 2)); else ((at += 1)); fi ;;
      -*) ;;
      *) case "$command \${COMP_WORDS[at]}" in
        ${top.map((word) => `' ${word}'`).join(' | ')}) command=\${COMP_WORDS[at]} ;;
        ${nested.join(' | ')}) command="$command \${COMP_WORDS[at]}" ;;
        *) ((place += 1)) ;;
      esac ;;
    esac
  done
  case $command in
${facts.map((command) => branch(command, facts, known)).join('\n')}
  esac
}
complete -o bashdefault -o default -F _bus_setup bus-setup
`;
}

function branch(command: CommandFact, facts: readonly CommandFact[], known: KnownWords): string {
  const values = command.options.flatMap((option) => {
    const value = optionValue(command, option, known);
    return value === undefined
      ? []
      : [`        ${optionNames(option).join(' | ')}) ${action(value)}return ;;`];
  });
  const places = placesOf(command, facts, known).map(
    (value, place) => `        ${place}) ${action(value)}return ;;`,
  );
  return `    '${command.name}')
      case $previous in
${values.join('\n')}
      esac
      if [[ $current == -* ]]; then _bus_setup_words '${command.options.flatMap(optionNames).join(' ')}' "$current"; return; fi
      case $place in
${places.join('\n')}
      esac
      return ;;`;
}

/** Nothing for names of files: then bash completes them itself. */
function action(value: ValueKind): string {
  if (value.kind === 'folder') return 'COMPREPLY=($(compgen -d -- "$current")); ';
  if (value.kind !== 'words') return '';
  const how = value.list ? 'list' : value.files ? 'words_or_file' : 'words';
  return `_bus_setup_${how} '${value.words.join(' ')}' "$current"; `;
}
