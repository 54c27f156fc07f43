import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { type RunEvent, runEvent } from '../src/steps/events.ts';

/** The launcher that a customer runs; it loads the built program. */
export const LAUNCHER = fileURLToPath(new URL('../bin/bus-setup.cjs', import.meta.url));

/** A folder for runs and preferences of a bench, away from the operator's own. */
export interface BenchFolder {
  readonly path: string;
  readonly env: Readonly<Record<string, string>>;
  /** Stops a stack that was left running there, and removes everything. */
  remove(): Promise<void>;
}

/** Makes an empty folder under the system's temporary folder. */
export async function benchFolder(): Promise<BenchFolder> {
  const path = await mkdtemp(join(tmpdir(), 'bus-setup-bench-'));
  const env = { ...definedEnv(), XDG_CONFIG_HOME: join(path, 'config'), HOME: path };
  return {
    path,
    env,
    remove: async () => {
      await runProgram(['stop', '--wipe', '--output', join(path, 'run')], { path, env });
      await rm(path, { recursive: true, force: true });
    },
  };
}

/** What a run of the program gave. */
export interface ProgramRun {
  /** Milliseconds from spawning to its end. */
  readonly wall: number;
  /** Milliseconds of the wall clock at spawning. */
  readonly spawnedAt: number;
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs the built program and waits for its end.
 * @param args command line after the program's name
 */
export async function runProgram(
  args: readonly string[],
  place: Pick<BenchFolder, 'path' | 'env'>,
): Promise<ProgramRun> {
  const started = performance.now();
  const spawnedAt = Date.now();
  const { exitCode, stdout, stderr } = await execa(process.execPath, [LAUNCHER, ...args], {
    cwd: place.path,
    env: place.env,
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
    maxBuffer: 256 * 1024 * 1024,
  });
  return { wall: performance.now() - started, spawnedAt, exitCode: exitCode ?? -1, stdout, stderr };
}

/**
 * The events of a run with `--json`.
 * @throws ZodError for a line that is no event
 */
export function eventsOf({ stdout }: ProgramRun): readonly RunEvent[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => runEvent.parse(JSON.parse(line)));
}

/**
 * @throws Error with what the program said, when it did not end with one of the codes
 */
export function expectExit(run: ProgramRun, codes: readonly number[]): void {
  if (!codes.includes(run.exitCode))
    throw new Error(`exit code ${run.exitCode}\n${run.stderr.slice(-2_000)}`);
}

function definedEnv(): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    ([key, value]) => value !== undefined && !/^(CI|NO_COLOR|FORCE_COLOR|BUS_.*)$/.test(key),
  );
  return Object.fromEntries(kept.map(([key, value]) => [key, value ?? '']));
}
