import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { StackRuntime } from '../../src/stack/runtime.ts';
import { type StackBench, stackBench } from '../stack/embedded/stack-bench.ts';
import { foreignListener } from '../stack/foreign-listener.ts';

const PROGRAM = fileURLToPath(new URL('../stack/embedded/start-program.ts', import.meta.url));

let bench: StackBench;
beforeEach(async () => {
  bench = await stackBench();
});
afterEach(async () => {
  await bench.remove();
});

async function addNote(runtime: StackRuntime, title: string): Promise<void> {
  const response = await notes(runtime, '', { method: 'POST', body: JSON.stringify({ title, body: title }) });
  expect(response.ok).toBe(true);
}

async function notes(runtime: StackRuntime, path: string, init: RequestInit = {}): Promise<Response> {
  const access = await runtime.access(bench.signal);
  const scopes = ['notes.read', 'notes.write', 'notes.search'];
  const token = await access.token({ name: 'BUS_API_TOKEN', audience: 'ai.hg.fi/api', scopes });
  const headers = { authorization: `Bearer ${token?.reveal()}`, 'content-type': 'application/json' };
  return await fetch(`${access.gatewayUrl}/api/v1/notes${path}`, { ...init, headers });
}

describe('a stack that was killed', () => {
  test('is recognised as gone, and starts again with its data', async () => {
    const runtime = await bench.runtime();
    const { status } = await runtime.start(bench);
    await addNote(runtime, 'kept-over-a-kill');
    process.kill(status.pid ?? 0, 'SIGKILL');
    await expect.poll(() => bench.processes()).toEqual([]);

    expect(await runtime.status(bench.signal)).toMatchObject({ running: false });
    const again = await runtime.start(bench);
    expect(again.started).toBe(true);
    expect(again.status.pid).not.toBe(status.pid);
    expect(await (await notes(runtime, '')).text()).toContain('kept-over-a-kill');
  });

  test('and whose process id is somebody else now: that process is left alone', async () => {
    const runtime = await bench.runtime();
    const { status } = await runtime.start(bench);
    process.kill(status.pid ?? 0, 'SIGKILL');
    await expect.poll(() => bench.processes()).toEqual([]);
    const other = await foreignListener();
    try {
      const path = join(bench.stackFolder, 'state.json');
      const record = JSON.parse(await readFile(path, 'utf8'));
      const ports = { ...record.ports, control: other.port };
      await writeFile(path, JSON.stringify({ ...record, pid: other.pid, ports }));
      expect(await runtime.status(bench.signal)).toMatchObject({ running: false });
      expect((await runtime.start(bench)).started).toBe(true);
      expect((await fetch(`http://127.0.0.1:${other.port}/`)).ok).toBe(true);
    } finally {
      await other.stop();
    }
  });
});

test('a stack that does not answer is shown as it is, and a stop ends it all the same', async () => {
  const runtime = await bench.runtime();
  const { status } = await runtime.start(bench);
  process.kill(status.pid ?? 0, 'SIGSTOP');
  const mute = await runtime.status(bench.signal);
  expect(mute).toMatchObject({ running: true, ready: false, pid: status.pid });
  expect(mute.services[0]).toMatchObject({ state: 'unhealthy' });
  expect(await runtime.stop({ wipe: false, signal: bench.signal })).toEqual({ stopped: true });
  expect(await bench.processes()).toEqual([]);
});

test('several programs that start at once end up with one stack', async () => {
  const results = await Promise.all(
    Array.from({ length: 3 }, () => execa(process.execPath, [PROGRAM, bench.stackFolder])),
  );
  const outcomes = results.map(({ stdout }) => JSON.parse(stdout) as { started: boolean; pid: number });
  expect(outcomes.filter(({ started }) => started)).toHaveLength(1);
  expect(new Set(outcomes.map(({ pid }) => pid)).size).toBe(1);
  expect(await bench.processes()).toHaveLength(1);
});

describe('a start that is cut short', () => {
  test.each([0, 20, 60, 120, 200, 300])('by a cancel after %i ms leaves no process', async (ms) => {
    const runtime = await bench.runtime();
    const cancel = new AbortController();
    const timer = setTimeout(() => cancel.abort('SIGINT'), ms);
    const outcome = await runtime.start({ ...bench, signal: cancel.signal }).then(
      ({ started }) => started,
      (reason: unknown) => reason,
    );
    clearTimeout(timer);
    if (outcome === true) await runtime.stop({ wipe: false, signal: bench.signal });
    else expect(outcome).toBe('SIGINT');
    expect(await bench.processes()).toEqual([]);
    expect((await runtime.start(bench)).started).toBe(true);
  });

  test('by a cancel at the first sign of a service leaves no process', async () => {
    const runtime = await bench.runtime();
    const cancel = new AbortController();
    const observer = { ...bench.observer, serviceChanged: () => cancel.abort('SIGTERM') };
    await expect(runtime.start({ signal: cancel.signal, observer })).rejects.toBe('SIGTERM');
    expect(await bench.processes()).toEqual([]);
  });

  test('by a forced end of the program leaves no process', async () => {
    const result = await execa(process.execPath, [PROGRAM, bench.stackFolder, 'bus-vm'], { reject: false });
    expect(result.exitCode).toBe(130);
    await expect.poll(() => bench.processes()).toEqual([]);
    expect((await (await bench.runtime()).start(bench)).started).toBe(true);
  });

  test('by kill -9 of the program is found by the next start, which ends up with one stack', async () => {
    const program = spawn(process.execPath, [PROGRAM, bench.stackFolder], { stdio: 'ignore' });
    await expect.poll(() => bench.processes(), { interval: 5 }).toHaveLength(1);
    const ended = once(program, 'exit');
    program.kill('SIGKILL');
    await ended;
    const runtime = await bench.runtime();
    const { status } = await runtime.start(bench);
    expect(status.ready).toBe(true);
    await expect.poll(() => bench.processes()).toEqual([status.pid]);
  });
});
