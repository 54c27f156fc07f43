import { decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import { systemHost } from '../../src/host/host.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';
import type { TokenRequest } from '../../src/stack/runtime.ts';
import { mintToken } from '../../src/stack/token-mint.ts';

const SIGNING = 'not-a-secret-local-development-hs256-key';
const ACCOUNT = '00000000-0000-4000-8000-000000000001';

function minter(signing = SIGNING) {
  const host = systemHost();
  const secrets = new SecretRegistry();
  const signingSecret = secrets.secret('BUS_LOCAL_JWT_SECRET', signing, { publicDefault: true });
  const mint = (request: Partial<TokenRequest>) =>
    mintToken(
      { name: 'BUS_API_TOKEN', audience: 'ai.hg.fi/api', scopes: ['vm:read', 'llm:proxy'], ...request },
      { signingSecret, accountId: ACCOUNT, host, secrets },
    );
  return { mint, secrets };
}

const key = (secret: string) => Buffer.from(secret);

test('a token says what was asked for, and no more', async () => {
  const { mint } = minter();
  const { payload, protectedHeader } = await jwtVerify((await mint({})).reveal(), key(SIGNING), {
    audience: 'ai.hg.fi/api',
    algorithms: ['HS256'],
  });
  expect(protectedHeader).toEqual({ alg: 'HS256', typ: 'JWT' });
  expect(payload).toMatchObject({ sub: ACCOUNT, scope: 'vm:read llm:proxy' });
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(600);
});

test('subject and lifetime can be set; an expired token was issued before it expired', async () => {
  const { mint } = minter();
  const {
    sub,
    iat = 0,
    exp = 0,
  } = decodeJwt((await mint({ subject: 'someone-else', ttlSeconds: -60 })).reveal());
  expect(sub).toBe('someone-else');
  expect(exp).toBeLessThan(Date.now() / 1_000);
  expect(iat).toBeLessThan(exp);
});

test('a wrong signature is wrong, and only that', async () => {
  const { mint } = minter();
  const token = (await mint({ flaw: 'wrong-signature' })).reveal();
  await expect(jwtVerify(token, key(SIGNING))).rejects.toMatchObject({
    code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
  });
  expect(decodeProtectedHeader(token).alg).toBe('HS256');
  expect(decodeJwt(token)).toMatchObject({ sub: ACCOUNT, aud: 'ai.hg.fi/api' });
});

test('alg none has no signature', async () => {
  const { mint } = minter();
  const token = (await mint({ flaw: 'alg-none' })).reveal();
  expect(token.endsWith('.')).toBe(true);
  expect(decodeProtectedHeader(token).alg).toBe('none');
  expect(decodeJwt(token)).toMatchObject({ sub: ACCOUNT, scope: 'vm:read llm:proxy' });
});

test('only the explicit base64 form is decoded', async () => {
  const raw = Buffer.from('0123456789abcdef0123456789abcdef');
  const { mint } = minter(`base64:${raw.toString('base64')}`);
  await jwtVerify((await mint({})).reveal(), raw);
});

test('every token is a secret of its own that the redactor knows, bad ones too', async () => {
  const { mint, secrets } = minter();
  const tokens = await Promise.all([
    mint({}),
    mint({}),
    mint({ flaw: 'alg-none' }),
    mint({ flaw: 'wrong-signature' }),
  ]);
  expect(new Set(tokens.map((token) => token.reveal())).size).toBe(4);
  for (const token of tokens) {
    expect(secrets.all()).toContain(token);
    expect(`${token} ${JSON.stringify(token)}`).not.toContain(token.reveal());
  }
});
