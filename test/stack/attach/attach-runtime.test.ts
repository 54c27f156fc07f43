import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import type { Host } from '../../../src/host/host.ts';
import { SecretRegistry } from '../../../src/redact/secret.ts';
import { createRuntime } from '../../../src/stack/create-runtime.ts';
import { loadProfile } from '../../../src/stack/profile-loader.ts';
import type { StackChoices } from '../../../src/stack/stack-choices.ts';
import { temporaryFolder, testHost } from '../../fixtures/test-host.ts';
import { gateway, tlsGateway, tunnel } from './hosted-gateway.ts';

const API = 'ai.hg.fi/api';
const never = new AbortController().signal;
const silent = { serviceChanged: () => undefined, logLine: () => undefined };

async function attach(choices: StackChoices, env: Readonly<Record<string, string>> = {}, host?: Host) {
  const secrets = new SecretRegistry();
  const on = host ?? testHost({ env });
  const loaded = await loadProfile('hosted', on);
  return { runtime: createRuntime(loaded, { host: on, stackFolder: '/nowhere', secrets, choices }), secrets };
}

async function token(claims: Record<string, unknown> = {}): Promise<string> {
  return await new SignJWT({ scope: 'llm:proxy', ...claims })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject('someone')
    .setAudience(API)
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode('a key that this program never sees'));
}

describe('the address of a hosted stack', () => {
  it.each([
    [undefined, 'ST-URL-MISSING'],
    ['not a url', 'ST-URL-INVALID'],
    ['http://ai.example.com', 'ST-URL-INVALID'],
    ['https://me:secret@ai.example.com', 'ST-URL-INVALID'],
    ['https://ai.example.com/?token=x', 'ST-URL-INVALID'],
    ['ftp://ai.example.com', 'ST-URL-INVALID'],
  ])('%s is refused with %s, and not repeated', async (url, id) => {
    const { runtime } = await attach({ url });
    const error = await runtime.access(never).catch(String);
    expect(error).toContain(id);
    expect(error).not.toContain('secret@');
  });

  it.each([
    ['https://ai.example.com/', 'https://ai.example.com'],
    ['https://ai.example.com/base/', 'https://ai.example.com/base'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ])('%s is %s', async (url, gatewayUrl) => {
    const { runtime } = await attach({ url });
    expect(await runtime.access(never)).toMatchObject({ gatewayUrl, restrictions: { readOnly: true } });
  });

  it('comes from the environment, and writes are allowed by a flag alone', async () => {
    const { runtime } = await attach({ allowWrites: true }, { BUS_BASE_URL: 'https://ai.example.com' });
    expect((await runtime.access(never)).restrictions).toEqual({ readOnly: false });
  });
});

describe('the tokens of a hosted stack', () => {
  const url = 'https://ai.example.com';
  const request = { name: 'BUS_API_TOKEN', audience: API, scopes: ['llm:proxy'] };

  it('are taken from a file, and are known to the redactor', async () => {
    const value = await token();
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'token'), `${value}\n`, { mode: 0o600 });
    const { runtime, secrets } = await attach({ url, tokenFiles: { api: 'token' } }, {}, testHost({ cwd }));
    const access = await runtime.access(never);
    expect((await access.token(request))?.reveal()).toBe(value);
    expect(access.accountId).toBe('someone');
    expect(secrets.all().map((secret) => secret.reveal())).toContain(value);
  });

  it('come from the file that the environment names before its value', async () => {
    const [inFile, inValue] = [await token({ n: 1 }), await token({ n: 2 })];
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'token'), inFile, { mode: 0o600 });
    const env = { BUS_API_TOKEN_FILE: 'token', BUS_API_TOKEN: inValue };
    const { runtime } = await attach({ url }, {}, testHost({ cwd, env }));
    expect((await (await runtime.access(never)).token(request))?.reveal()).toBe(inFile);
  });

  it('are never altered: what nobody gave is not there', async () => {
    const { runtime } = await attach({ url }, { BUS_API_TOKEN: await token() });
    const access = await runtime.access(never);
    expect(await access.token({ ...request, subject: 'another' })).toBeUndefined();
    expect(await access.token({ ...request, ttlSeconds: -1 })).toBeUndefined();
    expect(await access.token({ ...request, name: 'BUS_API_TOKEN_WITHOUT_LLM' })).toBeUndefined();
    expect(await access.token({ ...request, audience: 'ai.hg.fi/internal' })).toBeUndefined();
  });

  it('can be forged, to see them refused', async () => {
    const given = await token();
    const { runtime } = await attach({ url }, { BUS_API_TOKEN: given });
    const access = await runtime.access(never);
    const unsigned = (await access.token({ ...request, name: 'U', flaw: 'alg-none' }))?.reveal() ?? '';
    const forged = (await access.token({ ...request, name: 'F', flaw: 'wrong-signature' }))?.reveal() ?? '';
    expect(unsigned.endsWith('.')).toBe(true);
    expect(decodeProtectedHeader(forged).alg).toBe('HS256');
    expect(decodeJwt(forged)).toMatchObject({ sub: 'someone', aud: API, scope: 'llm:proxy' });
    expect(forged.split('.')[2]).not.toBe(given.split('.')[2]);
  });

  it('are refused when their file cannot be read or holds more than a token', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'two'), 'one two');
    const at = async (file: string) =>
      (await attach({ url, tokenFiles: { api: file } }, {}, testHost({ cwd }))).runtime.access(never);
    await expect(at('missing')).rejects.toThrow(/ST-TOKEN-UNREADABLE/);
    await expect(at('two')).rejects.toThrow(/ST-TOKEN-UNREADABLE/);
    chmodSync(join(cwd, 'two'), 0o600);
  });
});

describe('the state of a hosted stack', () => {
  it('is what its gateway answers, and it is neither started nor stopped', async () => {
    const { port, seen } = await gateway(({ url }) => (url === '/v1/models' ? 502 : 401));
    const { runtime } = await attach({ url: `http://127.0.0.1:${port}` });
    const status = await runtime.status(never);
    expect(status).toMatchObject({ running: true, ready: false });
    expect(status.services.find(({ service }) => service === 'bus-llm')).toEqual({
      service: 'bus-llm',
      state: 'unhealthy',
      detail: 'GET /v1/models answers 502',
    });
    expect(seen.every((line) => line.startsWith('GET '))).toBe(true);
    await expect(runtime.stop({ wipe: true, signal: never })).rejects.toThrow(/ST-ATTACHED/);
    await expect(runtime.restart('bus-llm', never)).rejects.toThrow(/ST-ATTACHED/);
    expect((await runtime.start({ signal: never, observer: silent })).started).toBe(false);
  });

  it('is unreachable where nobody listens', async () => {
    const { runtime } = await attach({ url: 'http://127.0.0.1:9' });
    await expect(runtime.start({ signal: never, observer: silent })).rejects.toThrow(/ST-UNREACHABLE/);
  });

  it('is asked only behind a certificate that is in order', async () => {
    const { port, caFile, seen } = await tlsGateway(() => 200);
    const url = `https://localhost:${port}`;
    expect(await (await attach({ url })).runtime.status(never)).toMatchObject({ running: false });
    expect(seen).toEqual([]);
    expect(await (await attach({ url, caFile })).runtime.status(never)).toMatchObject({ ready: true });
    await expect((await attach({ url, caFile: '/etc/hostname' })).runtime.status(never)).rejects.toThrow(
      /ST-CA-UNREADABLE/,
    );
  });

  it('is asked through the proxy of the environment, whose password becomes known', async () => {
    const { port, caFile } = await tlsGateway(() => 200);
    const proxy = await tunnel(port);
    const env = { HTTPS_PROXY: `http://me:proxy-password@127.0.0.1:${proxy.port}` };
    const { runtime, secrets } = await attach({ url: `https://localhost:${port}`, caFile }, env);
    expect(await runtime.status(never)).toMatchObject({ ready: true });
    const basic = Buffer.from('me:proxy-password').toString('base64');
    expect(proxy.seen[0]).toBe(`CONNECT localhost:${port} Basic ${basic}`);
    expect(secrets.all().map(({ name }) => name)).toContain('HTTPS_PROXY');

    const asked = proxy.seen.length;
    const around = await attach(
      { url: `https://localhost:${port}`, caFile },
      { ...env, NO_PROXY: 'localhost' },
    );
    expect(await around.runtime.status(never)).toMatchObject({ ready: true });
    expect(proxy.seen).toHaveLength(asked);
  });
});
