import { meaningOf } from '../../proof/report/command-variables.ts';

/**
 * One word of a shell command as the report writes it: bare letters, single quotes, and double quotes in which nothing
 * but `$NAME` and `${NAME}` is replaced.
 */
const WORD =
  /(?:[A-Za-z0-9_@%+=:,./-]|'[^'\0]*'|\\'|"(?:[^"\\$`\0]|\\["\\$`]|\$[A-Z][A-Z0-9_]*|\$\{[A-Z][A-Z0-9_]*\})*")+/y;
const VARIABLE = /(?<!\\)\$\{?([A-Z][A-Z0-9_]*)/g;
/** The gateway's origin as a whole, then a path: nothing can be appended to the host. */
const TO_THE_GATEWAY = /^"\$BUS_BASE_URL(?:"$|\/|"'?\/)/;

/** A shown command that does one HTTP call to the stack's gateway and nothing else. */
export interface CurlCommand {
  /** The command as it was shown. */
  readonly text: string;
  /** Variables that it refers to. */
  readonly variables: readonly string[];
}

/**
 * Reads a command of a check's exchange. A script that a stranger runs must hold nothing but calls: a command with any
 * other program, option or address is refused, whoever wrote the results.
 * @returns undefined for a command that is not one plain call of curl to `$BUS_BASE_URL`
 */
export function curlCommand(text: string): CurlCommand | undefined {
  const words = wordsOf(text);
  if (words === undefined || words[0] !== 'curl' || words[1] !== '-sS') return undefined;
  const url = words.at(-1) ?? '';
  if (!TO_THE_GATEWAY.test(url) || !optionsAllowed(words.slice(2, -1))) return undefined;
  const variables = [...new Set(words.flatMap(variablesOf))];
  // A name that nobody has described could be any variable of the person who runs the script.
  if (variables.some((name) => meaningOf(name) === undefined)) return undefined;
  return { text, variables };
}

/** Between single quotes a dollar is a dollar. */
function variablesOf(word: string): readonly string[] {
  const heeded = word.replaceAll(/"(?:[^"\\]|\\.)*"|'[^']*'/g, (quoted) =>
    quoted.startsWith("'") ? '' : quoted,
  );
  return [...heeded.matchAll(VARIABLE)].flatMap(([, name]) => (name === undefined ? [] : [name]));
}

function wordsOf(text: string): string[] | undefined {
  const words: string[] = [];
  for (let at = 0; at < text.length; at++) {
    WORD.lastIndex = at;
    const [word] = WORD.exec(text) ?? [];
    if (word === undefined) return undefined;
    words.push(word);
    at += word.length;
    if (at < text.length && text[at] !== ' ') return undefined;
  }
  return words;
}

function optionsAllowed(options: readonly string[]): boolean {
  for (let at = 0; at < options.length; at += 2) {
    const value = options[at + 1];
    if (value === undefined || !valueAllowed(options[at] ?? '', value)) return false;
  }
  return true;
}

function valueAllowed(option: string, value: string): boolean {
  switch (option) {
    case '-X':
      return /^[A-Z]{3,7}$/.test(value);
    case '-H':
      // curl would read a file named after an @.
      return !/^["']*@/.test(value);
    case '--data-raw':
      return true;
    default:
      return false;
  }
}
