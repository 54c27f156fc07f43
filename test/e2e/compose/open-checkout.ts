import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { inject, onTestFinished } from 'vitest';
import type { RunEvent } from '../../../src/steps/events.ts';
import { eventsOf, type Finished, type RunOptions, runProgram } from '../program.ts';
import { type Checkout, layCheckout, removeCheckout } from './checkout.ts';

/** Why the tests on a Docker engine are skipped; undefined where an engine answers. */
export function missingEngine(): string | undefined {
  const engine = inject('engine');
  return 'missing' in engine ? engine.missing : undefined;
}

/** A finished run of the program with `--ci --json`. */
export interface JsonRun extends Finished {
  readonly events: readonly RunEvent[];
  /** The last event. */
  readonly end: Extract<RunEvent, { type: 'run.finished' }>;
}

/** A fixture checkout and the program in front of it. */
export interface OpenCheckout extends Checkout {
  /** Working folder and home of the program; the checkout is in it. */
  readonly home: string;
  /** Flags that every command on the checkout takes. */
  readonly flags: readonly string[];
  /** Runs a command on the checkout, e.g. `status`. */
  run(args: readonly string[], options?: RunOptions): Promise<Finished>;
  /** Runs a command of a run, e.g. `start`, or the whole run without one. @throws when it does not end with its last event */
  runJson(args: readonly string[], options?: RunOptions): Promise<JsonRun>;
  /** Runs `docker compose` on the project. */
  compose(...args: readonly string[]): Promise<string>;
}

/**
 * Lays a fixture checkout in a folder of its own. Its containers, networks, volumes and files are removed when the test
 * ends.
 * @param settings more lines of its `.env`
 */
export async function openCheckout(settings: Readonly<Record<string, string>> = {}): Promise<OpenCheckout> {
  const engine = inject('engine');
  if ('missing' in engine) throw new Error(engine.missing);
  const home = await mkdtemp(join(tmpdir(), 'bus-setup-compose-'));
  // Mounted by the compose file; Docker would make it as root.
  await mkdir(join(home, '.codex'));
  const checkout = await layCheckout(home, engine.images, settings);
  onTestFinished(async () => {
    await removeCheckout(checkout);
    await rm(home, { recursive: true, force: true });
  });
  const flags = ['--profile', 'local', '--checkout', checkout.folder, '--output', join(home, 'out')];
  const run = (args: readonly string[], options?: RunOptions) => {
    // The last of two wins, so a test can name another output folder.
    const commands = args[0]?.startsWith('-') === false ? 1 : 0;
    return runProgram([...args.slice(0, commands), ...flags, ...args.slice(commands)], home, options);
  };
  return {
    ...checkout,
    home,
    flags,
    run,
    async runJson(args, options) {
      const finished = await run([...args, '--ci', '--json'], options);
      const events = eventsOf(finished.stdout);
      const end = events.at(-1);
      if (end?.type !== 'run.finished') throw new Error(`the run has no end: ${finished.stderr}`);
      return { ...finished, events, end };
    },
    async compose(...args) {
      const { stdout } = await execa('docker', ['compose', ...args], {
        cwd: checkout.folder,
        env: { HOME: home },
      });
      return stdout;
    },
  };
}
