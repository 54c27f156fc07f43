import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { claimFolder, isClaim } from '../../src/host/folder-claim.ts';
import { systemHost } from '../../src/host/host.ts';
import { placeWord, processStart } from '../../src/host/process-identity.ts';

const host = systemHost();
const signal = new AbortController().signal;
let folder: string;
/** Milliseconds that nobody here waits for. */
const PATIENCE_MS = 60_000;

/** A claim that is got. */
async function claim(): Promise<() => Promise<void>> {
  const release = await claimFolder(folder, host, signal, PATIENCE_MS);
  if (release === undefined) throw new Error('the folder stayed busy');
  return release;
}

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
      const release = await claim();
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
  const name = `claim-${pid}-${start}-${await placeWord()}-${host.uuid()}`;
  await writeFile(join(folder, name), '');
  const waiting = new AbortController();
  const blocked = claimFolder(folder, host, waiting.signal, PATIENCE_MS);
  waiting.abort('cancelled');
  await expect(blocked).rejects.toBeDefined();
  expect(await readdir(folder)).toEqual([name]);

  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
  const release = await claim();
  expect((await readdir(folder)).filter(isClaim)).toHaveLength(1);
  await release();
  expect(await readdir(folder)).toEqual([]);
});

test('a claim whose process id is somebody else now is recognised by the start time', async () => {
  await writeFile(join(folder, `claim-${process.pid}-1-${await placeWord()}-${host.uuid()}`), '');
  const release = await claim();
  await release();
});

test('a claim of another container counts while it gives signs of life, whatever runs here under its id', async () => {
  const name = `claim-1-1-00000000-${host.uuid()}`;
  await writeFile(join(folder, name), '');
  expect(await claimFolder(folder, host, signal, 0)).toBeUndefined();
  expect(await readdir(folder)).toEqual([name]);
  const longAgo = new Date(Date.now() - 10 * 60_000);
  await utimes(join(folder, name), longAgo, longAgo);
  const release = await claim();
  await release();
  expect(await readdir(folder)).toEqual([]);
});

test('a folder that is removed while somebody waits is made again', async () => {
  await rm(folder, { recursive: true });
  const release = await claim();
  expect((await readdir(folder)).filter(isClaim)).toHaveLength(1);
  await release();
});

test('who has no patience goes without it', async () => {
  const release = await claim();
  expect(await claimFolder(folder, host, signal, 0)).toBeUndefined();
  await release();
});
