import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmbedded, testToken } from './embedded-process.ts';
import { replay } from './event-reader.ts';

const PROGRAM = fileURLToPath(new URL('../../dist/embedded-stack.js', import.meta.url));
let dataFolder: string;
beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'bus-setup-embedded-'));
});
afterAll(() => rm(dataFolder, { recursive: true, force: true }));

describe('the data', () => {
  it('survive kill -9, to the last event that was accepted', async () => {
    const token = await testToken();
    const work = { name: 'example.work', delivery: 'unicast', group: 'g' };
    const first = await startEmbedded({ dataFolder });
    await first.call('/api/v1/auth/register', { json: { email: 'kept@example.invalid' } });
    await first.call('/api/v1/events', { token, json: { name: 'example.work', payload: 'claimed' } });
    expect(await replay(first, token, work)).toHaveLength(1);
    const accepted: number[] = [];
    const publishing = (async () => {
      for (let n = 0; n < 500; n++) {
        const response = await first.call('/api/v1/events', {
          token,
          json: { name: 'example.kept', payload: n },
        });
        if (response.status === 202) accepted.push(n);
      }
    })().catch(() => undefined);
    await expect.poll(() => accepted.length).toBeGreaterThan(20);
    await first.kill();
    await publishing;

    const second = await startEmbedded({ dataFolder });
    const kept = (await replay(second, token, { name: 'example.kept' })).map(
      (line) => JSON.parse(line).payload,
    );
    expect(kept.slice(0, accepted.length)).toEqual(accepted);
    // An event may have been stored whose answer was lost with the process; none is there twice.
    expect(kept.length).toBeLessThanOrEqual(accepted.length + 1);
    expect(await replay(second, token, work)).toEqual([]);
    const admin = await testToken({ audience: 'auth', scopes: ['waitlist:read'] });
    const waitlist = await (await second.call('/api/v1/auth/admin/waitlist', { token: admin })).text();
    expect(waitlist).toContain('kept@example.invalid');
    await second.end();
  });

  it('are readable by their owner alone', async () => {
    const files = await readdir(dataFolder);
    expect(files).toContain('stack.sqlite');
    for (const file of files) expect((await stat(join(dataFolder, file))).mode & 0o077).toBe(0);
  });
});

describe('the process', () => {
  it('goes on alone when its parent has gone, and ends at a signal', async () => {
    const stack = await startEmbedded();
    stack.child.disconnect();
    stack.child.stdout?.destroy();
    stack.child.stderr?.destroy();
    for (let n = 0; n < 5; n++) expect((await stack.call('/readyz')).status).toBe(200);
    expect((await stack.control('POST', '/services/bus-auth/restart')).status).toBe(200);
    const ended = once(stack.child, 'exit');
    stack.child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    await stack.end();
  });

  it('ends by itself when its data were removed: nobody could find it any more', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bus-setup-embedded-'));
    const stack = await startEmbedded({ dataFolder: folder });
    const ended = once(stack.child, 'exit');
    await rm(folder, { recursive: true });
    expect(await ended).toEqual([0, null]);
  });

  it('listens on the loopback address only', async () => {
    const stack = await startEmbedded();
    for (const url of [stack.gatewayUrl, stack.mailUrl, stack.controlUrl]) {
      const { port } = new URL(url);
      await expect(fetch(`http://127.0.0.2:${port}/`)).rejects.toThrow();
    }
    await stack.end();
  });

  it('tells which port it could not have, and ends', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const address = holder.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await expect(startEmbedded({ gatewayPort: port })).rejects.toThrow(/EADDRINUSE/);
    holder.close();
  });

  it('takes its configuration from standard input as well', async () => {
    const child = spawn(process.execPath, [PROGRAM], { stdio: ['pipe', 'pipe', 'inherit'] });
    const folder = await mkdtemp(join(tmpdir(), 'bus-setup-embedded-'));
    const config = {
      dataFolder: folder,
      gatewayPort: 0,
      controlKey: 'k'.repeat(40),
      version: '0',
      instanceId: 'i',
    };
    child.stdin.write(`${JSON.stringify(config)}\n`);
    let printed = '';
    child.stdout.on('data', (chunk) => {
      printed += String(chunk);
    });
    await expect.poll(() => printed).toContain(' nginx healthy\n');
    const ended = once(child, 'exit');
    child.kill('SIGINT');
    expect(await ended).toEqual([0, null]);
    await rm(folder, { recursive: true, force: true });
  });

  it.each(['{"dataFolder":"relative","gatewayPort":0,"controlKey":"hunter2"}', 'hunter2', ''])(
    'refuses the configuration %j without repeating it',
    async (line) => {
      const child = spawn(process.execPath, [PROGRAM], { stdio: ['pipe', 'pipe', 'pipe'] });
      let printed = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (chunk) => {
          printed += String(chunk);
        });
      }
      child.stdin.end(`${line}\n`);
      expect(await once(child, 'exit')).toEqual([1, null]);
      expect(printed).toContain('could not start');
      expect(printed).not.toContain('hunter2');
    },
  );

  it('refuses a JWT secret that is too short', async () => {
    await expect(startEmbedded({ env: { BUS_LOCAL_JWT_SECRET: 'short' } })).rejects.toThrow(/BAD_CONFIG/);
  });

  it('uses the secret it is given, and the published one no longer', async () => {
    const secret = 'a-customised-secret-of-at-least-32-bytes';
    const stack = await startEmbedded({ env: { BUS_LOCAL_JWT_SECRET: secret } });
    const json = { name: 'example.ping' };
    expect((await stack.call('/api/v1/events', { json, token: await testToken({ secret }) })).status).toBe(
      202,
    );
    expect((await stack.call('/api/v1/events', { json, token: await testToken() })).status).toBe(401);
    await stack.end();
  });
});
