/** What a run left behind. */
export interface RunOutcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Value of `runtime` in every result of this runner: no container was started. */
export const STATIC_RUNTIME = 'static';

/** What `codex --version` prints here. It has the CLI's form and names itself static: no Codex CLI was run. */
const STATIC_CODEX_VERSION = 'codex-cli 0.0.0-static (static provider; no Codex CLI was run)';

const COMMAND_NOT_FOUND = 127;
const SHELLS: ReadonlySet<string> = new Set(['sh', 'bash', '/bin/sh', '/bin/bash']);
const SHELL_SYNTAX = /[|&;<>()$`\\*?[\]#~=%!{}\n]/;

/**
 * Runs a command line without Docker and without any process: `echo`, `printf TEXT`, `true`, `false`,
 * `codex --version`, and each of them through `sh -c` or `sh -lc` with plain and quoted words. Everything else ends
 * with 127 and says why, because a result that was not computed must not look like one that was.
 * @param command argument vector; empty runs the image's own command, which this runner does not have
 */
export function runStatic(command: readonly string[]): RunOutcome {
  const [name, ...args] = command;
  if (name !== undefined && SHELLS.has(name)) return runShell(args);
  return runBuiltIn(command);
}

function runShell(args: readonly string[]): RunOutcome {
  const [flag, script] = args;
  if ((flag !== '-c' && flag !== '-lc') || script === undefined || args.length !== 2) {
    return notBuiltIn('a shell called otherwise than with -c SCRIPT or -lc SCRIPT');
  }
  const words = splitWords(script);
  return words === undefined ? notBuiltIn('shell syntax beyond plain and quoted words') : runBuiltIn(words);
}

function runBuiltIn(command: readonly string[]): RunOutcome {
  const [name, ...args] = command;
  switch (name) {
    case 'true':
      return finished(0, '');
    case 'false':
      return finished(1, '');
    case 'echo':
      return finished(0, `${args.join(' ')}\n`);
    case 'printf':
      // Formats and escapes would need an interpreter; text without them is printed as it is.
      return args.length === 1 && args[0] !== undefined && !/[%\\]/.test(args[0])
        ? finished(0, args[0])
        : notBuiltIn('printf with a format');
    case 'codex':
      return args.length === 1 && args[0] === '--version'
        ? finished(0, `${STATIC_CODEX_VERSION}\n`)
        : notBuiltIn('codex with other arguments than --version');
    default:
      return notBuiltIn(name === undefined ? 'an empty command' : 'this command');
  }
}

/**
 * Splits a script of plain, 'single' and "double" quoted words; `undefined` for anything a shell would interpret.
 */
function splitWords(script: string): readonly string[] | undefined {
  const words: string[] = [];
  let rest = script.trim();
  while (rest !== '') {
    const word = /^(?:'([^']*)'|"([^"$`\\]*)"|([^\s'"]+))(?:\s+|$)/.exec(rest);
    if (word === null) return undefined;
    const [matched, single, double, plain] = word;
    if (plain !== undefined && SHELL_SYNTAX.test(plain)) return undefined;
    words.push(single ?? double ?? plain ?? '');
    rest = rest.slice(matched.length);
  }
  return words;
}

function finished(exitCode: number, stdout: string): RunOutcome {
  return { exitCode, stdout, stderr: '' };
}

function notBuiltIn(what: string): RunOutcome {
  return { exitCode: COMMAND_NOT_FOUND, stdout: '', stderr: `static runner: ${what} is not built in\n` };
}
