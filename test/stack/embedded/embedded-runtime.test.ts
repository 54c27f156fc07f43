import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { holdFolder } from '../../../src/host/folder-hold.ts';
import { SetupError } from '../../../src/reasons/setup-error.ts';
import { stackFiles } from '../../../src/stack/embedded/stack-files.ts';
import { removeRecord, writeRecord } from '../../../src/stack/embedded/stack-record.ts';
import { foreignListener } from '../foreign-listener.ts';
import { type StackBench, stackBench } from './stack-bench.ts';

let bench: StackBench;
beforeEach(async () => {
  bench = await stackBench();
});
afterEach(async () => {
  await bench.remove();
});

async function failure(work: Promise<unknown>): Promise<SetupError> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof SetupError)) throw new Error(`not a SetupError: ${String(error)}`);
  return error;
}

describe('a start', () => {
  test('ends with a stack that answers, every service healthy and told on the way', async () => {
    const runtime = await bench.runtime();
    const { started, status } = await runtime.start(bench);
    expect(started).toBe(true);
    expect(status).toMatchObject({ running: true, ready: true });
    expect(new Set(status.services.map(({ state }) => state))).toEqual(new Set(['healthy']));
    expect(status.services.map(({ service }) => service)).toEqual(
      runtime.profile.services.map(({ id }) => id),
    );
    for (const { id } of runtime.profile.services) {
      const told = bench.changes.filter(({ service }) => service === id).map(({ state }) => state);
      expect(told).toEqual(['starting', 'healthy']);
    }
    expect(await bench.processes()).toEqual([status.pid]);
  });

  test('writes private files, and no key into the log', async () => {
    const runtime = await bench.runtime();
    await runtime.start(bench);
    for (const name of ['state.json', 'stack.log']) {
      expect((await stat(join(bench.stackFolder, name))).mode & 0o777).toBe(0o600);
    }
    for (const name of ['.', 'data']) {
      expect((await stat(join(bench.stackFolder, name))).mode & 0o777).toBe(0o700);
    }
    const log = await readFile(join(bench.stackFolder, 'stack.log'), 'utf8');
    expect(bench.secrets.all().length).toBeGreaterThan(0);
    for (const secret of bench.secrets.all()) expect(log).not.toContain(secret.reveal());
    expect((await readdir(bench.stackFolder)).toSorted()).toEqual(['data', 'stack.log', 'state.json']);
  });

  test('attaches to a stack that runs, and tells when that has other settings', async () => {
    const first = await (await bench.runtime()).start(bench);
    expect(bench.lines).toEqual([]);
    const again = await (await bench.runtime()).start(bench);
    expect(again).toMatchObject({ started: false, status: { pid: first.status.pid, ready: true } });
    expect(bench.lines).toEqual([]);
    const other = await bench.runtime({ env: { BUS_LLM_BILLING_BACKEND: 'none' } });
    expect((await other.start(bench)).started).toBe(false);
    expect(bench.lines.join()).toContain('BUS_LLM_BILLING_BACKEND');
    expect(await bench.processes()).toHaveLength(1);
  });

  test('brings back a service that was down in a stack that runs; until then nothing is ready', async () => {
    const runtime = await bench.runtime();
    await runtime.start(bench);
    const { ports, controlKey } = JSON.parse(await readFile(join(bench.stackFolder, 'state.json'), 'utf8'));
    await fetch(`http://127.0.0.1:${ports.control}/services/bus-notes-api/stop`, {
      method: 'POST',
      headers: { authorization: `Bearer ${controlKey}` },
    });
    const down = await runtime.status(bench.signal);
    expect(down).toMatchObject({ running: true, ready: false });
    expect(down.services).toContainEqual({ service: 'bus-notes-api', state: 'exited', detail: 'stopped' });
    const { started, status } = await runtime.start(bench);
    expect(started).toBe(false);
    expect(status.ready).toBe(true);
    expect(status.services).toContainEqual({ service: 'bus-notes-api', state: 'healthy' });
  });

  test('on a port that another program holds names the program and leaves nothing running', async () => {
    const other = await foreignListener();
    try {
      const error = await failure((await bench.runtime({ port: other.port })).start(bench));
      expect(error.reason).toMatchObject({ id: 'ST-PORT-TAKEN', next: expect.stringContaining('--port 0') });
      expect(error.reason.detail).toContain(`127.0.0.1:${other.port}`);
      expect(error.reason.detail).toContain(`(process ${other.pid})`);
      expect(await bench.processes()).toEqual([]);
      expect(await readdir(bench.stackFolder)).not.toContain('state.json');
      expect((await (await bench.runtime()).start(bench)).started).toBe(true);
    } finally {
      await other.stop();
    }
  });

  test('that crashes gives the last lines of its log', async () => {
    await mkdir(join(bench.stackFolder, 'data'), { recursive: true, mode: 0o700 });
    await writeFile(join(bench.stackFolder, 'data', 'stack.sqlite'), 'this is no database '.repeat(300));
    const error = await failure((await bench.runtime()).start(bench));
    expect(error.reason.id).toBe('ST-START-CRASHED');
    expect(error.reason.detail).toContain('could not start');
    expect(await bench.processes()).toEqual([]);
  });

  test('in a folder that cannot be one says so', async () => {
    await mkdir(dirname(bench.stackFolder), { recursive: true });
    await writeFile(bench.stackFolder, 'a file');
    const { reason } = await failure((await bench.runtime()).start(bench));
    expect(reason).toMatchObject({ id: 'ST-FOLDER-UNUSABLE', detail: `${bench.stackFolder}: ENOTDIR` });
  });

  test('over a record that is a folder says so, and so does everything else', async () => {
    await mkdir(join(bench.stackFolder, 'state.json'), { recursive: true });
    const runtime = await bench.runtime();
    const works = [
      () => runtime.start(bench),
      () => runtime.status(bench.signal),
      () => runtime.access(bench.signal),
    ];
    for (const work of works) expect((await failure(work())).reason.id).toBe('ST-FOLDER-UNUSABLE');
    expect(await bench.processes()).toEqual([]);
  });
});

describe('a stack that runs', () => {
  test('answers with tokens that it accepts, and refuses those with a flaw', async () => {
    const runtime = await bench.runtime();
    await runtime.start(bench);
    const access = await runtime.access(bench.signal);
    const request = { name: 'BUS_API_TOKEN', audience: 'ai.hg.fi/api', scopes: ['vm:read'] };
    const statusWith = async (changes: object) => {
      const token = await access.token({ ...request, ...changes });
      const headers = { authorization: `Bearer ${token?.reveal()}` };
      return (await fetch(`${access.gatewayUrl}/api/v1/vm/status`, { headers })).status;
    };
    expect(await statusWith({})).toBe(200);
    expect(await statusWith({ flaw: 'wrong-signature' })).toBe(401);
    expect(await statusWith({ flaw: 'alg-none' })).toBe(401);
    expect(await statusWith({ ttlSeconds: -60 })).toBe(401);
    expect(access.internalKey?.publicDefault).toBe(true);
    expect((await fetch(`${access.mailboxUrl}/api/v2/messages`)).status).toBe(200);
  });

  test('restarts one service and has a log of each', async () => {
    const runtime = await bench.runtime();
    await runtime.start(bench);
    const before = await runtime.logs('bus-vm', 100, bench.signal);
    await runtime.restart('bus-vm', bench.signal);
    const after = await runtime.logs('bus-vm', 100, bench.signal);
    expect(after.length).toBeGreaterThan(before.length);
    expect(after.every((line) => line.split(' ')[1] === 'bus-vm')).toBe(true);
    expect(await runtime.logs('bus-vm', 1, bench.signal)).toEqual(after.slice(-1));
    expect((await failure(runtime.restart('no-such', bench.signal))).reason.id).toBe('ST-SERVICE-UNKNOWN');
    expect((await failure(runtime.logs('no-such', 1, bench.signal))).reason.id).toBe('ST-SERVICE-UNKNOWN');
  });
});

describe('a stack of another container on the same disk', () => {
  test('is neither taken over nor ended, and nothing of it is removed; once it has ended, a start works', async () => {
    const runtime = await bench.runtime();
    const data = join(bench.stackFolder, 'data');
    await mkdir(data, { recursive: true, mode: 0o700 });
    const files = stackFiles(bench.stackFolder);
    await writeRecord(files, {
      schema: 'busdk.setup/embedded-stack/v1',
      phase: 'starting',
      pid: 4_000_000,
      processStart: '1',
      place: 'elsewhere pid:[1]',
      instanceId: '00000000-0000-4000-8000-000000000001',
      version: '1',
      startedAt: '2026-01-01T00:00:00.000Z',
      env: {},
    });
    const letGo = holdFolder(data);
    const before = await readdir(bench.stackFolder);
    for (const work of [
      () => runtime.start(bench),
      () => runtime.stop({ wipe: true, signal: bench.signal }),
    ]) {
      expect((await failure(work())).reason).toMatchObject({
        id: 'ST-DATA-HELD',
        detail: 'process 4000000 of elsewhere since 2026-01-01T00:00:00.000Z',
      });
    }
    expect(await readdir(bench.stackFolder)).toEqual(before);
    const { running, ready, services } = await runtime.status(bench.signal);
    expect([running, ready, services[0]?.detail]).toEqual([
      true,
      false,
      expect.stringContaining('in another container'),
    ]);

    await removeRecord(files);
    expect((await failure(runtime.start(bench))).reason.id).toBe('ST-DATA-HELD');
    expect(await bench.processes()).toEqual([]);
    letGo?.();
    expect((await runtime.start(bench)).started).toBe(true);
  });
});

describe('a stop', () => {
  test('leaves the data and nothing else; a wipe not even that', async () => {
    const runtime = await bench.runtime();
    await runtime.start(bench);
    expect(await runtime.stop({ wipe: false, signal: bench.signal })).toEqual({ stopped: true });
    expect(await bench.processes()).toEqual([]);
    expect(await readdir(bench.stackFolder)).toEqual(['data']);
    expect(await runtime.status(bench.signal)).toMatchObject({ running: false, ready: false, urls: {} });
    expect((await failure(runtime.access(bench.signal))).reason.id).toBe('ST-NOT-RUNNING');

    expect(await runtime.stop({ wipe: true, signal: bench.signal })).toEqual({ stopped: false });
    expect(await readdir(dirname(bench.stackFolder))).toEqual([]);
  });

  test('where nothing was ever started makes nothing', async () => {
    const runtime = await bench.runtime();
    expect(await runtime.stop({ wipe: true, signal: bench.signal })).toEqual({ stopped: false });
    expect(await readdir(dirname(bench.stackFolder))).toEqual([]);
  });
});
