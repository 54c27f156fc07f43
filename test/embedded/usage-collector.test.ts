import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOCAL_ACCOUNT_ID } from '../../src/contract/local-defaults.ts';
import type { UsagePage } from '../../src/contract/usage.ts';
import { ask, eventsSoFar, publish, restart, untilEvent } from './ask-stack.ts';
import { type EmbeddedProcess, startEmbedded, testToken } from './embedded-process.ts';

const PATH = '/api/internal/usage-events';

let stack: EmbeddedProcess;
beforeAll(async () => {
  stack = await startEmbedded();
});
afterAll(() => stack.end());

const token = () => testToken({ audience: 'internal', scopes: ['usage:read', 'usage:delete'] });
async function list(query: Record<string, string> = {}): Promise<UsagePage> {
  const response = await stack.call(`${PATH}?${new URLSearchParams(query)}`, { token: await token() });
  if (response.status !== 200) throw new Error(`listing answered ${response.status}`);
  return (await response.json()) as UsagePage;
}
const record = (payload: unknown) => ask(stack, 'bus.usage.record.request', payload);
const withId = (page: UsagePage, id: string) => page.items.filter(({ event_id }) => event_id === id);

describe('a usage record', () => {
  it('becomes exactly one row, however often it comes, also after restarts', async () => {
    const event_id = crypto.randomUUID();
    const payload = {
      event_type: 'usage_recorded',
      event_id,
      account_id: LOCAL_ACCOUNT_ID,
      data: { total_tokens: 1 },
    };
    const first = await record(payload);
    expect(first.payload).toEqual({ recorded: true, id: expect.any(Number), event_id });
    const again = await record({ ...payload, data: { total_tokens: 9 } });
    expect(again.payload).toEqual({ recorded: false, id: first.payload.id, event_id });
    await restart(stack, 'bus-usage-worker');
    await restart(stack, 'bus-usage-api');
    expect((await record(payload)).payload).toMatchObject({ recorded: false });
    expect(withId(await list(), event_id)).toEqual([
      {
        id: first.payload.id,
        event_id,
        occurred_at: expect.stringMatching(/^\d{4}-.*Z$/),
        account_id: LOCAL_ACCOUNT_ID,
        event_type: 'usage_recorded',
        data: { total_tokens: 1 },
      },
    ]);
  });

  it('without an event id is always new', async () => {
    const payload = { event_type: 'request_started' };
    const ids = [(await record(payload)).payload.id, (await record(payload)).payload.id];
    expect(new Set(ids).size).toBe(2);
  });

  it.each([
    ['an unknown type', { event_type: 'llm_request_finished' }],
    ['no type', { event_id: 'x' }],
    ['an account that is no UUID', { event_type: 'usage_recorded', account_id: 'me' }],
    ['a bad time', { event_type: 'usage_recorded', occurred_at: 'yesterday' }],
    ['a time before all years', { event_type: 'usage_recorded', occurred_at: '0000-01-01T00:00:00+23:59' }],
    ['an unknown field', { event_type: 'usage_recorded', tokens: 1 }],
  ])('with %s is refused with an error, and makes no row', async (_what, payload) => {
    const event_id = crypto.randomUUID();
    const answer = await record({ event_id, ...payload });
    expect(answer.error).toMatchObject({ type: 'bad_request' });
    expect(withId(await list(), event_id)).toEqual([]);
  });

  it('of one subject is not answered to another', async () => {
    const subject = crypto.randomUUID();
    const stranger = await testToken({ subject, scopes: ['usage:write'] });
    const json = {
      name: 'bus.usage.record.request',
      payload: { event_type: 'usage_recorded', event_id: subject },
    };
    expect((await stack.call('/api/v1/events', { token: stranger, json })).status).toBe(202);
    await record({ event_type: 'usage_recorded' });
    expect(withId(await list(), subject)).toEqual([]);
  });
});

describe('the collector list', () => {
  const TIMES = ['2001-01-01T00:00:00Z', '2001-01-01T00:00:00.000000001Z', '2001-01-01T02:00:00.5+02:00'];

  beforeAll(async () => {
    for (const occurred_at of TIMES.toReversed()) {
      await record({ event_type: 'runtime_ready', event_id: occurred_at, occurred_at });
    }
  });

  it('is ordered by time to the nanosecond, whatever the order of arrival', async () => {
    const page = await list({ before: '2001-01-02T00:00:00Z' });
    expect(page.items.map(({ event_id }) => event_id)).toEqual(TIMES);
    expect(page.items.map(({ occurred_at }) => occurred_at)).toEqual([
      '2001-01-01T00:00:00Z',
      '2001-01-01T00:00:00.000000001Z',
      '2001-01-01T00:00:00.5Z',
    ]);
    expect(page).toMatchObject({ page: 1, page_size: 1000, before: '2001-01-02T00:00:00Z', has_more: false });
  });

  it('takes the cut-off in, not what is after it', async () => {
    const { items } = await list({ before: '2001-01-01T00:00:00.000000001Z' });
    expect(items.map(({ event_id }) => event_id)).toEqual(TIMES.slice(0, 2));
  });

  it('gives pages and tells whether there are more', async () => {
    const before = '2001-01-02T00:00:00Z';
    const first = await list({ before, page: '1', page_size: '2' });
    const second = await list({ before, page: '2', page_size: '2' });
    expect([first.items.length, first.has_more, second.items.length, second.has_more]).toEqual([
      2,
      true,
      1,
      false,
    ]);
    expect((await list({ before, page: '3', page_size: '2' })).items).toEqual([]);
  });

  it('caps the page size and refuses what is no page', async () => {
    expect(await list({ page_size: '10001' })).toMatchObject({ page_size: 10_000 });
    for (const query of [
      'page=0',
      'page=-1',
      'page=x',
      'page_size=0',
      'before=now',
      'befor=2001-01-01T00:00:00Z',
      'page=1&page=2',
    ]) {
      const response = await stack.call(`${PATH}?${query}`, { token: await token() });
      expect([query, response.status]).toEqual([query, 400]);
    }
  });

  it('and what it lists is what is deleted with the same selector', async () => {
    const before = '2001-01-02T00:00:00Z';
    const remove = async (page_size: string) => {
      const query = new URLSearchParams({ before, page: '1', page_size });
      return (await stack.call(`${PATH}?${query}`, { method: 'DELETE', token: await token() })).json();
    };
    expect(await remove('2')).toEqual({ deleted: 2 });
    expect((await list({ before })).items.map(({ event_id }) => event_id)).toEqual(TIMES.slice(2));
    expect([await remove('2'), await remove('2')]).toEqual([{ deleted: 1 }, { deleted: 0 }]);
    const { payload } = await record({ event_type: 'runtime_ready', event_id: 'after deletion' });
    expect((await list()).items.filter(({ id }) => id === payload.id)).toHaveLength(1);
  });

  it('and deletion answer as events too', async () => {
    const listed = await ask(stack, 'bus.usage.list.request', { page_size: 1 });
    expect(listed.payload).toMatchObject({ page: 1, page_size: 1, items: [expect.anything()] });
    const removed = await ask(stack, 'bus.usage.delete.request', { before: '2000-01-01T00:00:00Z' });
    expect(removed.payload).toEqual({ deleted: 0 });
  });
});

describe('access to the collector', () => {
  it('is for the internal audience and its scopes alone', async () => {
    const get = async (options: Parameters<typeof testToken>[0]) => {
      const response = await stack.call(PATH, { token: await testToken(options) });
      return response.status;
    };
    const bare = await stack.call(PATH);
    expect([bare.status, await bare.text()]).toEqual([
      401,
      '{"error":{"type":"invalid_auth","message":"missing bearer token"}}',
    ]);
    expect(await get({ audience: 'api', scopes: ['usage:read'] })).toBe(401);
    expect(await get({ audience: 'internal', scopes: ['usage:delete'] })).toBe(403);
    expect(await get({ audience: 'internal', scopes: ['usage:read'] })).toBe(200);
    const reader = await testToken({ audience: 'internal', scopes: ['usage:read'] });
    expect((await stack.call(PATH, { method: 'DELETE', token: reader })).status).toBe(403);
  });
});

describe('usage is exported to billing', () => {
  it('never, unless the setting says so', async () => {
    const event_id = crypto.randomUUID();
    const data = { total_tokens: 5 };
    await record({ event_type: 'usage_recorded', event_id, account_id: LOCAL_ACCOUNT_ID, data });
    expect(await eventsSoFar(stack, 'bus.billing.usage.export.request')).toEqual([]);
  });

  it('by the default rules, once per record', async () => {
    const exporting = await startEmbedded({ env: { BUS_USAGE_BILLING_EXPORT: 'default' } });
    try {
      const account_id = crypto.randomUUID();
      const tokens = { event_type: 'usage_recorded', event_id: 'one', account_id, data: { total_tokens: 7 } };
      const seconds = {
        event_type: 'container_run_finished',
        event_id: 'two',
        account_id,
        data: { duration_ms: 1001 },
      };
      const unbilled = [
        { event_type: 'request_failed', account_id, data: { total_tokens: 7 } },
        { event_type: 'usage_recorded', account_id, data: { total_tokens: 0 } },
        { event_type: 'usage_recorded', data: { total_tokens: 7 } },
      ];
      for (const payload of [...unbilled, tokens, tokens, seconds]) {
        await ask(exporting, 'bus.usage.record.request', payload);
      }
      const done = await untilEvent(
        exporting,
        'bus.billing.usage.export.response',
        ({ payload }) => payload.meter_event_name === 'bus_container_runtime_seconds',
      );
      expect(done.payload).toMatchObject({ account_id, quantity: 2, exported: true });
      const events = await eventsSoFar(exporting, 'bus.billing.usage.export.response');
      const answers = events.map(({ payload }) => payload);
      expect(answers).toHaveLength(3);
      expect(answers[0]).toEqual(answers[1]);
      expect(answers[0]).toMatchObject({ account_id, meter_event_name: 'bus_llm_tokens', quantity: 7 });
    } finally {
      await exporting.end();
    }
  });

  it('not at all when the setting is not understood: the stack does not start', async () => {
    await expect(startEmbedded({ env: { BUS_USAGE_BILLING_EXPORT: 'maybe' } })).rejects.toThrow(
      /BUS_USAGE_BILLING_EXPORT/,
    );
  });
});

describe('the worker', () => {
  it('takes what was published while it was stopped', async () => {
    await stack.control('POST', '/services/bus-usage-worker/stop');
    const event_id = crypto.randomUUID();
    await publish(stack, 'bus.usage.record.request', { event_type: 'runtime_ready', event_id });
    await stack.control('POST', '/services/bus-usage-worker/start');
    await untilEvent(stack, 'bus.usage.record.response', ({ payload }) => payload?.event_id === event_id);
    expect(withId(await list(), event_id)).toHaveLength(1);
  });
});
