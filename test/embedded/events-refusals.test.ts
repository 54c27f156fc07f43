import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorEnvelope } from '../../src/contract/errors.ts';
import { LOCAL_DEFAULTS } from '../../src/contract/local-defaults.ts';
import { type EmbeddedProcess, startEmbedded, testToken } from './embedded-process.ts';

let stack: EmbeddedProcess;
beforeAll(async () => {
  stack = await startEmbedded();
});
afterAll(() => stack.end());

const refusal = async (response: Response) => ({
  status: response.status,
  type: errorEnvelope.parse(await response.json()).error.type,
});
const publish = async (token: string | undefined, body: unknown = { name: 'example.ping' }) =>
  await refusal(
    await stack.call('/api/v1/events', { json: body, ...(token === undefined ? {} : { token }) }),
  );
const stream = async (token: string, query: string) =>
  await refusal(await stack.call(`/api/v1/events/stream?${query}`, { token }));

const unsigned = (payload: object, alg: string) =>
  `${[{ alg, typ: 'JWT' }, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`;
const claims = { sub: 'x', aud: 'ai.hg.fi/api', scope: 'events:send', iat: 1, exp: 4_000_000_000 };

describe('tokens', () => {
  const invalid = { status: 401, type: 'invalid_auth' };
  it.each([
    ['none', async () => undefined],
    ['one that is no JWT', async () => 'abc'],
    ['an expired one', () => testToken({ ttlSeconds: -30 })],
    ['one for another audience', () => testToken({ audience: 'auth' })],
    ['one for internal services', () => testToken({ audience: 'internal' })],
    ['one signed with another secret', () => testToken({ secret: 'another-secret-of-at-least-32-bytes!' })],
    ['one without a signature', async () => unsigned(claims, 'none')],
    ['one that says None', async () => unsigned(claims, 'None')],
    ['a good one with its signature cut off', async () => (await testToken()).replace(/[^.]+$/, '')],
    ['one signed with HS512', async () => signed({ alg: 'HS512' }, claims)],
    ['one of another type', async () => signed({ alg: 'HS256', typ: 'at+jwt' }, claims)],
    ['one without a subject', async () => signed({ alg: 'HS256' }, { ...claims, sub: undefined })],
    ['one without a scope', async () => signed({ alg: 'HS256' }, { ...claims, scope: undefined })],
    ['one without an issue time', async () => signed({ alg: 'HS256' }, { ...claims, iat: undefined })],
    ['one without an expiry', async () => signed({ alg: 'HS256' }, { ...claims, exp: undefined })],
    ['one from the future', async () => signed({ alg: 'HS256' }, { ...claims, iat: 3_999_999_999 })],
  ])('refuses %s', async (_name, token) => {
    expect(await publish(await token())).toEqual(invalid);
  });

  it('accepts a token that has just the claims', async () => {
    const response = await stack.call('/api/v1/events', {
      token: signed({ alg: 'HS256' }, claims),
      json: { name: 'example.ping' },
    });
    expect(response.status).toBe(202);
  });
});

describe('scopes', () => {
  const forbidden = { status: 403, type: 'forbidden' };
  it('asks for a scope to send, and for another to listen', async () => {
    const send = await testToken({ scopes: ['events:send'] });
    const listen = await testToken({ scopes: ['events:listen'] });
    expect(await publish(listen)).toEqual(forbidden);
    expect(await stream(send, 'name=example.ping')).toEqual(forbidden);
  });

  it('closes protected namespaces to the general scopes', async () => {
    const general = await testToken({ scopes: ['events:send', 'events:listen'] });
    for (const name of [
      'bus.usage.record.request',
      'bus.billing.unlisted',
      'bus.dev.task.open',
      'bus.stripe.x',
    ]) {
      expect(await publish(general, { name })).toEqual(forbidden);
      expect(await stream(general, `name=${name}`)).toEqual(forbidden);
    }
  });

  it('opens a namespace to its own scope', async () => {
    const token = await testToken({ scopes: ['usage:write'] });
    expect(
      (await stack.call('/api/v1/events', { token, json: { name: 'bus.usage.record.request' } })).status,
    ).toBe(202);
    expect(await publish(token, { name: 'example.ping' })).toEqual(forbidden);
  });
});

describe('malformed requests', () => {
  const bad = { status: 400, type: 'bad_request' };
  it.each(['bus.*', '*', 'bus.', '.bus', 'Bus.Usage', 'a b', '', 'ä'])(
    'refuses the name %j',
    async (name) => {
      expect(await publish(await testToken(), { name })).toEqual(bad);
      expect(await stream(await testToken(), `name=${encodeURIComponent(name)}&follow=false`)).toEqual(bad);
    },
  );

  it.each([
    '',
    'name=a&group=*',
    'name=a&consumer=',
    'name=a&delivery=all',
    'name=a&replay=1',
    'name=a&limit=0',
  ])('refuses the stream query %j', async (query) =>
    expect(await stream(await testToken(), query)).toEqual(bad),
  );

  it.each(['', '{"name":', '{"name":"example.ping"}{}', '[]', '"x"', `${'['.repeat(200)}${']'.repeat(200)}`])(
    'refuses the body %j',
    async (body) => {
      const headers = { 'content-type': 'application/json' };
      const response = await stack.call('/api/v1/events', {
        method: 'POST',
        token: await testToken(),
        body,
        headers,
      });
      expect(await refusal(response)).toEqual(bad);
    },
  );

  it('refuses a body that is not declared as JSON, and one that is not UTF-8', async () => {
    const call = async (body: string | Uint8Array<ArrayBuffer>, type: string) =>
      refusal(
        await stack.call('/api/v1/events', {
          method: 'POST',
          token: await testToken(),
          body,
          headers: { 'content-type': type },
        }),
      );
    expect(await call('{"name":"example.ping"}', 'text/plain')).toEqual(bad);
    expect(await call(new Uint8Array([0x22, 0xff, 0x22]), 'application/json')).toEqual(bad);
  });
});

function signed(header: { alg: 'HS256' | 'HS512'; typ?: string }, payload: object): string {
  const text = [header, payload]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const mac = createHmac(
    header.alg === 'HS256' ? 'sha256' : 'sha512',
    LOCAL_DEFAULTS.BUS_LOCAL_JWT_SECRET.value,
  );
  return `${text}.${mac.update(text).digest('base64url')}`;
}
