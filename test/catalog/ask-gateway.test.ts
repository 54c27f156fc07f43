import { createServer, type RequestListener } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { compareWithAnswers } from '../../src/catalog/ask-gateway.ts';
import { ROUTES } from '../../src/contract/routes.ts';
import { nginxPage } from '../../src/embedded/gateway/nginx-pages.ts';

const signal = new AbortController().signal;
const nginx404 = await nginxPage(404).text();

async function gateway(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
}

/** A gateway that knows the whole catalog, but for what `odd` answers. */
const like = (odd: (path: string) => number | undefined): Promise<string> =>
  gateway(({ url = '', method, headers }, response) => {
    expect([method, headers.authorization]).toEqual(['GET', undefined]);
    const routed = ROUTES.some(({ path }) =>
      new RegExp(`^${path.replaceAll(/\{[a-z_]+\}/g, '[^/]+')}$`).test(url),
    );
    const status = odd(url) ?? (routed ? 401 : 404);
    const own = status === 404 || status === 502;
    response
      .writeHead(status, { 'content-type': own ? 'text/html' : 'application/json' })
      .end(own ? nginx404 : '{}');
  });

const found = async (gatewayUrl: string, internalRoutes = true) =>
  (await compareWithAnswers(ROUTES, { gatewayUrl, internalRoutes, signal })).map(({ subject, reason }) => [
    subject,
    reason.id,
  ]);

describe('the catalog against what answers', () => {
  it('agrees with a gateway that routes what it has', async () => {
    expect(await found(await like(() => undefined))).toEqual([]);
  });

  it('finds a route that the gateway does not know, and one with nothing behind it', async () => {
    const url = await like((path) =>
      path === '/v1/models' ? 404 : path === '/api/v1/vm/status' ? 502 : undefined,
    );
    expect(await found(url)).toEqual([
      ['llm.models', 'RT-NOT-ROUTED'],
      ['vm.status', 'RT-NO-BACKEND'],
    ]);
  });

  it('tells a path on which nothing answers, and goes on with the others', async () => {
    const url = await gateway(({ url: path = '' }, response) => {
      if (path === '/api/v1/vm/status') return;
      response.writeHead(502, { 'content-type': 'application/json' }).end('{}');
    });
    const findings = await compareWithAnswers(ROUTES, { gatewayUrl: url, internalRoutes: true, signal });
    expect(findings).toContainEqual({
      seenIn: 'answers',
      subject: 'vm.status',
      reason: expect.objectContaining({
        id: 'RT-NO-BACKEND',
        detail: 'GET /api/v1/vm/status: no answer within 4 s',
      }),
    });
  });

  it('says nothing about a gateway of which nothing is heard', async () => {
    const url = await gateway(({ socket }) => socket.destroy());
    await expect(
      compareWithAnswers(ROUTES, { gatewayUrl: url, internalRoutes: true, signal }),
    ).rejects.toThrow();
  });

  it('finds a module that is published and not in the catalog', async () => {
    expect(
      await found(await like((path) => (path === '/api/v1/terminal/sessions' ? 401 : undefined))),
    ).toEqual([['/api/v1/terminal/sessions', 'RT-NOT-IN-CATALOG']]);
  });

  it('does not miss internal routes on a stack that rightly hides them', async () => {
    const hidden = await like((path) => (path.startsWith('/api/internal/') ? 404 : undefined));
    expect(await found(hidden, false)).toEqual([]);
    expect((await found(hidden)).length).toBeGreaterThan(5);
  });
});
