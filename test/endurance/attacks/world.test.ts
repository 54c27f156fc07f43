import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Arena, type Attacked, outcomeOf, SHORT_RUN, wholeEvents } from './arena.ts';
import {
  expectReason,
  expectResumes,
  hit,
  lastEvent,
  TRIES,
  type Undisturbed,
  undisturbed,
} from './ordeal.ts';

/** Mounting needs the rights of root; containers and most pipelines have them. */
const MAY_MOUNT = process.getuid?.() === 0;
const AT_START = '"type":"step.started","step":"start"';
const AT_PROOF = '"type":"step.started","step":"proof"';
const AT_BUNDLE = '"type":"step.started","step":"bundle"';

let arena: Arena;
let expected: Undisturbed;
beforeAll(async () => {
  arena = new Arena();
  await arena.startStack();
  expected = await undisturbed(arena);
});
afterAll(() => arena.close());

const mounted: string[] = [];
afterEach(() => {
  for (const path of mounted.splice(0)) execFileSync('umount', ['-l', path]);
});

/** A small file system of its own for an output folder. */
function mountSmall(output: string): void {
  const path = join(arena.root, output);
  mkdirSync(path, { mode: 0o700 });
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=400m,mode=700', 'tmpfs', path]);
  mounted.push(path);
  arena.shareStack(output);
}

/** Changes the file system that {@link mountSmall} made. */
function remount(output: string, options: string): void {
  execFileSync('mount', ['-o', `remount,${options}`, join(arena.root, output)]);
}

/** Kilobytes that an output folder takes, and a little more. */
function used(output: string): number {
  return (
    Number(execFileSync('du', ['-sk', join(arena.root, output)], { encoding: 'utf8' }).split('\t')[0]) + 4
  );
}

describe.runIf(MAY_MOUNT)('a disk', () => {
  it.each([
    ['start', AT_START],
    ['proof', AT_PROOF],
    ['bundle', AT_BUNDLE],
  ])('that is full in the %s is named; once there is room the run goes on', async (name, after) => {
    const { run, output } = await hit(arena, expected, `full-${name}`, after, (folder) => {
      mountSmall(folder);
      return () => remount(folder, `size=${used(folder)}k`);
    });
    expectReason(run, /^RN-DISK-FULL$/, 5);
    expect(arena.leftovers(output)).toEqual([]);
    remount(output, 'size=400m');
    await expectResumes(arena, expected, output);
  });

  it('that is read-only from the beginning is refused, and nothing is started', async () => {
    mountSmall('sealed');
    remount('sealed', 'ro');
    const run = await arena.run([...SHORT_RUN, '--output', 'sealed']);
    expectReason(run, /^RN-OUTPUT-UNUSABLE$/, 5);
    remount('sealed', 'rw');
    expect(arena.leftovers('sealed')).toEqual([]);
  });
});

describe('a folder', () => {
  it.each([
    ['start', AT_START],
    ['proof', AT_PROOF],
    ['bundle', AT_BUNDLE],
  ])(
    'that is moved away in the %s ends the run with a reason; put back, the run goes on',
    async (name, after) => {
      const { run, output } = await hit(arena, expected, `moved-${name}`, after, (folder) => {
        arena.shareStack(folder);
        return () => renameSync(join(arena.root, folder), join(arena.root, `${folder}-away`));
      });
      const path = join(arena.root, output);
      expect(run.code).not.toBe(0);
      expect(lastEvent(run)).toMatchObject({ type: 'run.finished' });
      expect(run.stdout).toMatch(/RN-OUTPUT-UNUSABLE|ST-FOLDER-UNUSABLE|ST-NOT-RUNNING/);
      // What was made in its place meanwhile goes; a stack without its store ends by itself.
      await arena.run(['stop', '--wipe', '--output', existsSync(join(path, 'stack')) ? output : 'none']);
      rmSync(path, { recursive: true, force: true });
      renameSync(`${path}-away`, path);
      await expectResumes(arena, expected, output);
    },
  );

  it('that is removed in the middle ends the run with a reason, and leaves no process', async () => {
    const { run, output } = await hit(arena, expected, 'removed', AT_PROOF, (folder) => {
      arena.shareStack(folder);
      return () => rmSync(join(arena.root, folder), { recursive: true, force: true });
    });
    expect(run.code).not.toBe(0);
    expect(lastEvent(run)).toMatchObject({ type: 'run.finished', reason: { next: expect.any(String) } });
    await expect.poll(() => arena.processes(output)).toEqual([]);
  });
});

describe('a shell', () => {
  it('that gives few open files leads to a reason or to the same end, at every limit that Node itself survives', async () => {
    for (const limit of [24, 28, 32, 48]) {
      const output = `files-${limit}`;
      arena.shareStack(output);
      const run = await arena.shell(`ulimit -n ${limit}; exec "$@"`, [...SHORT_RUN, '--output', output]);
      if (run.code === expected.code && existsSync(join(arena.root, output, 'evidence'))) continue;
      const where = `ulimit -n ${limit}: ${run.code} ${run.stdout.slice(-1_500)}${run.stderr}`;
      expect([3, 4, 5, 6], where).toContain(run.code);
      expect(run.stdout + run.stderr, where).toContain('RN-TOO-MANY-FILES');
      await expectResumes(arena, expected, output);
    }
  });

  it('that limits the size of files is named as what it is, and the run goes on without the limit', async () => {
    arena.shareStack('small-files');
    const run = await arena.shell('ulimit -f 24; exec "$@"', [...SHORT_RUN, '--output', 'small-files']);
    expectReason(run, /^RN-DISK-FULL$/, 5);
    await expectResumes(arena, expected, 'small-files');
  });

  it('that closes the pipe after a line does not stop the run, and its journal is whole', async () => {
    arena.shareStack('pipe');
    const run = await arena.shell('"$@" | head -n 1; exit "$PIPESTATUS"', [...SHORT_RUN, '--output', 'pipe']);
    expect([run.code, run.stdout.split('\n').length, run.stderr]).toEqual([expected.code, 2, '']);
    const events = wholeEvents(arena.journals('pipe')[0] ?? '');
    expect(events.at(-1)?.type).toBe('run.finished');
    expect(outcomeOf(arena.results('pipe'))).toEqual(expected.outcome);
  });
});

describe('two programs', () => {
  it('on one folder: the second is told who works there, and the first is not disturbed', async () => {
    arena.shareStack('one');
    const second = Promise.withResolvers<Attacked>();
    const first = await arena.run([...SHORT_RUN, '--output', 'one'], {
      after: AT_START,
      strike: () => second.resolve(arena.run([...SHORT_RUN, '--output', 'one'])),
    });
    const refused = await second.promise;
    expect(first.code).toBe(expected.code);
    if (refused.code === expected.code) return; // it came when the first had ended
    expectReason(refused, /^RN-FOLDER-BUSY$/, 2);
    expect(lastEvent(refused)).toMatchObject({
      reason: { detail: expect.stringMatching(/held by process \d+ on .* since \d{4}-.*: bus-setup/) },
    });
  });

  it('of the default folder that start at once: each has its own run, one starts the stack, both are proven', async () => {
    const whole = ['--ci', '--json', '--port', '0'];
    const runs = await Promise.all([arena.run(whole), arena.run(whole)]);
    expect(runs.map(({ code }) => code)).toEqual([0, 0]);
    const events = runs.map(({ stdout }) => wholeEvents(stdout));
    const folders = events.map((of) => of.find((event) => event.type === 'run.started')?.folder);
    expect(new Set(folders).size).toBe(2);
    const started = events.flatMap((of) => of.filter((event) => event.type === 'stack.ready'));
    expect(started.map((event) => event.started).sort()).toEqual([false, true]);
    await arena.run(['stop', '--wipe']);
    await expect.poll(() => arena.processes('bus-setup-runs')).toEqual([]);
  });

  it('one of which was killed while it held the folder: the next one works there at once', async () => {
    const lock = join(arena.root, 'dead', 'run.lock');
    for (let attempt = 1; attempt <= TRIES && !existsSync(lock); attempt += 1) {
      rmSync(join(arena.root, 'dead'), { recursive: true, force: true });
      arena.shareStack('dead');
      await arena.run([...SHORT_RUN, '--output', 'dead'], { lines: 5, signal: 'SIGKILL' });
    }
    expect(existsSync(lock)).toBe(true);
    copyFileSync(lock, join(arena.root, 'dead-lock'));
    const fresh = await arena.run([...SHORT_RUN, '--fresh', '--output', 'dead']);
    expect(fresh.code).toBe(expected.code);
    expect(wholeEvents(fresh.stdout).some((event) => event.type === 'run.resumed')).toBe(false);
    expect(arena.leftovers('dead')).toEqual([]);
  });
});
