import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  EventReplyError,
  EventsRefusedError,
  EventTimeoutError,
} from '../../src/embedded/events/event-failures.ts';
import { EventsClient } from '../../src/embedded/events-client.ts';
import type { ServiceDefinition } from '../../src/embedded/service.ts';
import { busEvents } from '../../src/embedded/services/bus-events.ts';
import { type InProcessStack, startInProcess } from './in-process-stack.ts';

let running: InProcessStack;
let client: EventsClient;
let handled: unknown[];
let release: () => void;

/** Asks; the test asks through it. */
const asker: ServiceDefinition = {
  id: 'bus-billing-api',
  dependsOn: ['bus-events'],
  async start(context) {
    client = new EventsClient(context);
    return { stop: () => client.close() };
  },
};

/** Answers `example.echo.request`; fails for the payload `fail`, and holds `hold` back until it is released. */
const worker: ServiceDefinition = {
  id: 'bus-billing-worker',
  dependsOn: ['bus-events'],
  async start(context) {
    const events = new EventsClient(context);
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await events.subscribe('example.echo.request', { concurrency: 4 }, async ({ payload, correlationId }) => {
      handled.push(payload);
      if (payload === 'silent') return;
      if (payload === 'hold') await held;
      const error = payload === 'fail' ? { error: { type: 'storage_unavailable', message: 'no' } } : {};
      await events.publish({ name: 'example.echo.response', correlationId, payload, ...error });
    });
    return { stop: () => events.close() };
  },
};

beforeEach(async () => {
  handled = [];
  running = await startInProcess([asker, worker, busEvents]);
});
afterEach(() => running.end());

const ask = (payload: unknown, timeoutMs = 5000) =>
  client.request('example.echo.request', payload, { timeoutMs });

describe('request and answer', () => {
  it('brings each asker its own answer', async () => {
    const answers = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map((n) => ask({ n })));
    expect(answers.map(({ payload }) => payload)).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((n) => ({ n })));
  });

  it('tells a failure from an answer', async () => {
    await expect(ask('fail')).rejects.toThrow(EventReplyError);
    await expect(ask('fail')).rejects.toMatchObject({ type: 'storage_unavailable', message: 'no' });
  });

  it('waits no longer than it was told, and goes when it is told to', async () => {
    await expect(ask('silent', 30)).rejects.toThrow(EventTimeoutError);
    const leave = new AbortController();
    const asked = client.request('example.echo.request', 'silent', { signal: leave.signal });
    leave.abort(new Error('left'));
    await expect(asked).rejects.toThrow('left');
  });

  it('is refused where the token has no scope', async () => {
    await expect(client.publish({ name: 'bus.task.created' })).rejects.toThrow(EventsRefusedError);
    await expect(client.request('bus.task.list.request', {})).rejects.toThrow(EventsRefusedError);
  });
});

describe('after a restart', () => {
  it('of the Events API: an answer that is under way still arrives', async () => {
    const asked = ask('hold');
    await expect.poll(() => handled).toContain('hold');
    await running.stack.unit('bus-events').restart();
    release();
    expect((await asked).payload).toBe('hold');
    expect((await ask('again')).payload).toBe('again');
  });

  it('of the Events API: what is asked while it is down is asked when it is up', async () => {
    await ask('before');
    await running.stack.unit('bus-events').stop();
    const asked = ask('meanwhile');
    await running.stack.unit('bus-events').start();
    expect((await asked).payload).toBe('meanwhile');
    expect(handled).toEqual(['before', 'meanwhile']);
  });

  it('of a worker: it handles what came while it was away, once', async () => {
    await ask('before');
    await running.stack.unit('bus-billing-worker').stop();
    const asked = ask('meanwhile');
    await client.publish({ name: 'example.echo.request', payload: 'silent' });
    await running.stack.unit('bus-billing-worker').start();
    expect((await asked).payload).toBe('meanwhile');
    await running.stack.unit('bus-billing-worker').restart();
    await ask('after');
    expect(handled.toSorted()).toEqual(['after', 'before', 'meanwhile', 'silent']);
  });

  it('of the asker: an answer to its former self troubles nobody', async () => {
    const asked = ask('hold');
    await expect.poll(() => handled).toContain('hold');
    await Promise.all([expect(asked).rejects.toThrow(), running.stack.unit('bus-billing-api').restart()]);
    release();
    expect((await ask('new')).payload).toBe('new');
  });
});
