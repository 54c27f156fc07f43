import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GATEWAY_BODY_LIMIT_BYTES } from '../../src/contract/gateway.ts';
import { type EmbeddedProcess, startEmbedded, testToken } from './embedded-process.ts';
import { openStream } from './event-reader.ts';

let stack: EmbeddedProcess;
beforeAll(async () => {
  stack = await startEmbedded();
});
afterAll(() => stack.end());

/** Sends bytes as they are and gives what comes back. */
async function raw(text: string): Promise<string> {
  const socket = connect(stack.gatewayPort, '127.0.0.1');
  socket.end(text);
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  return answer;
}

describe('what the gateway answers itself', () => {
  it('is ready, to the byte', async () => {
    const response = await stack.call('/readyz');
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('{"ok":true,"stack":"bus-local-ai-platform"}\n');
  });

  it('sends /portal on', async () => {
    const response = await stack.call('/portal');
    expect([response.status, response.headers.get('location')]).toEqual([302, '/portal/local-dev/']);
  });

  it.each([
    '/',
    '/readyz/',
    '/healthz',
    '/api/v1/tasks',
    '/api/v1/auth',
    '/local-dev/v1/healthz',
    '/internal/deliveries',
  ])('knows nothing of %s', async (path) => {
    const response = await stack.call(path);
    expect([response.status, response.headers.get('content-type')]).toEqual([404, 'text/html']);
    expect(await response.text()).toContain('<h1>404 Not Found</h1>');
  });

  it('refuses a body beyond one mebibyte, announced or not', async () => {
    const token = await testToken();
    const head = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const announced = await stack.call('/api/v1/events', {
      method: 'POST',
      headers: head,
      body: 'x'.repeat(GATEWAY_BODY_LIMIT_BYTES + 1),
    });
    expect([announced.status, announced.headers.get('content-type')]).toEqual([413, 'text/html']);
    const status = Promise.withResolvers<number | undefined>();
    const sent = request(`${stack.gatewayUrl}/api/v1/events`, { method: 'POST', headers: head }, (response) =>
      status.resolve(response.statusCode),
    );
    sent.on('error', status.reject);
    for (let n = 0; n < 17; n++) sent.write('x'.repeat(64 * 1024));
    sent.end();
    expect(await status.promise).toBe(413);
  });

  it('hands on a body of just the limit', async () => {
    const frame = '{"name":"example.large","payload":""}';
    const body = frame.replace('""', `"${'x'.repeat(GATEWAY_BODY_LIMIT_BYTES - frame.length)}"`);
    const headers = { 'content-type': 'application/json' };
    const response = await stack.call('/api/v1/events', {
      method: 'POST',
      token: await testToken(),
      body,
      headers,
    });
    expect(response.status).toBe(202);
  });

  it('survives requests that are none', async () => {
    expect(await raw('GET //// HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 40[04] /,
    );
    expect(await raw('GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 400 /,
    );
    expect(await raw('GET /%00 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 400 /,
    );
    expect(await raw('GET http://[ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 400 /,
    );
    expect(await raw('nonsense\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    expect((await stack.call('/readyz')).status).toBe(200);
  });
});

describe('what the gateway hands on', () => {
  it('rewrites the path where the table says so, and looks at it decoded and resolved', async () => {
    const register = { json: { email: 'path@example.invalid' } };
    for (const path of ['/api/v1/auth/register', '//api//v1/auth/register', '/api/v1/auth/%72egister']) {
      expect((await stack.call(path, register)).status).toBe(200);
    }
    const climbed = await raw(
      'GET /api/v1/auth/..%2f..%2f..%2freadyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    );
    expect(climbed).toContain('bus-local-ai-platform');
  });

  it('leaves query, status and headers as they are', async () => {
    const response = await stack.call('/api/v1/events/stream?name=%2A&x=1', { token: await testToken() });
    expect([response.status, response.headers.get('content-type')]).toEqual([400, 'application/json']);
  });

  it('answers 502 while the service behind a route is down, and only there', async () => {
    await stack.control('POST', '/services/bus-auth/stop');
    const down = await stack.call('/api/v1/auth/register', { json: { email: 'a@example.invalid' } });
    expect([down.status, down.headers.get('content-type')]).toEqual([502, 'text/html']);
    expect((await stack.call('/readyz')).status).toBe(200);
    expect((await stack.call('/api/v1/events', { json: { name: 'example.ping' } })).status).toBe(401);
    await stack.control('POST', '/services/bus-auth/start');
    const up = await stack.call('/api/v1/auth/register', { json: { email: 'a@example.invalid' } });
    expect(up.status).toBe(200);
  });

  it('is not there while it is stopped, and comes back on the same port', async () => {
    await stack.control('POST', '/services/nginx/stop');
    await expect(stack.call('/readyz')).rejects.toThrow();
    await stack.control('POST', '/services/nginx/start');
    expect((await stack.call('/readyz')).status).toBe(200);
  });

  it('breaks a stream off when its service restarts, without an invented end', async () => {
    const stream = await openStream(stack, await testToken(), { name: 'example.cut' });
    const next = stream.next();
    next.catch(() => undefined);
    await stack.control('POST', '/services/bus-events/restart');
    await expect(next).rejects.toThrow(/terminated|aborted/);
    expect(stream.lines).toEqual([]);
  });

  it('logs the route and not the path, the query or the token', async () => {
    const token = await testToken();
    await stack.call('/portal/secret-capability/v1/healthz?name=secret-query', { token });
    expect(stack.output()).toMatch(/nginx GET \/portal\/ [0-9]{3}/);
    expect(stack.output()).not.toMatch(/secret-capability|secret-query/);
    expect(stack.output()).not.toContain(token);
  });
});
