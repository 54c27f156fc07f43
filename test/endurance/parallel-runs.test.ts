import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { resultsSchema } from '../../src/proof/report/results.ts';
import type { RunEvent } from '../../src/steps/events.ts';
import { eventsOf, type Finished, runProgram } from '../e2e/program.ts';
import { temporaryFolder } from '../fixtures/test-host.ts';
import { THOROUGH } from './thoroughness.ts';

const SEPARATE = THOROUGH ? 20 : 10;
const TOGETHER = 5;

const lastOf = ({ stdout }: Finished): RunEvent | undefined => eventsOf(stdout).at(-1);
const readyOf = ({ stdout }: Finished) =>
  eventsOf(stdout).flatMap((event) => (event.type === 'stack.ready' ? [event] : []))[0];

/** Processes of this machine whose command line or working folder names a text. */
async function processesIn(folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) continue;
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => '');
    if (command.includes(folder) || cwd.startsWith(folder)) found.push(`${pid} ${command}`);
  }
  return found;
}

describe('runs at the same time', () => {
  it(`${SEPARATE} of them, each in its own folder on its own port, are all green and leave nothing`, {
    timeout: 900_000,
  }, async () => {
    const folder = temporaryFolder();
    const names = Array.from({ length: SEPARATE }, (_, n) => `run-${n}`);
    const stopAll = () =>
      Promise.all(names.map((name) => runProgram(['stop', '--wipe', '--output', name], folder)));
    onTestFinished(async () => void (await stopAll()));
    const runs = await Promise.all(
      names.map((name) => runProgram(['--ci', '--json', '--port', '0', '--output', name], folder)),
    );
    expect(runs.map(({ code, stderr }) => [code, stderr])).toEqual(names.map(() => [0, '']));
    expect(runs.map(lastOf)).toEqual(names.map(() => expect.objectContaining({ verdict: 'passed' })));

    // Each has a run, a stack and a bundle of its own, and nobody else's address stands in what it wrote.
    const gateways = runs.map((run) => readyOf(run)?.urls.gateway ?? '');
    expect(runs.map((run) => readyOf(run)?.started)).toEqual(names.map(() => true));
    expect(new Set(gateways).size).toBe(SEPARATE);
    expect(new Set(runs.map((run) => lastOf(run)?.run)).size).toBe(SEPARATE);
    for (const [index, name] of names.entries()) {
      const text = await readFile(join(folder, name, 'results.json'), 'utf8');
      resultsSchema.parse(JSON.parse(text));
      const foreign = gateways.filter((url, other) => other !== index && text.includes(`${url}/`));
      expect([name, foreign]).toEqual([name, []]);
    }

    expect((await stopAll()).map(({ code }) => code)).toEqual(names.map(() => 0));
    await expect.poll(() => processesIn(folder)).toEqual([]);
    for (const name of names) {
      expect(
        (await readdir(join(folder, name))).filter((each) => /tmp|claim|lock|^stack$/.test(each)),
      ).toEqual([]);
    }
  });

  it(`${TOGETHER} of them in one folder share one stack, one proof after the other`, async () => {
    const folder = temporaryFolder();
    onTestFinished(async () => void (await runProgram(['stop', '--wipe'], folder)));
    const runs = await Promise.all(
      Array.from({ length: TOGETHER }, () => runProgram(['--ci', '--json', '--port', '0'], folder)),
    );
    expect(runs.map(({ code, stderr }) => [code, stderr])).toEqual(runs.map(() => [0, '']));
    expect(runs.filter((run) => readyOf(run)?.started === true)).toHaveLength(1);
    expect(new Set(runs.map((run) => readyOf(run)?.urls.gateway)).size).toBe(1);

    const root = join(folder, 'bus-setup-runs');
    const own = (await readdir(root)).filter((name) => /^\d{8}T/.test(name));
    expect(own).toHaveLength(TOGETHER);
    expect(own).toContain(await readlink(join(root, 'latest')));
    // No proof began before the one before it had ended.
    const proofs = runs.map(({ stdout }) => {
      const times = eventsOf(stdout).flatMap((event) =>
        (event.type === 'check.finished' && event.step === 'proof') ||
        (event.type === 'check.started' && event.step === 'proof')
          ? [Date.parse(event.at)]
          : [],
      );
      return { from: Math.min(...times), to: Math.max(...times) };
    });
    const inOrder = proofs.toSorted((left, right) => left.from - right.from);
    const overlapping = inOrder.filter(({ from }, index) => from < (inOrder[index - 1]?.to ?? 0));
    expect(overlapping).toEqual([]);

    expect((await runProgram(['stop', '--wipe'], folder)).code).toBe(0);
    await expect.poll(() => processesIn(folder)).toEqual([]);
  });
});
