import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { processPlace, processStart } from '../../src/host/process-identity.ts';
import { type LockHolder, lockHolder, lockRunFolder, RUN_LOCK } from '../../src/steps/run-lock.ts';
import { temporaryFolder, testHost } from '../fixtures/test-host.ts';

const { signal } = new AbortController();
const lock = (folder: string) => lockRunFolder(folder, testHost(), 'bus-setup proof', signal);

/** A lock as another process would have left it. */
async function holderIs(folder: string, change: Partial<LockHolder>): Promise<void> {
  const holder: LockHolder = {
    schema: 'busdk.setup/run-lock/v1',
    pid: process.pid,
    processStart: (await processStart(process.pid)) ?? 'unknown',
    place: await processPlace(),
    command: 'bus-setup',
    since: '2026-01-01T00:00:00.000Z',
    ...change,
  };
  writeFileSync(join(folder, RUN_LOCK), JSON.stringify(holder));
}

describe('the lock of a run folder', () => {
  it('refuses the second, says who holds it since when with what, and lets go', async () => {
    const folder = temporaryFolder();
    const release = await lock(folder);
    const { since } = JSON.parse(readFileSync(join(folder, RUN_LOCK), 'utf8'));
    await expect(lock(folder)).rejects.toMatchObject({
      reason: {
        id: 'RN-FOLDER-BUSY',
        detail: expect.stringMatching(
          new RegExp(`process ${process.pid} on .* since ${since}: bus-setup proof`),
        ),
      },
    });
    await release();
    expect(readdirSync(folder)).toEqual([]);
    await (await lock(folder))();
  });

  it('is got by exactly one of many who come at once, also over a dead one', async () => {
    const folder = temporaryFolder();
    await holderIs(folder, { processStart: '1' });
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => lock(folder)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(readdirSync(folder)).toEqual([RUN_LOCK]);
  });

  it('of a process that was killed holds nobody up', async () => {
    const folder = temporaryFolder();
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    const pid = child.pid ?? 0;
    await holderIs(folder, { pid, processStart: await processStart(pid) });
    expect(await lockHolder(folder)).toMatchObject({ pid });
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    expect(await lockHolder(folder)).toBeUndefined();
    await (await lock(folder))();
  });

  it('of a process whose id, or whose boot, is another now holds nobody up', async () => {
    const folder = temporaryFolder();
    await holderIs(folder, { processStart: `${await processStart(process.pid)}0` });
    expect(await lockHolder(folder)).toBeUndefined();
  });

  it('of another machine holds while it gives signs of life, and not for ever', async () => {
    const folder = temporaryFolder();
    await holderIs(folder, { place: 'elsewhere pid:[1]', pid: 1, processStart: '1' });
    await expect(lock(folder)).rejects.toThrow('elsewhere');
    const longAgo = new Date(Date.now() - 10 * 60_000);
    utimesSync(join(folder, RUN_LOCK), longAgo, longAgo);
    await (await lock(folder))();
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each(['', '{"pid":', 'null', '{"schema":"other"}'])('that reads %j holds nobody up', async (text) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, RUN_LOCK), text);
    await (await lock(folder))();
  });

  it('that somebody else has taken over is not removed', async () => {
    const folder = temporaryFolder();
    const release = await lock(folder);
    await holderIs(folder, { pid: 1 });
    await release();
    expect(readdirSync(folder)).toEqual([RUN_LOCK]);
  });
});
