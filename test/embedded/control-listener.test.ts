import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { mailboxResponse } from '../../src/contract/mailbox.ts';
import { type EmbeddedProcess, startEmbedded, testToken } from './embedded-process.ts';
import { openStream } from './event-reader.ts';

const answer = z.object({
  instance_id: z.literal('test'),
  version: z.literal('test'),
  pid: z.int(),
  services: z.array(z.object({ service: z.string(), state: z.string(), since: z.iso.datetime() })),
});

let stack: EmbeddedProcess;
beforeAll(async () => {
  stack = await startEmbedded();
});
afterAll(() => stack.end());

const states = async () => {
  const { services } = answer.parse(await (await stack.control('GET', '/services')).json());
  return new Map(services.map(({ service, state }) => [service, state]));
};
const told = (service: string) =>
  stack.messages.filter((message) => message.service === service).map((message) => message.state);

describe('the control listener', () => {
  it.each([undefined, 'Bearer wrong', 'Basic x', 'Bearer '])(
    'refuses the authorization %j',
    async (authorization) => {
      for (const path of ['/services', '/services/bus-auth/log', '/nothing']) {
        const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
        expect((await fetch(`${stack.controlUrl}${path}`, { headers })).status).toBe(401);
      }
      const shutdown = await fetch(`${stack.controlUrl}/shutdown`, { method: 'POST' });
      expect(shutdown.status).toBe(401);
      expect((await stack.call('/readyz')).status).toBe(200);
    },
  );

  it('tells every service, and so did the process while it started', async () => {
    const now = await states();
    for (const service of ['mailhog', 'bus-events', 'bus-auth', 'nginx']) {
      expect(now.get(service)).toBe('healthy');
      expect(told(service)).toEqual(['starting', 'healthy']);
    }
    expect(stack.messages.at(-1)?.type).toBe('ready');
  });

  it('stops and starts one service and leaves the others alone', async () => {
    expect((await stack.control('POST', '/services/bus-auth/stop')).status).toBe(200);
    expect((await states()).get('bus-auth')).toBe('exited');
    expect((await states()).get('bus-events')).toBe('healthy');
    expect((await stack.control('POST', '/services/bus-auth/stop')).status).toBe(200);
    expect((await stack.control('POST', '/services/bus-auth/start')).status).toBe(200);
    await expect
      .poll(() => told('bus-auth'))
      .toEqual(['starting', 'healthy', 'exited', 'starting', 'healthy']);
    expect(told('bus-events')).toEqual(['starting', 'healthy']);
  });

  it('restarts a service: its streams break, its memory goes, its store stays', async () => {
    const token = await testToken();
    await stack.call('/api/v1/events', { token, json: { name: 'example.kept', payload: 1 } });
    const stream = await openStream(stack, token, { name: 'example.kept', replay: 'true' });
    expect((await stream.next()).payload).toBe(1);
    const broken = expect(stream.next()).rejects.toThrow();
    expect((await stack.control('POST', '/services/bus-events/restart')).status).toBe(200);
    await broken;
    const again = await openStream(stack, token, { name: 'example.kept', replay: 'true' });
    expect((await again.next()).payload).toBe(1);
    await again.close();
    await expect.poll(() => told('bus-events')).toEqual(['starting', 'healthy', 'restarting', 'healthy']);
  });

  it('forgets the mails of a mail sink that restarts', async () => {
    await stack.call('/api/v1/auth/register', { json: { email: 'a@example.invalid' } });
    await stack.call('/api/v1/auth/otp/request', { json: { email: 'a@example.invalid' } });
    const total = async () =>
      mailboxResponse.parse(await (await fetch(`${stack.mailUrl}/api/v2/messages`)).json()).total;
    expect(await total()).toBe(1);
    await stack.control('POST', '/services/mailhog/restart');
    expect(await total()).toBe(0);
  });

  it('gives the last lines of a log, and they are in the process log too', async () => {
    const log = await stack.control('GET', '/services/bus-auth/log?lines=1');
    const { lines } = z.object({ lines: z.array(z.string()) }).parse(await log.json());
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^[0-9-]{10}T[0-9:.]+Z bus-auth /);
    await expect.poll(() => stack.output()).toContain(`${lines[0]}\n`);
    expect((await stack.control('GET', '/services/bus-auth/log?lines=-1')).status).toBe(400);
  });

  it('knows no other service and no other route', async () => {
    for (const path of ['/services/nobody/restart', '/services/nobody/stop', '/services/bus-auth/burn']) {
      expect((await stack.control('POST', path)).status).toBe(404);
    }
  });

  it('ends the process in order, after it has answered', async () => {
    const other = await startEmbedded();
    const ended = once(other.child, 'exit');
    const stream = await openStream(other, await testToken(), { name: 'example.open' });
    stream.next().catch(() => undefined);
    expect((await other.control('POST', '/shutdown')).status).toBe(202);
    expect(await ended).toEqual([0, null]);
    await other.end();
  });
});
