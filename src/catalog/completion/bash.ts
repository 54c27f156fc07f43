import {
  type CommandFact,
  firstWords,
  type KnownWords,
  topCommands,
  type ValueKind,
  valueKind,
} from '../command-facts.ts';

/**
 * A completion script for bash (bash manual, "Programmable Completion"). It calls nothing of bash-completion, and
 * leaves names of files to bash itself.
 */
export function bashCompletion(facts: readonly CommandFact[], known: KnownWords): string {
  const commands = topCommands(facts);
  const withValue = [
    ...new Set(
      facts.flatMap(({ options }) =>
        options.flatMap((each) => (each.value === undefined ? [] : names(each))),
      ),
    ),
  ];
  const root = facts.find(({ name }) => name === '');
  return `# bash completion of bus-setup; source it, or put it where bash looks for completions
_bus_setup_words() {
  COMPREPLY=($(compgen -W "$1" -- "$2"))
}
# Several words with commas between them: the last one is completed.
_bus_setup_list() {
  local before=''
  [[ $2 == *,* ]] && before="\${2%,*},"
  COMPREPLY=($(compgen -P "$before" -W "$1" -- "\${2##*,}"))
}
_bus_setup() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command='' at
  COMPREPLY=()
  if [[ $current == '=' ]]; then current=''; elif [[ $previous == '=' ]]; then previous=\${COMP_WORDS[COMP_CWORD-2]}; fi
  for ((at = 1; at < COMP_CWORD; at++)); do
    case \${COMP_WORDS[at]} in
      ${withValue.join(' | ')}) ((at++)) ;;
      ${commands.map(({ name }) => name).join(' | ')}) command=\${COMP_WORDS[at]}; break ;;
    esac
  done
  case $command in
${commands.map((command) => branch(command.name, command, facts, known)).join('\n')}
${root === undefined ? '' : branch("''", root, facts, known)}
  esac
}
complete -o bashdefault -o default -F _bus_setup bus-setup
`;
}

function branch(
  label: string,
  command: CommandFact,
  facts: readonly CommandFact[],
  known: KnownWords,
): string {
  const values = command.options.flatMap((option) => {
    if (option.value === undefined) return [];
    return [`        ${names(option).join(' | ')}) ${action(valueKind(option.value, known))}return ;;`];
  });
  const first =
    command.name === ''
      ? ({ kind: 'words', words: topCommands(facts).map(({ name }) => name), list: false } as const)
      : firstWords(command, facts, known);
  return `    ${label})
      case $previous in
${values.join('\n')}
      esac
      if [[ $current == -* ]]; then _bus_setup_words '${command.options.flatMap(names).join(' ')}' "$current"; return; fi
      ${action(first)}return ;;`;
}

/** Nothing for names of files: then bash completes them itself. */
function action(value: ValueKind): string {
  if (value.kind === 'folder') return 'COMPREPLY=($(compgen -d -- "$current")); ';
  if (value.kind !== 'words') return '';
  return `_bus_setup_${value.list ? 'list' : 'words'} '${value.words.join(' ')}' "$current"; `;
}

function names({ long, short }: { readonly long: string; readonly short?: string }): readonly string[] {
  return short === undefined ? [long] : [short, long];
}
