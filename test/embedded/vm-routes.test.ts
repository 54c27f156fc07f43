import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedProcess, startEmbedded, testToken } from './embedded-process.ts';

let stack: EmbeddedProcess;

beforeAll(async () => {
  stack = await startEmbedded();
});
afterAll(() => stack.end());

describe('VM routes', () => {
  it('name the static provider in compact JSON', async () => {
    const response = await stack.call('/api/v1/vm/status', {
      token: await testToken({ scopes: ['vm:read'] }),
    });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('{"status":{"state":"ready","provider":"static"}}');
  });

  it.each(['start', 'stop'])('accept %s without a body and with an empty one', async (action) => {
    const token = await testToken({ scopes: ['vm:write'] });
    const bare = await stack.call(`/api/v1/vm/${action}`, { token, method: 'POST' });
    expect([bare.status, await bare.json()]).toEqual([202, { accepted: true, action }]);
    const empty = await stack.call(`/api/v1/vm/${action}`, { token, json: {} });
    expect(empty.status).toBe(202);
    const filled = await stack.call(`/api/v1/vm/${action}`, { token, json: { force: true } });
    expect([filled.status, await filled.json()]).toEqual([
      400,
      { error: { type: 'bad_request', message: expect.any(String) } },
    ]);
  });

  it('answer 401 without a token and 403 without the scope', async () => {
    const bare = await stack.call('/api/v1/vm/status');
    expect([bare.status, await bare.json()]).toMatchObject([401, { error: { type: 'invalid_auth' } }]);
    const token = await testToken({ scopes: ['vm:read'] });
    const weak = await stack.call('/api/v1/vm/start', { token, method: 'POST' });
    expect([weak.status, await weak.json()]).toMatchObject([403, { error: { type: 'insufficient_access' } }]);
  });

  it('refuse the audiences of others', async () => {
    for (const audience of ['auth', 'internal'] as const) {
      const token = await testToken({ audience, scopes: ['vm:read'] });
      expect((await stack.call('/api/v1/vm/status', { token })).status).toBe(401);
    }
  });
});
