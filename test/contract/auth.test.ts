import { describe, expect, it } from 'vitest';
import {
  emailRequest,
  internalTokenRequest,
  internalTokenResponse,
  meResponse,
  otpVerifyRequest,
  otpVerifyResponse,
  rejectResponse,
  tokenRequest,
  tokenResponse,
  waitlistResponse,
} from '../../src/contract/auth.ts';
import { LOCAL_ACCOUNT_ID } from '../../src/contract/local-defaults.ts';

const EMAIL = 'local-smoke-1@example.invalid';

describe('auth requests', () => {
  it('compares addresses in lower case', () => {
    expect(emailRequest.parse({ email: 'Ann@Example.INVALID' })).toEqual({ email: 'ann@example.invalid' });
  });

  it.each([
    {},
    { email: '' },
    { email: 'no-at-sign' },
    { email: `${'a'.repeat(300)}@example.invalid` },
    { email: EMAIL, admin: true },
    [EMAIL],
    null,
  ])('refuses to register %j', (body) => {
    expect(emailRequest.safeParse(body).success).toBe(false);
  });

  it.each(['12345', '1234567', '12345a', 123456, ' 123456'])('refuses the one-time password %j', (otp) => {
    expect(otpVerifyRequest.safeParse({ email: EMAIL, otp }).success).toBe(false);
  });

  it('reads resources as a list and knows a default life', () => {
    expect(tokenRequest.parse({ resources: 'llm:proxy vm:read' })).toEqual({
      resources: ['llm:proxy', 'vm:read'],
      ttl_seconds: 3600,
    });
  });

  it.each([
    { resources: '' },
    { resources: ' ' },
    { resources: ['llm:proxy'] },
    { resources: 'vm:read', ttl_seconds: 0 },
    { resources: 'vm:read', ttl_seconds: 43_201 },
    { resources: 'vm:read', ttl_seconds: 1.5 },
    { resources: 'vm:read', sub: LOCAL_ACCOUNT_ID },
  ])('refuses the token request %j', (body) => {
    expect(tokenRequest.safeParse(body).success).toBe(false);
  });

  it('fills the documented defaults of the internal endpoint, and leaves a bad audience to the 403', () => {
    expect(internalTokenRequest.parse({})).toEqual({
      subject: 'auth-admin',
      audience: 'ai.hg.fi/auth',
      resources: [],
    });
    expect(internalTokenRequest.safeParse({ audience: 'elsewhere' }).success).toBe(true);
    expect(internalTokenRequest.safeParse({ ttl: 9 }).success).toBe(false);
  });
});

describe('auth responses', () => {
  it.each([
    { access_token: 'a.b.c', expires_in: 600, resources: 'vm:read' },
    { token: 'a.b.c', expires_in: 600, scope: 'vm:read' },
    { jwt: 'a.b.c', expires_in: 600, granted_resources: ['vm:read'] },
  ])('reads the token from %j', (answer) => {
    expect(tokenResponse.parse(answer)).toEqual({
      access_token: 'a.b.c',
      expires_in: 600,
      resources: ['vm:read'],
    });
  });

  it.each(['2026-05-01T10:00:00Z', 1_780_000_000])('reads the expiry %j', (expiry) => {
    expect(tokenResponse.parse({ access_token: 'a.b.c', expiry }).expires_at).toBe(expiry);
  });

  it.each([{}, { access_token: '' }, { access_token: 5 }, { access_token: 'x'.repeat(20_000) }])(
    'refuses %j as a token',
    (answer) => {
      expect(tokenResponse.safeParse(answer).success).toBe(false);
      expect(internalTokenResponse.safeParse(answer).success).toBe(false);
    },
  );

  it('needs the identity after verification', () => {
    const answer = { access_token: 'a.b.c', identity_id: LOCAL_ACCOUNT_ID, waitlist_status: 'waitlisted' };
    expect(otpVerifyResponse.parse(answer).status).toBe('waitlisted');
    expect(otpVerifyResponse.safeParse({ access_token: 'a.b.c' }).success).toBe(false);
  });

  it('reads oneself from claims too', () => {
    expect(meResponse.parse({ sub: 'id', aud: 'ai.hg.fi/auth', scope: 'status:read' })).toEqual({
      identity_id: 'id',
      audience: 'ai.hg.fi/auth',
      scope: ['status:read'],
    });
  });

  const entry = { email: EMAIL, email_verified: true, status: 'waitlisted' };
  it.each([[[entry]], [{ items: [entry] }], [{ waitlist: [entry], total: 1 }], [{ candidates: [entry] }]])(
    'reads the waitlist %#',
    (answer) => {
      expect(waitlistResponse.parse(answer).items).toEqual([entry]);
    },
  );

  it('refuses a rejection that says otherwise', () => {
    expect(rejectResponse.safeParse({ status: 'approved' }).success).toBe(false);
  });
});
