import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as auth from '../../src/contract/auth.ts';
import { errorEnvelope } from '../../src/contract/errors.ts';
import { mailboxResponse } from '../../src/contract/mailbox.ts';
import { type EmbeddedProcess, startEmbedded, testToken } from './embedded-process.ts';

let stack: EmbeddedProcess;
let admin: string;
beforeAll(async () => {
  stack = await startEmbedded();
  admin = await testToken({
    audience: 'auth',
    scopes: ['waitlist:read', 'waitlist:approve', 'admin:manage'],
  });
});
afterAll(() => stack.end());

const post = (path: string, json: unknown, token?: string) =>
  stack.call(`/api/v1/auth${path}`, { json, ...(token === undefined ? {} : { token }) });
const get = (path: string, token: string) => stack.call(`/api/v1/auth${path}`, { token });
const problem = async (response: Response) => ({
  status: response.status,
  type: errorEnvelope.parse(await response.json()).error.type,
});

async function mailedOtp(email: string): Promise<string> {
  const url = `${stack.mailUrl}/api/v2/search?${new URLSearchParams({ kind: 'to', query: email })}`;
  const { items } = mailboxResponse.parse(await (await fetch(url)).json());
  return /\b[0-9]{6}\b/.exec(items[0]?.Content.Body ?? '')?.[0] ?? '';
}

async function signedIn(email: string) {
  await post('/register', { email });
  await post('/otp/request', { email });
  const response = await post('/otp/verify', { email, otp: await mailedOtp(email) });
  return auth.otpVerifyResponse.parse(await response.json());
}

describe('the waitlist', () => {
  it('puts a fresh address on it and finds it there again, in any case', async () => {
    const first = await post('/register', { email: 'Fresh@Example.invalid' });
    expect(await first.text()).toContain('"status":"waitlisted"');
    expect((await post('/register', { email: 'fresh@example.invalid' })).status).toBe(200);
    const { items } = auth.waitlistResponse.parse(await (await get('/admin/waitlist', admin)).json());
    const entries = items.filter(({ email }) => email === 'fresh@example.invalid');
    expect(entries).toMatchObject([{ email_verified: false, status: 'waitlisted' }]);
  });

  it.each([
    {},
    { email: '' },
    { email: 'nobody' },
    { email: 'a@b' },
    { email: 'a@example.invalid', admin: true },
    [],
  ])('refuses %j', async (body) => {
    expect(await problem(await post('/register', body))).toEqual({ status: 400, type: 'bad_request' });
  });

  it('shows itself and decides only with its scopes', async () => {
    const email = 'scopes@example.invalid';
    await post('/register', { email });
    const forbidden = { status: 403, type: 'forbidden' };
    const reader = await testToken({ audience: 'auth', scopes: ['waitlist:read'] });
    const api = await testToken({ audience: 'api', scopes: ['waitlist:read', 'waitlist:approve'] });
    expect(await problem(await post('/admin/approve', { email }, reader))).toEqual(forbidden);
    expect(await problem(await post('/admin/reject', { email }, reader))).toEqual(forbidden);
    expect(await problem(await get('/admin/waitlist', await testToken({ audience: 'auth' })))).toEqual(
      forbidden,
    );
    expect((await problem(await get('/admin/waitlist', api))).status).toBe(401);
    expect((await problem(await post('/admin/approve', { email }))).status).toBe(401);
  });

  it('knows nobody it has not seen', async () => {
    const missing = { status: 404, type: 'not_found' };
    expect(await problem(await post('/admin/approve', { email: 'x@example.invalid' }, admin))).toEqual(
      missing,
    );
    expect(await problem(await post('/admin/reject', { email: 'x@example.invalid' }, admin))).toEqual(
      missing,
    );
  });
});

describe('from the waitlist to an API token', () => {
  it('verifies, waits, is approved, gets a token that is accepted, and keeps its identity', async () => {
    const email = 'whole@example.invalid';
    const verified = await signedIn(email);
    expect(verified).toMatchObject({ status: 'waitlisted', email_verified: true, audience: 'ai.hg.fi/auth' });
    const ask = { resources: 'llm:proxy billing:read', ttl_seconds: 120 };
    expect(await problem(await post('/token', ask, verified.access_token))).toEqual({
      status: 403,
      type: 'forbidden',
    });

    const approval = await post('/admin/approve', { email }, admin);
    expect(auth.approveResponse.parse(await approval.json()).identity_id).toBe(verified.identity_id);
    const status = await (await get('/status', verified.access_token)).json();
    expect(status).toEqual({ identity_id: verified.identity_id, status: 'approved', email_verified: true });

    const token = auth.tokenResponse.parse(await (await post('/token', ask, verified.access_token)).json());
    const claims = decodeJwt(token.access_token);
    expect(claims).toMatchObject({ sub: verified.identity_id, aud: 'ai.hg.fi/api', scope: ask.resources });
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(120);
    const check = auth.checkResponse.parse(await (await get('/check', token.access_token)).json());
    expect(check).toMatchObject({ sub: verified.identity_id, scope: ['llm:proxy', 'billing:read'] });
    expect((await get('/status', token.access_token)).status).toBe(401);
  });

  it('gives a rejected identity nothing, also when it was approved before', async () => {
    const email = 'rejected@example.invalid';
    const { access_token } = await signedIn(email);
    await post('/admin/approve', { email }, admin);
    const rejected = await post('/admin/reject', { email, reason: 'a test' }, admin);
    expect(auth.rejectResponse.parse(await rejected.json()).status).toBe('rejected');
    expect(await problem(await post('/token', { resources: 'llm:proxy' }, access_token))).toEqual({
      status: 403,
      type: 'forbidden',
    });
  });

  it('refuses what the allow-list has not, instead of granting less', async () => {
    const email = 'greedy@example.invalid';
    const { access_token } = await signedIn(email);
    await post('/admin/approve', { email }, admin);
    const ask = { resources: 'llm:proxy billing:catalog:write', ttl_seconds: 60 };
    expect(await problem(await post('/token', ask, access_token))).toEqual({
      status: 403,
      type: 'forbidden',
    });
    for (const bad of [{ resources: '' }, { resources: 'llm:proxy', ttl_seconds: 0 }, { ttl_seconds: 60 }]) {
      expect(await problem(await post('/token', bad, access_token))).toEqual({
        status: 400,
        type: 'bad_request',
      });
    }
  });

  it('replaces an auth token, and revokes it at the end', async () => {
    const { access_token } = await signedIn('session@example.invalid');
    const refreshed = await stack.call('/api/v1/auth/token/refresh', { method: 'POST', token: access_token });
    const next = auth.tokenResponse.parse(await refreshed.json());
    expect((await get('/me', access_token)).status).toBe(401);
    const me = auth.meResponse.parse(await (await get('/me', next.access_token)).json());
    expect(me).toMatchObject({ audience: 'ai.hg.fi/auth', scope: ['status:read', 'token:issue'] });
    const out = await stack.call('/api/v1/auth/logout', { method: 'POST', token: next.access_token });
    expect(out.status).toBe(204);
    expect(await problem(await get('/check', next.access_token))).toEqual({
      status: 401,
      type: 'invalid_auth',
    });
    // The same token in other words: base64url leaves two bits of the last character unused.
    const last = next.access_token.at(-1) ?? '';
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const other = `${next.access_token.slice(0, -1)}${alphabet[alphabet.indexOf(last) ^ 1]}`;
    expect((await get('/check', other)).status).toBe(401);
  });
});

describe('one-time passwords', () => {
  const wrong = { status: 401, type: 'invalid_auth' };

  it('are mailed, never told, and good for one use', async () => {
    const email = 'once@example.invalid';
    await post('/register', { email });
    const requested = await (await post('/otp/request', { email })).text();
    const otp = await mailedOtp(email);
    expect(otp).toMatch(/^[0-9]{6}$/);
    expect(requested).not.toContain(otp);
    expect((await post('/otp/verify', { email, otp })).status).toBe(200);
    expect(await problem(await post('/otp/verify', { email, otp }))).toEqual(wrong);
  });

  it('are void when another is asked for, or after too many wrong tries', async () => {
    const email = 'tries@example.invalid';
    await post('/register', { email });
    await post('/otp/request', { email });
    const earlier = await mailedOtp(email);
    let otp = earlier;
    // Two passwords are alike once in a million times.
    await post('/otp/request', { email });
    otp = await mailedOtp(email);
    if (otp !== earlier)
      expect(await problem(await post('/otp/verify', { email, otp: earlier }))).toEqual(wrong);
    const other = otp === '000000' ? '000001' : '000000';
    for (let n = 0; n < 5; n++)
      expect(await problem(await post('/otp/verify', { email, otp: other }))).toEqual(wrong);
    expect(await problem(await post('/otp/verify', { email, otp }))).toEqual(wrong);
  });

  it('belong to one address', async () => {
    const [mine, yours] = ['mine@example.invalid', 'yours@example.invalid'];
    for (const email of [mine, yours]) {
      await post('/register', { email });
      await post('/otp/request', { email });
    }
    const otp = await mailedOtp(mine);
    if (otp !== (await mailedOtp(yours))) {
      expect(await problem(await post('/otp/verify', { email: yours, otp }))).toEqual(wrong);
    }
    expect((await post('/otp/verify', { email: mine, otp })).status).toBe(200);
  });

  it('are limited, for an address that nobody has just as well', async () => {
    for (const email of ['limit@example.invalid', 'unknown@example.invalid']) {
      if (email.startsWith('limit')) await post('/register', { email });
      for (let n = 0; n < 5; n++) expect((await post('/otp/request', { email })).status).toBe(200);
      expect(await problem(await post('/otp/request', { email }))).toEqual({
        status: 429,
        type: 'rate_limited',
      });
    }
    expect(await mailedOtp('unknown@example.invalid')).toBe('');
  });

  it('are neither in the store nor in the log', async () => {
    const email = 'nowhere@example.invalid';
    await post('/register', { email });
    await post('/otp/request', { email });
    const otp = await mailedOtp(email);
    const files = await readdir(stack.dataFolder);
    const contents = await Promise.all(files.map((file) => readFile(join(stack.dataFolder, file), 'latin1')));
    expect(contents.join()).toContain(email);
    // Six digits may stand in a time or an id by chance, so it is looked for as a column value.
    expect(contents.join()).not.toMatch(new RegExp(`(?<![0-9a-f.])${otp}(?![0-9a-f])`));
    expect(stack.output()).not.toContain(otp);
    expect(stack.output()).not.toContain(email);
  });

  it('say so when the mail cannot be delivered', async () => {
    const email = 'undelivered@example.invalid';
    await post('/register', { email });
    await stack.control('POST', '/services/mailhog/stop');
    const response = await post('/otp/request', { email });
    await stack.control('POST', '/services/mailhog/start');
    expect(await problem(response)).toEqual({ status: 503, type: 'backend_unavailable' });
  });
});
