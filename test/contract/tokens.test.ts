import { describe, expect, it } from 'vitest';
import { LOCAL_ACCOUNT_ID, LOCAL_DEFAULTS, PUBLIC_PLACEHOLDERS } from '../../src/contract/local-defaults.ts';
import {
  AUDIENCES,
  DEFAULT_LOCAL_TOKEN_SCOPES,
  JWT_SECRET_MIN_BYTES,
  SCOPES,
  scopeList,
  tokenClaims,
} from '../../src/contract/tokens.ts';

const CLAIMS = {
  sub: LOCAL_ACCOUNT_ID,
  aud: AUDIENCES.api,
  scope: 'llm:proxy vm:read',
  iat: 1_780_000_000,
  exp: 1_780_043_200,
};

describe('scopes', () => {
  it('are listed once each, and the local grant is part of them', () => {
    expect(new Set(SCOPES).size).toBe(SCOPES.length);
    expect(new Set(DEFAULT_LOCAL_TOKEN_SCOPES).size).toBe(DEFAULT_LOCAL_TOKEN_SCOPES.length);
    for (const scope of DEFAULT_LOCAL_TOKEN_SCOPES) expect(SCOPES).toContain(scope);
  });

  it('leave out of the local grant what the contract says is missing there', () => {
    const missing = /^(task:|workers:|billing:catalog:|terminal:|portal:|status:|token:|waitlist:|admin:)/;
    expect(DEFAULT_LOCAL_TOKEN_SCOPES.filter((scope) => missing.test(scope))).toEqual([]);
    expect(DEFAULT_LOCAL_TOKEN_SCOPES.length).toBe(47);
  });

  it('are read from a spaced list without repeats', () => {
    expect(scopeList.parse(' vm:read  llm:proxy vm:read ')).toEqual(['vm:read', 'llm:proxy']);
    expect(scopeList.parse('')).toEqual([]);
  });
});

describe('tokenClaims', () => {
  it('reads aud as one string or as an array', () => {
    expect(tokenClaims.parse(CLAIMS).aud).toEqual([AUDIENCES.api]);
    expect(tokenClaims.parse({ ...CLAIMS, aud: [AUDIENCES.api] }).aud).toEqual([AUDIENCES.api]);
    expect(tokenClaims.parse(CLAIMS).scope).toEqual(['llm:proxy', 'vm:read']);
  });

  it.each(['sub', 'aud', 'scope', 'iat', 'exp'])('refuses claims without %s', (claim) => {
    expect(tokenClaims.safeParse({ ...CLAIMS, [claim]: undefined }).success).toBe(false);
  });

  it.each([{ exp: '1780043200' }, { iat: Number.NaN }, { aud: [] }, { sub: '' }, { exp: -1 }])(
    'refuses %j',
    (claim) => {
      expect(tokenClaims.safeParse({ ...CLAIMS, ...claim }).success).toBe(false);
    },
  );
});

describe('local defaults', () => {
  it('are the published literals', () => {
    expect(LOCAL_DEFAULTS.BUS_LOCAL_JWT_SECRET.value).toBe('not-a-secret-local-development-hs256-key');
    expect(Buffer.byteLength(LOCAL_DEFAULTS.BUS_LOCAL_JWT_SECRET.value)).toBeGreaterThanOrEqual(
      JWT_SECRET_MIN_BYTES,
    );
    for (const { value, secretWhenChanged } of Object.values(LOCAL_DEFAULTS)) {
      if (secretWhenChanged && value !== '') expect(PUBLIC_PLACEHOLDERS).toContain(value);
    }
  });
});
