import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PORTAL_SECURITY_HEADERS, portalModulesResponse } from '../../src/contract/portal.ts';
import { securityHeaders } from '../../src/embedded/services/bus-portal/security-headers.ts';
import { type EmbeddedProcess, startEmbedded } from './embedded-process.ts';

let stack: EmbeddedProcess;
beforeAll(async () => {
  stack = await startEmbedded({ env: { BUS_PORTAL_API_CONNECT_SRC: 'http://127.0.0.1:8080' } });
});
afterAll(() => stack.end());

describe('the portal', () => {
  it('is healthy and lists its modules, in compact JSON, without a token', async () => {
    const health = await stack.call('/portal/local-dev/v1/healthz');
    expect([health.status, await health.text()]).toEqual([200, '{"ok":true}']);
    const response = await stack.call('/portal/local-dev/v1/modules');
    const text = await response.text();
    for (const id of ['auth', 'ai', 'accounting']) expect(text).toContain(`"id":"${id}"`);
    const { items } = portalModulesResponse.parse(JSON.parse(text));
    for (const module of items) {
      if (module.default_enabled) expect(module.state).toBe('stable');
      for (const { path } of module.nav_items ?? []) expect(path).toMatch(`/modules/${module.id}/`);
    }
  });

  it('is reached from the gateway, with and without the slash', async () => {
    const first = await stack.call('/portal');
    expect([first.status, new URL(first.headers.get('location') ?? '', stack.gatewayUrl).pathname]).toEqual([
      302,
      '/portal/local-dev/',
    ]);
    const response = await fetch(`${stack.gatewayUrl}/portal/local-dev`);
    expect([response.status, new URL(response.url).pathname]).toEqual([200, '/portal/local-dev/']);
  });

  it.each(['', 'modules/auth/', 'modules/ai/', 'modules/accounting/'])(
    'has an accessible page at %j',
    async (path) => {
      const response = await stack.call(`/portal/local-dev/${path}`);
      const page = await response.text();
      expect([response.status, response.headers.get('content-type')]).toEqual([
        200,
        'text/html; charset=utf-8',
      ]);
      expect(page).toMatch(/^<!doctype html>/);
      expect(page).toContain('<html lang="en">');
      expect(page).toMatch(/<title>[^<]+<\/title>/);
      expect(page.match(/<h1>/g)).toHaveLength(1);
      expect(page).toContain('<main id="content">');
      expect(page).toContain('href="#content"');
      expect(page).toContain('aria-current="page"');
      expect(page).not.toContain('<script');
      expect(page).not.toMatch(/\sstyle=/);
    },
  );

  it('has links that lead somewhere', async () => {
    const seen = new Set<string>();
    const waiting = [`${stack.gatewayUrl}/portal/local-dev/`];
    for (let url = waiting.pop(); url !== undefined; url = waiting.pop()) {
      if (seen.has(url)) continue;
      seen.add(url);
      const response = await fetch(url);
      expect([url, response.status]).toEqual([url, 200]);
      const page = response.headers.get('content-type')?.startsWith('text/html') ? await response.text() : '';
      for (const [, href] of page.matchAll(/href="([^"#]+)"/g)) waiting.push(new URL(href ?? '', url).href);
    }
    expect(seen.size).toBeGreaterThan(6);
  });

  it.each([
    '/portal/wrong/',
    '/portal/wrong/v1/healthz',
    '/portal/local-dev/modules/none/',
    '/portal/local-dev/x',
    '/portal/',
  ])('has no %s', async (path) => {
    const response = await stack.call(path);
    expect(response.status).toBe(404);
    expect(await response.text()).not.toContain('local-dev');
  });

  it.each(['', 'v1/healthz', 'v1/modules', 'portal-theme.css', 'nothing'])(
    'sends its headers with %j',
    async (path) => {
      const { headers } = await stack.call(`/portal/local-dev/${path}`);
      for (const name of PORTAL_SECURITY_HEADERS) expect([name, headers.get(name)]).not.toEqual([name, null]);
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain("connect-src 'self' http://127.0.0.1:8080;");
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    },
  );

  it('under another token answers there and nowhere else', async () => {
    const other = await startEmbedded({ env: { BUS_PORTAL_TOKEN: 'another-token' } });
    try {
      expect((await other.call('/portal/another-token/v1/healthz')).status).toBe(200);
      expect((await other.call('/portal/local-dev/v1/healthz')).status).toBe(404);
    } finally {
      await other.end();
    }
  });
});

describe('the content policy', () => {
  it('takes origins and nothing that would end its directive', () => {
    const { 'content-security-policy': policy } = securityHeaders(
      "https://a.example *; script-src 'unsafe-inline' wss://b:1",
    );
    expect(policy).toContain("connect-src 'self' https://a.example wss://b:1;");
    expect(policy).not.toMatch(/script-src|unsafe|\*/);
  });
});
