import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemHost } from '../../../src/host/host.ts';
import { claimFolder, isClaim } from '../../../src/stack/embedded/folder-claim.ts';
import { processStart } from '../../../src/stack/embedded/process-identity.ts';

const host = systemHost();
const signal = new AbortController().signal;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'claims-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('many who want it hold it one after the other, and leave nothing', async () => {
  let holders = 0;
  let most = 0;
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      const release = await claimFolder(folder, host, signal);
      holders += 1;
      most = Math.max(most, holders);
      await host.sleep(5);
      holders -= 1;
      await release();
    }),
  );
  expect(most).toBe(1);
  expect(await readdir(folder)).toEqual([]);
});

test('a claim of a process that died holds nobody up and is removed', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  const pid = child.pid ?? 0;
  const start = await processStart(pid);
  const claim = `claim-${pid}-${start}-${host.uuid()}`;
  await writeFile(join(folder, claim), '');
  const waiting = new AbortController();
  const blocked = claimFolder(folder, host, waiting.signal);
  waiting.abort('cancelled');
  await expect(blocked).rejects.toBeDefined();
  expect(await readdir(folder)).toEqual([claim]);

  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
  const release = await claimFolder(folder, host, signal);
  expect((await readdir(folder)).filter(isClaim)).toHaveLength(1);
  await release();
  expect(await readdir(folder)).toEqual([]);
});

test('a claim whose process id is somebody else now is recognised by the start time', async () => {
  await writeFile(join(folder, `claim-${process.pid}-1-${host.uuid()}`), '');
  const release = await claimFolder(folder, host, signal);
  await release();
});

test('a folder that is removed while somebody waits is made again', async () => {
  await rm(folder, { recursive: true });
  const release = await claimFolder(folder, host, signal);
  expect((await readdir(folder)).filter(isClaim)).toHaveLength(1);
  await release();
});
