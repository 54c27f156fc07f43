import { execFile, spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { type RunEvent, runEvent } from '../../src/steps/events.ts';
import { temporaryFolder } from '../fixtures/test-host.ts';

/** The launcher, as the installed program is started. */
export const LAUNCHER = fileURLToPath(new URL('../../bin/bus-setup.cjs', import.meta.url));

/** What a finished program left. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The environment of a newcomer: a path, a home of its own, and nothing of the machine that runs the tests. */
export function cleanEnvironment(
  home: string,
  extra: Readonly<Record<string, string>> = {},
): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, HOME: home, TMPDIR: process.env.TMPDIR, LANG: 'C.UTF-8', ...extra };
}

const DEFAULT_OUTPUT = 'bus-setup-runs';

/** A folder to run the program in; the stacks that it holds in the end are stopped. */
export function workspace(): {
  folder: string;
  run(args: readonly string[], options?: RunOptions): Promise<Finished>;
} {
  const folder = temporaryFolder();
  const run = (args: readonly string[], options: RunOptions = {}): Promise<Finished> =>
    runProgram(args, folder, options);
  const outputs = new Set<string>();
  onTestFinished(async () => {
    for (const output of [DEFAULT_OUTPUT, ...outputs]) {
      // Where there never was a stack, a stop is a start of the program for nothing.
      if (!existsSync(join(resolve(folder, output), 'stack'))) continue;
      await run(['stop', '--wipe', ...(output === DEFAULT_OUTPUT ? [] : ['--output', output])]);
    }
  });
  return {
    folder,
    run: (args, options) => {
      const at = args.indexOf('--output');
      const output = at === -1 ? undefined : args[at + 1];
      if (output !== undefined) outputs.add(output);
      return run(args, options);
    },
  };
}

/** How the program is started. */
export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Sent once stdout holds the text. */
  readonly signalWhen?: { readonly text: string; readonly signal: NodeJS.Signals };
}

/** Runs the bundled program to its end, with no terminal and no input. */
export function runProgram(
  args: readonly string[],
  folder: string,
  options: RunOptions = {},
): Promise<Finished> {
  const { promise, resolve, reject } = Promise.withResolvers<Finished>();
  const child = spawn(process.execPath, [LAUNCHER, ...args], {
    cwd: folder,
    env: cleanEnvironment(folder, options.env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  let signalled = false;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    if (!signalled && options.signalWhen !== undefined && stdout.includes(options.signalWhen.text)) {
      signalled = true;
      child.kill(options.signalWhen.signal);
    }
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.on('error', reject);
  child.on('close', (code) => resolve({ code, stdout, stderr }));
  return promise;
}

/** Tries before a signal that always comes too late is a defect of the program or of the test. */
const TRIES = 5;

/**
 * Runs the program with `--output out` to a signal in its middle. On a busy machine the signal can come when all is done;
 * such a run ends as an undisturbed one, and another is interrupted in a folder as new.
 */
export async function interruptedRun(
  { folder, run }: ReturnType<typeof workspace>,
  signalWhen: Required<RunOptions>['signalWhen'],
): Promise<Finished> {
  for (let attempt = 1; ; attempt += 1) {
    const finished = await run(['--ci', '--json', '--port', '0', '--output', 'out'], { signalWhen });
    if (finished.code !== 0 || attempt === TRIES) return finished;
    await run(['stop', '--wipe', '--output', 'out']);
    rmSync(join(folder, 'out'), { recursive: true, force: true });
  }
}

/** Every line of `--json` output as an event. @throws when a line is none. */
export function eventsOf(stdout: string): RunEvent[] {
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => runEvent.parse(JSON.parse(line)));
}

/** Runs a stock program; rejects when it ends with another code than 0. */
export function stock(command: string, args: readonly string[], cwd: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  execFile(command, args, { cwd }, (error, stdout, stderr) => {
    if (error === null) resolve(stdout);
    else reject(new Error(`${command}: ${stderr}${stdout}`, { cause: error }));
  });
  return promise;
}
