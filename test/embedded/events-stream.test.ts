import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishAccepted } from '../../src/contract/events.ts';
import { LOCAL_ACCOUNT_ID } from '../../src/contract/local-defaults.ts';
import { type EmbeddedProcess, startEmbedded, testToken } from './embedded-process.ts';
import { openStream, replay } from './event-reader.ts';

let stack: EmbeddedProcess;
let token: string;

beforeAll(async () => {
  stack = await startEmbedded();
  token = await testToken();
});
afterAll(() => stack.end());

const publish = async (event: object, by = token) => {
  const response = await stack.call('/api/v1/events', { token: by, json: event });
  expect(response.status).toBe(202);
  return publishAccepted.parse(await response.json());
};

describe('publish and replay', () => {
  it('gives an event back as it was sent, numbers and all', async () => {
    const payload = '{"n":12345678901234567890,"one":1.0,"e":1e3,"s":"ä\\u0000","list":[null,true,-0]}';
    const body = `{"name":"example.exact","correlationId":"c-1","payload":${payload}}`;
    const response = await stack.call('/api/v1/events', {
      method: 'POST',
      token,
      body,
      headers: { 'content-type': 'application/json' },
    });
    const { id } = publishAccepted.parse(await response.json());
    const [line] = await replay(stack, token, { name: 'example.exact' });
    expect(line).toMatch(/^\{"id":"evt_[0-9]{19}","name":"example\.exact","correlationId":"c-1","payload":/);
    expect(line).toContain(`"payload":${payload}`);
    expect(JSON.parse(line ?? '')).toMatchObject({ id, identity_id: LOCAL_ACCOUNT_ID });
  });

  it('takes the other spelling of the correlation id and gives the one', async () => {
    await publish({ name: 'example.spelling', correlation_id: 'c-2' });
    const lines = await replay(stack, token, { name: 'example.spelling' });
    expect(lines.join()).toContain('"correlationId":"c-2"');
    expect(lines.join()).not.toContain('correlation_id');
  });

  it('stamps the owner and ignores what the caller says of itself', async () => {
    await publish({ name: 'example.owner', identity_id: 'somebody', delivery: 'broadcast', tenant: 'x' });
    const [line] = await replay(stack, token, { name: 'example.owner' });
    expect(JSON.parse(line ?? '').identity_id).toBe(LOCAL_ACCOUNT_ID);
  });

  it('gives ids that grow in the order of publishing', async () => {
    const accepted = [];
    for (let n = 0; n < 5; n++) accepted.push(await publish({ name: 'example.order', payload: n }));
    const ids = accepted.map(({ id }) => id);
    expect(ids).toEqual([...ids].sort());
    const lines = await replay(stack, token, { name: 'example.order' });
    expect(lines.map((line) => JSON.parse(line).payload)).toEqual([0, 1, 2, 3, 4]);
  });

  it('replays more events than one batch, and stops at a limit', async () => {
    await Promise.all(Array.from({ length: 230 }, (_, n) => publish({ name: 'example.many', payload: n })));
    expect(await replay(stack, token, { name: 'example.many' })).toHaveLength(230);
    expect(await replay(stack, token, { name: 'example.many', limit: '7' })).toHaveLength(7);
  });

  it('bounds a replay by time and by label', async () => {
    await publish({ name: 'example.bounded', metadata: { 'bus.recipient.id': 'a' } });
    await publish({ name: 'example.bounded', metadata: { 'bus.recipient.id': 'b' } });
    const ofB = await replay(stack, token, { name: 'example.bounded', 'bus.recipient.id': 'b' });
    expect(ofB).toHaveLength(1);
    const since = JSON.parse(ofB[0] ?? '').occurred_at;
    expect(await replay(stack, token, { name: 'example.bounded', since })).toContain(ofB[0]);
    expect(await replay(stack, token, { name: 'example.bounded', until: '2020-01-01T00:00:00Z' })).toEqual(
      [],
    );
    expect(await replay(stack, token, { name: 'example.bounded', since: '2999-01-01T00:00:00Z' })).toEqual(
      [],
    );
  });
});

describe('who sees what', () => {
  it('shows nobody the events of another subject', async () => {
    const other = await testToken({ subject: 'events-local' });
    await publish({ name: 'example.private', payload: 'mine' });
    await publish({ name: 'example.private', payload: 'theirs' }, other);
    const mine = await replay(stack, token, { name: 'example.private' });
    const theirs = await replay(stack, other, { name: 'example.private' });
    expect(mine.map((line) => JSON.parse(line).payload)).toEqual(['mine']);
    expect(theirs.map((line) => JSON.parse(line).payload)).toEqual(['theirs']);
  });

  it('brings an event to every listener that is open, and to no one of another subject', async () => {
    const name = 'example.broadcast';
    const other = await openStream(stack, await testToken({ subject: 'other' }), { name });
    const first = await openStream(stack, token, { name });
    const second = await openStream(stack, token, { name, delivery: 'broadcast' });
    await publish({ name, payload: 1 });
    await publish({ name, payload: 'for the other' }, await testToken({ subject: 'other' }));
    expect((await first.next()).payload).toBe(1);
    expect((await second.next()).payload).toBe(1);
    expect((await other.next()).payload).toBe('for the other');
    await Promise.all([first.close(), second.close(), other.close()]);
  });

  it('does not replay unless asked to, and goes on after a replay', async () => {
    const name = 'example.live';
    await publish({ name, payload: 'before' });
    expect(await replay(stack, token, { name, replay: 'false' })).toEqual([]);
    const live = await openStream(stack, token, { name });
    const both = await openStream(stack, token, { name, replay: 'true' });
    await publish({ name, payload: 'after' });
    expect((await live.next()).payload).toBe('after');
    expect((await both.next()).payload).toBe('before');
    expect((await both.next()).payload).toBe('after');
    await Promise.all([live.close(), both.close()]);
  });
});

describe('groups', () => {
  const claimedBy = async (name: string, group: string, consumer: string, extra = {}) =>
    (await replay(stack, token, { name, delivery: 'unicast', group, consumer, ...extra })).map(
      (line) => JSON.parse(line).payload as number,
    );

  it('brings each event to exactly one consumer of a group, and to every group', async () => {
    const name = 'example.work';
    const open = (group: string, consumer: string) =>
      openStream(stack, token, { name, delivery: 'unicast', group, consumer });
    const [a, b, other] = await Promise.all([open('g', 'a'), open('g', 'b'), open('h', 'a')]);
    const got: unknown[] = [];
    const drains = [a, b].map(async (stream) => {
      for (;;) got.push((await stream.next()).payload);
    });
    await Promise.all(Array.from({ length: 40 }, (_, n) => publish({ name, payload: n })));
    const elsewhere: unknown[] = [];
    while (elsewhere.length < 40) elsewhere.push((await other.next()).payload);
    await expect.poll(() => got.length).toBe(40);
    // One more after the last: had an event been delivered twice, it would have come by now.
    await publish({ name, payload: 'last' });
    await expect.poll(() => got).toContain('last');
    expect(new Set(got).size).toBe(41);
    expect(got).toHaveLength(41);
    await Promise.all([a.close(), b.close(), other.close()]);
    await Promise.allSettled(drains);
  });

  it('lets a new group claim what was published before it, and nobody claim it again', async () => {
    const name = 'example.backlog';
    for (const n of [1, 2, 3]) await publish({ name, payload: n });
    expect(await claimedBy(name, 'late', 'a')).toEqual([1, 2, 3]);
    expect(await claimedBy(name, 'late', 'b')).toEqual([]);
    expect(await claimedBy(name, 'later', 'a')).toEqual([1, 2, 3]);
    expect(await claimedBy(name, 'fresh', 'a', { replay: 'false' })).toEqual([]);
  });

  it('keeps for a group what came while none of its consumers was there', async () => {
    const name = 'example.away';
    expect(await claimedBy(name, 'g', 'a', { replay: 'false' })).toEqual([]);
    await publish({ name, payload: 1 });
    expect(await claimedBy(name, 'g', 'b', { replay: 'false' })).toEqual([1]);
  });

  it('loses nothing to a consumer that hangs up', async () => {
    const name = 'example.hangup';
    const gone = await openStream(stack, token, { name, delivery: 'unicast', group: 'g', consumer: 'gone' });
    await gone.close();
    await expect
      .poll(async () => {
        await publish({ name, payload: 0 });
        return (await claimedBy(name, 'g', 'there')).length;
      })
      .toBeGreaterThan(0);
  });
});
