import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { GATEWAY_LOCATIONS, gatewayLocationFor, servicePath } from '../../src/contract/gateway.ts';
import { PROOF_VARIABLES } from '../../src/contract/routes/proof-variables.ts';
import { fillPath, ROUTES, routeById } from '../../src/contract/routes.ts';
import { SERVICES } from '../../src/contract/services.ts';
import { AUDIENCES, SCOPES } from '../../src/contract/tokens.ts';

/** The documented routes that the gateway exposes, written down a second time on purpose. */
const DOCUMENTED = `
GET /readyz
GET /portal
GET /portal/{token}/
GET /portal/{token}/v1/healthz
GET /portal/{token}/v1/modules
GET /portal/{token}/modules/{module_id}/
POST /api/v1/auth/register
POST /api/v1/auth/otp/request
POST /api/v1/auth/otp/verify
GET /api/v1/auth/status
POST /api/v1/auth/token
POST /api/v1/auth/token/refresh
POST /api/v1/auth/logout
GET /api/v1/auth/me
GET /api/v1/auth/check
GET /api/v1/auth/admin/waitlist
POST /api/v1/auth/admin/approve
POST /api/v1/auth/admin/reject
POST /api/internal/auth/token
GET /v1/models
POST /v1/chat/completions
POST /v1/completions
POST /v1/responses
POST /v1/embeddings
GET /api/v1/billing/status
POST /api/v1/billing/checkout-session
POST /api/v1/billing/portal-session
GET /api/internal/billing/catalog
PUT /api/internal/billing/catalog
GET /api/internal/billing/accounts/{account_id}/status
POST /api/internal/billing/entitlement-check
GET /api/internal/usage-events
DELETE /api/internal/usage-events
POST /api/v1/events
GET /api/v1/events/stream
GET /api/v1/vm/status
POST /api/v1/vm/start
POST /api/v1/vm/stop
GET /api/v1/containers/status
POST /api/v1/containers/runs
DELETE /api/v1/containers/runs/{run_id}
GET /api/internal/containers/runner
POST /api/internal/containers/runner
DELETE /api/internal/containers/runner
POST /api/v1/notes
GET /api/v1/notes
GET /api/v1/notes/search
GET /api/v1/notes/{note_id}
DELETE /api/v1/notes/{note_id}
POST /api/internal/stripe/webhook
`
  .trim()
  .split('\n');

describe('the route catalog', () => {
  it('holds exactly the documented routes', () => {
    const listed = ROUTES.map((route) => `${route.method} ${route.path}`);
    expect(listed.toSorted()).toEqual(DOCUMENTED.toSorted());
  });

  it('has one id for one route', () => {
    expect(new Set(ROUTES.map((route) => route.id)).size).toBe(ROUTES.length);
  });

  it('has a route under every gateway location', () => {
    const used = new Set(ROUTES.map((route) => gatewayLocationFor(route.path)?.path));
    expect(GATEWAY_LOCATIONS.map((location) => location.path).filter((path) => !used.has(path))).toEqual([]);
  });

  it.each(ROUTES)('places $id where the gateway sends it', (route) => {
    const location = gatewayLocationFor(route.path);
    expect(location).toBeDefined();
    expect(Object.keys(SERVICES)).toContain(route.service);
    expect(route.service).toBe(location?.service);
    if (route.upstream !== null) {
      expect(new URL(route.upstream).hostname).toBe(route.service);
      expect(new URL(route.upstream).port).toBe(String(SERVICES[route.service].port));
    }
  });

  it('rewrites the three prefixes that the gateway rewrites, and only those', () => {
    expect(routeById('auth.register').upstream).toBe(
      'http://bus-auth:8080/local-dev/v1/api/v1/auth/register',
    );
    expect(routeById('auth.internal-token').upstream).toBe(
      'http://bus-auth:8080/local-dev/v1/api/internal/auth/token',
    );
    expect(routeById('notes.search').upstream).toBe('http://bus-notes-api:8092/local-dev/v1/v1/notes/search');
    expect(routeById('portal.health').upstream).toBe('http://bus-portal:8090/{token}/v1/healthz');
    expect(routeById('llm.models').upstream).toBe('http://bus-llm:8088/v1/models');
    expect(routeById('gateway.ready').upstream).toBeNull();
  });

  it.each(ROUTES.filter((route) => route.auth === 'bearer'))('asks $id for a known audience', (route) => {
    expect([...Object.values(AUDIENCES), 'any']).toContain(route.audience);
    for (const scope of route.scopes) expect(SCOPES).toContain(scope);
  });

  it('asks internal routes for the internal audience, and public ones never', () => {
    for (const route of ROUTES.filter(({ auth }) => auth === 'bearer')) {
      expect([route.id, route.audience === AUDIENCES.internal]).toEqual([
        route.id,
        route.exposure === 'internal',
      ]);
    }
    expect(routeById('stripe.webhook').exposure).toBe('webhook');
    expect(routeById('auth.internal-token').exposure).toBe('internal');
  });

  it('marks the notes routes, and only those, as assumed', () => {
    const assumed = ROUTES.filter((route) => route.assumed).map((route) => route.id);
    expect(assumed).toEqual(ROUTES.filter(({ id }) => id.startsWith('notes.')).map(({ id }) => id));
    expect(assumed.length).toBe(5);
  });
});

describe('proof commands', () => {
  it.each(ROUTES)('refers in $id to known variables only', ({ proofCommand }) => {
    const referred = [...proofCommand.matchAll(/\$\{?([A-Za-z_][A-Za-z0-9_]*)/g)].map((match) => match[1]);
    const unknown = referred.filter(
      (name) =>
        !Object.hasOwn(PROOF_VARIABLES, name ?? '') &&
        // A short name of its own is fine when the same line sets it.
        !new RegExp(`(^|; )${name}=`).test(proofCommand),
    );
    expect(unknown).toEqual([]);
    expect(referred).toContain('BUS_BASE_URL');
  });

  it.each(ROUTES)('calls the path and method of $id', ({ path, method, proofCommand }) => {
    const literal = path.split(/\{[a-z_]+\}/)[0] ?? '';
    expect(proofCommand).toContain(`"$BUS_BASE_URL${literal}`);
    expect(method === 'GET' || proofCommand.includes(`-X ${method}`)).toBe(true);
  });

  it('are shell that a POSIX shell can read, each on one line', () => {
    const lines = ROUTES.map((route) => route.proofCommand);
    expect(lines.filter((line) => line.includes('\n'))).toEqual([]);
    execFileSync('sh', ['-n'], { input: `${lines.join('\n')}\n` });
  });

  it('send the credential the route asks for', () => {
    const variable = { 'ai.hg.fi/api': 'API', 'ai.hg.fi/internal': 'INTERNAL', 'ai.hg.fi/auth': 'AUTH' };
    for (const route of ROUTES) {
      if (route.audience === null || route.audience === 'any') continue;
      expect(route.proofCommand).toMatch(
        new RegExp(`Bearer \\$BUS_${variable[route.audience]}(_ADMIN)?_TOKEN"`),
      );
    }
  });

  it('send a body that the route accepts', () => {
    for (const route of ROUTES) {
      const body = /-d '(\{.*?\})' /.exec(route.proofCommand)?.[1];
      if (body === undefined || route.request === undefined) continue;
      expect([route.id, route.request.safeParse(JSON.parse(body)).success]).toEqual([route.id, true]);
    }
  });
});

describe('the gateway table', () => {
  it('prefers an exact location, then the longest prefix', () => {
    expect(gatewayLocationFor('/portal')?.service).toBe('nginx');
    expect(gatewayLocationFor('/portal/x')?.service).toBe('bus-portal');
    expect(gatewayLocationFor('/api/v1/events')?.path).toBe('/api/v1/events');
    expect(gatewayLocationFor('/api/v1/events/stream')?.path).toBe('/api/v1/events/');
  });

  it.each([
    '/',
    '/v1',
    '/readyz/',
    '/api/v1/tasks',
    '/api/v1/workers',
    '/api/v1/terminal/sessions',
    '/api/internal/cloud/plan',
    '/local-dev/v1/healthz',
  ])('has no location for %s', (path) => {
    expect(gatewayLocationFor(path)).toBeUndefined();
  });

  it('replaces a matched prefix once', () => {
    const location = gatewayLocationFor('/api/v1/notes/api/v1/notes');
    expect(location && servicePath(location, '/api/v1/notes/api/v1/notes')).toBe(
      '/local-dev/v1/v1/notes/api/v1/notes',
    );
  });
});

describe('fillPath', () => {
  it('encodes a value as one segment', () => {
    expect(fillPath('/runs/{run_id}/x', { run_id: 'a/b?c' })).toBe('/runs/a%2Fb%3Fc/x');
  });

  it.each(['', '.', '..'])('refuses %j', (value) => {
    expect(() => fillPath('/runs/{run_id}', { run_id: value })).toThrow(/no segment/);
  });

  it('refuses a missing parameter', () => {
    expect(() => fillPath('/runs/{run_id}')).toThrow(/run_id/);
  });
});
