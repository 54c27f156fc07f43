import { spawn } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Results, resultsSchema } from '../../../src/proof/report/results.ts';
import type { RunEvent } from '../../../src/steps/events.ts';
import { cleanEnvironment, type Finished, LAUNCHER } from '../../e2e/program.ts';

/** A run that is short, and is still a whole one: one check of the proof, every step, a bundle. */
export const SHORT_RUN = ['--ci', '--json', '--port', '0', '--only', 'gateway-ready'];

/** A program that was let run, and what happened to it. */
export interface Attacked extends Finished {
  /** The signal that ended it, when it did not end by itself. */
  readonly killedBy: NodeJS.Signals | null;
}

/** When a program is attacked, and with what. */
export interface Attack {
  /** Lines of its stdout that must have been seen. */
  readonly lines: number;
  readonly signal: NodeJS.Signals;
}

/** Something that is done to the world once a program has printed a text; the program is held meanwhile. */
export interface Disaster {
  readonly after: string;
  readonly strike: () => void;
}

/** A folder of its own for many attacked runs, with one running stack that they may use. */
export class Arena {
  /** Absolute path: working folder, home and temporary folder of every program here. */
  readonly root = mkdtempSync(join(tmpdir(), 'bus-setup-attacks-'));

  constructor() {
    mkdirSync(join(this.root, 'tmp'));
  }

  /** Runs the program to its end, or to its attack. */
  run(args: readonly string[], attack?: Attack | Disaster): Promise<Attacked> {
    return this.command(process.execPath, [LAUNCHER, ...args], attack);
  }

  /** Runs a shell script in which `"$@"` is the program with its arguments. */
  shell(script: string, args: readonly string[]): Promise<Attacked> {
    return this.command('bash', ['-c', script, 'bash', process.execPath, LAUNCHER, ...args]);
  }

  private command(command: string, args: readonly string[], attack?: Attack | Disaster): Promise<Attacked> {
    const { promise, resolve, reject } = Promise.withResolvers<Attacked>();
    const child = spawn(command, args, {
      cwd: this.root,
      env: this.environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    let seen = 0;
    let struck = attack === undefined;
    const strike = (): void => {
      if (struck || attack === undefined) return;
      struck = 'signal' in attack ? seen >= attack.lines : stdout.includes(attack.after);
      if (!struck) return;
      if ('signal' in attack) {
        child.kill(attack.signal);
        return;
      }
      child.kill('SIGSTOP');
      try {
        attack.strike();
      } finally {
        child.kill('SIGCONT');
      }
    };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      seen += text.split('\n').length - 1;
      strike();
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('spawn', strike);
    child.on('error', reject);
    child.on('close', (code, killedBy) => resolve({ code, killedBy, stdout, stderr }));
    return promise;
  }

  /** What programs here see of the environment. */
  environment(): NodeJS.ProcessEnv {
    return cleanEnvironment(this.root, { TMPDIR: join(this.root, 'tmp') });
  }

  /** Starts the stack that {@link shareStack} lends out. */
  async startStack(): Promise<void> {
    const { code, stdout } = await this.run(['start', '--port', '0', '--output', 'shared']);
    if (code !== 0) throw new Error(stdout);
  }

  /** Gives an output folder the running stack: its record is all that a run needs to find it. */
  shareStack(output: string): void {
    const folder = join(this.root, output, 'stack');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    copyFileSync(join(this.root, 'shared', 'stack', 'state.json'), join(folder, 'state.json'));
  }

  /** Processes that work in this arena, without ours. */
  processes(below = ''): readonly number[] {
    const place = join(this.root, below);
    return readdirSync('/proc').flatMap((name) => {
      if (!/^\d+$/.test(name)) return [];
      const cwd = linkOf(`/proc/${name}/cwd`);
      return cwd === place || cwd?.startsWith(`${place}/`) === true ? [Number(name)] : [];
    });
  }

  /** Stops the shared stack and removes everything. */
  async close(): Promise<void> {
    await this.run(['stop', '--wipe', '--output', 'shared']);
    for (const pid of this.processes()) killIfThere(pid);
    rmSync(this.root, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }

  /** The names in a folder that nobody should find there when no run works. */
  leftovers(output: string): readonly string[] {
    const folders = ['', 'stack', 'evidence'].map((name) => join(this.root, output, name));
    return folders.flatMap((folder) =>
      namesIn(folder)
        .filter((name) => name.startsWith('.') || /^(claim-|run\.lock|proof-turn)/.test(name))
        .map((name) => join(folder, name)),
    );
  }

  /** What programs left in their temporary folder; Node's cache of compiled code is meant to stay. */
  temporaryFiles(): readonly string[] {
    return namesIn(join(this.root, 'tmp')).filter((name) => name !== 'node-compile-cache');
  }

  results(output: string): Results {
    return resultsSchema.parse(JSON.parse(readFileSync(join(this.root, output, 'results.json'), 'utf8')));
  }

  /** The journals of an output folder, oldest first. */
  journals(output: string): readonly string[] {
    const folder = join(this.root, output);
    const number = (name: string): number => Number(/\d+/.exec(name)?.[0] ?? 1);
    return namesIn(folder)
      .filter((name) => /^journal.*\.ndjson$/.test(name))
      .sort((a, b) => number(a) - number(b))
      .map((name) => readFileSync(join(folder, name), 'utf8'));
  }
}

/** The whole lines of NDJSON as events; the last one may be torn. */
export function wholeEvents(text: string): readonly RunEvent[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as RunEvent);
}

/** What two runs have to agree on: verdicts, and which checks there are. */
export function outcomeOf({ verdict, verdictDigest, counts, checks }: Results): unknown {
  return { verdict, verdictDigest, counts, checks: checks.map(({ id, status }) => `${id} ${status}`).sort() };
}

/** Does the work for each item, a few at a time. */
export async function inParallel<T>(
  items: readonly T[],
  width: number,
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  const rest = [...items.entries()];
  const worker = async (): Promise<void> => {
    for (let next = rest.shift(); next !== undefined; next = rest.shift()) await work(next[1], next[0]);
  };
  await Promise.all(Array.from({ length: width }, worker));
}

/** Kills a process; one that has ended meanwhile is nothing to kill. */
function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
