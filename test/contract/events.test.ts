import { describe, expect, it } from 'vitest';
import { publishAccepted, publishRequest, streamLine, streamQuery } from '../../src/contract/events.ts';

const LINE = { id: 'evt_1781193793271936000', name: 'example.ping', identity_id: 'acct', payload: { n: 1 } };

describe('publishRequest', () => {
  it('takes either spelling of the correlation id and gives one', () => {
    const camel = publishRequest.parse({ name: 'example.ping', correlationId: 'c-1', payload: 1 });
    const snake = publishRequest.parse({ name: 'example.ping', correlation_id: 'c-1', payload: 1 });
    expect(camel).toEqual({ name: 'example.ping', correlationId: 'c-1', payload: 1 });
    expect(snake).toEqual(camel);
  });

  it('lets the authoritative spelling win', () => {
    const both = { name: 'a.b', correlationId: 'right', correlation_id: 'wrong' };
    expect(publishRequest.parse(both).correlationId).toBe('right');
  });

  it('drops what callers may not say: identity, and delivery as the contract ignores it', () => {
    const event = publishRequest.parse({
      name: 'example.ping',
      delivery: 'broadcast',
      identity_id: 'someone-else',
      email: 'a@example.invalid',
    });
    expect(event).toEqual({ name: 'example.ping' });
  });

  it.each([null, 0, false, '', [], [1, { a: null }], { deep: { deeper: 'ä\u2028' } }])(
    'keeps the payload %j as it is',
    (payload) => {
      expect(publishRequest.parse({ name: 'example.ping', payload }).payload).toEqual(payload);
    },
  );

  it.each(['', '*', 'bus.*', 'Bus.usage', 'a..b', '.a', 'a.', 'a b', 'a/b', `a${'.a'.repeat(200)}`])(
    'refuses the name %j',
    (name) => {
      expect(publishRequest.safeParse({ name }).success).toBe(false);
    },
  );

  it.each([null, [], 'example.ping', {}, { name: 1 }, { name: 'a.b', metadata: { k: 1 } }])(
    'refuses %j',
    (body) => {
      expect(publishRequest.safeParse(body).success).toBe(false);
    },
  );
});

describe('publishAccepted', () => {
  it.each([
    [true, true],
    ['accepted', true],
    [false, false],
    ['false', false],
  ])('reads accepted %j as %j', (accepted, meant) => {
    expect(publishAccepted.parse({ accepted, id: 'evt_1', name: 'a.b', stored: 1 })).toEqual({
      accepted: meant,
      id: 'evt_1',
      name: 'a.b',
    });
  });

  it.each([
    { accepted: true, name: 'a.b' },
    { accepted: true, id: 'evt_1' },
    { id: 'evt_1', name: 'a.b' },
  ])('refuses %j, where a documented member is missing', (answer) => {
    expect(publishAccepted.safeParse(answer).success).toBe(false);
  });
});

describe('streamLine', () => {
  it('reads either correlation spelling', () => {
    expect(streamLine.parse({ ...LINE, correlation_id: 'c-1' }).correlationId).toBe('c-1');
    expect(streamLine.parse({ ...LINE, correlationId: 'c-1' }).correlationId).toBe('c-1');
    expect(streamLine.parse({ ...LINE, correlationId: null }).correlationId).toBeUndefined();
  });

  it.each(['occurred_at', 'created_at', 'timestamp', 'time'])('reads the time from %s', (field) => {
    const at = '2026-05-01T10:00:00.123456789Z';
    expect(streamLine.parse({ ...LINE, [field]: at }).occurred_at).toBe(at);
  });

  it('does not fail on a time it cannot read, as no form is documented', () => {
    expect(streamLine.parse({ ...LINE, timestamp: 1781193793271 }).occurred_at).toBeUndefined();
  });

  it.each([
    ['billing_unavailable', { type: 'billing_unavailable', message: 'billing_unavailable' }],
    [
      { type: 't', message: 'm' },
      { type: 't', message: 'm' },
    ],
    [
      { code: 'c', message: 'm' },
      { type: 'c', message: 'm' },
    ],
    [{ type: 't' }, { type: 't', message: '' }],
  ])('reads the error %j', (error, meant) => {
    expect(streamLine.parse({ ...LINE, error }).error).toEqual(meant);
  });

  it.each(['id', 'name', 'identity_id'])('refuses a line without %s', (member) => {
    expect(streamLine.safeParse({ ...LINE, [member]: undefined }).success).toBe(false);
  });

  it('keeps a payload whole and drops envelope members nobody documents', () => {
    const payload = { __proto__: null, correlation_id: 'inside', n: 1 };
    const line = streamLine.parse(JSON.parse(JSON.stringify({ ...LINE, payload, shard: 7 })));
    expect(line).toEqual({ ...LINE, payload: { correlation_id: 'inside', n: 1 } });
  });
});

describe('streamQuery', () => {
  it('has the documented defaults', () => {
    expect(streamQuery.parse({ name: 'example.ping' })).toEqual({
      name: 'example.ping',
      delivery: 'broadcast',
      group: 'default',
      consumer: 'default',
      replay: false,
      follow: true,
    });
  });

  it('reads a replay that ends, a unicast group and its older word', () => {
    const query = streamQuery.parse({
      name: 'bus.dev.task.open',
      delivery: 'work',
      group: 'billing-worker',
      consumer: 'usage-collector-1',
      replay: 'true',
      follow: 'false',
      limit: '50',
      'bus.recipient.id': 'bus-dev',
      unheard: 'of',
    });
    expect(query).toEqual({
      name: 'bus.dev.task.open',
      delivery: 'unicast',
      group: 'billing-worker',
      consumer: 'usage-collector-1',
      replay: true,
      follow: false,
      limit: 50,
      'bus.recipient.id': 'bus-dev',
    });
  });

  it.each([
    {},
    { name: '*' },
    { name: 'bus.*' },
    { name: 'a.b', delivery: 'anycast' },
    { name: 'a.b', group: '' },
    { name: 'a.b', group: 'two words' },
    { name: 'a.b', consumer: '../x' },
    { name: 'a.b', follow: 'maybe' },
    { name: 'a.b', limit: '0' },
    { name: 'a.b', limit: '-1' },
    { name: 'a.b', since: 'yesterday' },
  ])('refuses %j', (query) => {
    expect(streamQuery.safeParse(query).success).toBe(false);
  });
});
