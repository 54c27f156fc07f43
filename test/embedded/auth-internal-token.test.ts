import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { internalTokenResponse } from '../../src/contract/auth.ts';
import { errorEnvelope } from '../../src/contract/errors.ts';
import { LOCAL_DEFAULTS } from '../../src/contract/local-defaults.ts';
import { type EmbeddedProcess, startEmbedded } from './embedded-process.ts';

const KEY = LOCAL_DEFAULTS.BUS_AUTH_INTERNAL_SHARED_KEY.value;
let stack: EmbeddedProcess;
beforeAll(async () => {
  stack = await startEmbedded();
});
afterAll(() => stack.end());

const ask = (body: string | null, key: string | undefined = KEY) =>
  stack.call('/api/internal/auth/token', {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      ...(key === undefined ? {} : { 'X-Bus-Internal-Key': key }),
    },
  });
const problem = async (response: Response) => ({
  status: response.status,
  type: errorEnvelope.parse(await response.json()).error.type,
});

describe('the internal token endpoint', () => {
  it('gives the documented default to whoever has the key', async () => {
    for (const body of ['{}', null]) {
      const answer = internalTokenResponse.parse(await (await ask(body)).json());
      expect(answer).toMatchObject({
        subject: 'auth-admin',
        audience: 'ai.hg.fi/auth',
        token_type: 'Bearer',
      });
      const { iat = 0, exp = 0, ...claims } = decodeJwt(answer.access_token);
      expect(claims).toMatchObject({ sub: 'auth-admin', aud: 'ai.hg.fi/auth', scope: '' });
      expect(exp - iat).toBe(600);
    }
  });

  it('gives a token that the internal audience accepts', async () => {
    const body = { subject: 'collector', audience: 'ai.hg.fi/internal', resources: 'usage:read usage:read' };
    const { access_token } = internalTokenResponse.parse(await (await ask(JSON.stringify(body))).json());
    expect(decodeJwt(access_token)).toMatchObject({
      sub: 'collector',
      aud: 'ai.hg.fi/internal',
      scope: 'usage:read',
    });
    expect((await stack.call('/api/v1/auth/check', { token: access_token })).status).toBe(200);
  });

  it.each(['', 'wrong', `${KEY}x`, KEY.slice(1), KEY.toUpperCase()])('refuses the key %j', async (key) => {
    expect(await problem(await ask('{}', key))).toEqual({ status: 403, type: 'forbidden' });
  });

  it.each([
    { audience: 'ai.hg.fi' },
    { audience: '' },
    { subject: '' },
    { subject: 'a b' },
    { subject: 'a\nb' },
  ])('refuses %j', async (body) => {
    expect(await problem(await ask(JSON.stringify(body)))).toEqual({ status: 403, type: 'forbidden' });
  });

  it.each(['{', '{}{}', '{"ttl":1}', '{"subject":1}', 'null'])('calls %j malformed', async (body) => {
    expect(await problem(await ask(body))).toEqual({ status: 400, type: 'bad_request' });
  });
});
