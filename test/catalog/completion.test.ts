import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawn } from '@lydell/node-pty';
import { describe, expect, it, onTestFinished } from 'vitest';
import { printCompletion } from '../../src/commands/completion.ts';
import { temporaryFolder, testHost } from '../fixtures/test-host.ts';
import { installed } from './installed.ts';
import { programFacts, silentConsole } from './program-facts.ts';

/** What is typed, and what must come out of it, in every shell. */
const CASES = [
  ['a command', 'bus-setup prefl', 'preflight'],
  ['a flag of a command', 'bus-setup stop --wi', '--wipe'],
  ['a check', 'bus-setup proof --only gateway-r', 'gateway-ready'],
  ['a check behind a comma', 'bus-setup proof --only models,usage-i', 'models,usage-ingest'],
  ['a profile', 'bus-setup --profile produ', 'production-pilot'],
  ['a reason', 'bus-setup explain ST-PORT-TA', 'ST-PORT-TAKEN'],
  [
    'a service, behind a flag with a value',
    'bus-setup restart --profile embedded bus-notes',
    'bus-notes-api',
  ],
  ['a format', 'bus-setup routes --format opena', 'openapi'],
  ['a format of another command', 'bus-setup scan --format sar', 'sarif'],
  ['a command of a command', 'bus-setup bundle sc', 'scan'],
  ['a flag of a command of a command', 'bus-setup bundle scan --js', '--json'],
  ['a group of checks', 'bus-setup proof --only runti', 'runtime'],
  ['a collector', 'bus-setup bundle --include comm', 'commit-pins'],
  ['a collector behind a comma', 'bus-setup bundle --exclude logs,comm', 'logs,commit-pins'],
  ['an action', 'bus-setup profiles vali', 'validate'],
  ['a second argument', 'bus-setup profiles show produ', 'production-pilot'],
  ['a line of the checklist', 'bus-setup accept --sign-off SECR', 'SECRETS_HANDOFF'],
  ['a shell', 'bus-setup completion zs', 'zsh'],
  ['a file of a value that may be one', 'bus-setup proof --profile ./my-prof', './my-profile.yaml'],
] as const;

/** A folder with one profile of its own, to type commands in. */
function folderWithProfile(): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'my-profile.yaml'), '');
  return folder;
}

/** Writes the script of a shell into a folder of its own. */
async function scriptOf(shell: string): Promise<string> {
  const { console, lines } = silentConsole();
  await printCompletion(testHost(), console, shell, programFacts());
  const file = join(temporaryFolder(), `bus-setup.${shell}`);
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

it('is refused for another shell', async () => {
  await expect(scriptOf('tcsh')).rejects.toMatchObject({ reason: { id: 'RN-USAGE' } });
});

describe('completion in bash', () => {
  it.each(CASES)('completes %s', async (_, typed, wanted) => {
    const words = typed.split(' ');
    const call = `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _bus_setup; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const file = await scriptOf('bash');
    const shown = execFileSync('bash', ['--norc', '-euc', call, 'bash', file, ...words], {
      encoding: 'utf8',
      cwd: folderWithProfile(),
    });
    expect(shown.trim().split('\n')).toEqual([wanted]);
  });

  it('is registered for the program', async () => {
    const shown = execFileSync('bash', [
      '--norc',
      '-c',
      'source "$1"; complete -p bus-setup',
      'bash',
      await scriptOf('bash'),
    ]);
    expect(shown.toString()).toContain('-F _bus_setup bus-setup');
  });
});

describe.runIf(installed('fish'))('completion in fish', () => {
  it.each(CASES)('completes %s', async (_, typed, wanted) => {
    const call = 'source $argv[1]; complete -C $argv[2]';
    const shown = execFileSync('fish', ['--no-config', '-c', call, await scriptOf('fish'), typed], {
      encoding: 'utf8',
      cwd: folderWithProfile(),
      env: { ...process.env, HOME: temporaryFolder() },
    });
    expect(
      shown
        .trim()
        .split('\n')
        .map((line) => line.split('\t')[0]),
    ).toEqual([wanted]);
  });
});

describe.runIf(installed('zsh'))('completion in zsh', () => {
  it('completes each of them, one line after the other in one shell', async () => {
    const file = await scriptOf('zsh');
    // The line is accepted with what Tab made of it, and a function of the program's name says what it was given.
    const setUp = `PS1= PROMPT_EOL_MARK=; autoload -U compinit; compinit -D; source ${file}; bus-setup() { print -r -- "GIVEN[$*]" }; print READY$((1+1))`;
    const given = (times: number) => new RegExp(`(?:GIVEN\\[[^\\]"$]*\\].*?){${times}}`, 's');
    const shown = await typedInto(
      'zsh',
      ['-f', '-i'],
      [
        [/\S/s, ''],
        [undefined, `${setUp}\r`],
        ...CASES.map(([_, typed], index): Step => [index === 0 ? /READY2/ : given(index), `${typed}\t\r`]),
        [given(CASES.length), 'exit\r'],
      ],
    );
    const lines = [...shown.matchAll(/GIVEN\[([^\]"$]*)\]/g)].map(([, line = '']) => line);
    expect(lines.map((line) => line.trim().replace(/,$/, ''))).toEqual(
      CASES.map(([_, typed, wanted]) => [...typed.split(' ').slice(1, -1), wanted].join(' ')),
    );
  });
});

for (const shell of ['zsh', 'fish'].filter((each) => !installed(each))) {
  process.stderr.write(`completion: ${shell} is left out, because it is not on PATH\n`);
}

/** What was seen before a text is typed, and the text; nothing seen is typed at once. */
type Step = readonly [RegExp | undefined, string];

/** Types into a program in a terminal, each text once the pattern before it was seen; gives all that was shown. */
function typedInto(command: string, args: readonly string[], steps: readonly Step[]): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const home = folderWithProfile();
  const terminal = spawn(command, [...args], {
    cols: 400,
    rows: 50,
    cwd: home,
    env: { PATH: process.env.PATH ?? '', HOME: home, TERM: 'dumb', LANG: 'C.UTF-8' },
  });
  onTestFinished(() => terminal.kill());
  let shown = '';
  const left = [...steps];
  const go = (): void => {
    for (
      let [next] = left;
      next !== undefined && (next[0] === undefined || next[0].test(shown));
      [next] = left
    ) {
      left.shift();
      terminal.write(next[1]);
    }
  };
  terminal.onData((data) => {
    shown += data;
    go();
  });
  terminal.onExit(() => resolve(shown));
  return promise;
}
