import { ESCAPES, lie, list, page, set, status, type ToldLie, texts, without, yes } from './lie.ts';

const PAGE = /^\/portal\/local-dev\/$/;
const MODULES = /\/v1\/modules$/;
const POLICY = { 'content-type': 'text/html', 'content-security-policy': "default-src 'self'" };

/** Lies about the gateway and the portal. */
export const GATEWAY_LIES: readonly ToldLie[] = [
  lie('gateway-ready', 'another stack', 'PR-GATEWAY-STACK', '/readyz', set({ stack: 'somebody-else' })),
  lie('gateway-ready', 'ok is false', 'PR-GATEWAY-SHAPE', '/readyz', set({ ok: false })),
  lie('gateway-ready', 'yes to every path', 'PR-GATEWAY-CATCHALL', /no-such-route/, yes({ ok: true })),
  lie('gateway-ready', 'down', 'PR-BACKEND-DOWN', '/readyz', status(503)),

  lie('portal', 'unhealthy', 'PR-PORTAL-HEALTH', /healthz$/, set({ ok: false })),
  lie(
    'portal',
    'no accounting',
    'PR-PORTAL-MODULE-MISSING',
    /\/v1\/modules$/,
    list((all) => all.filter(({ id }) => id !== 'accounting')),
  ),
  lie('portal', 'no list', 'PR-PORTAL-SHAPE', /\/v1\/modules$/, yes({ modules: 'auth ai accounting' })),
  lie('portal', 'open to every path token', 'PR-PORTAL-OPEN', /^\/portal\/wrong-/, yes({ ok: true })),
  lie(
    'portal',
    'no policy',
    'PR-PORTAL-HEADERS',
    /^\/portal\/local-dev\/$/,
    page('<!doctype html><html></html>'),
  ),
  lie('portal', 'a text for a page', 'PR-PORTAL-PAGE', /\/modules\/ai\/$/, (told) => {
    told.body = 'coming soon';
  }),
  lie('gateway-ready', 'no name', 'PR-GATEWAY-SHAPE', '/readyz', without('stack')),
  lie('gateway-ready', 'ok as a text', 'PR-GATEWAY-SHAPE', '/readyz', set({ ok: 'true' })),
  lie(
    'gateway-ready',
    'a name without an end',
    'PR-GATEWAY-SHAPE',
    '/readyz',
    set({ stack: 'x'.repeat(129) }),
  ),
  lie(
    'gateway-ready',
    'a name with escapes',
    'PR-GATEWAY-STACK',
    '/readyz',
    texts((text) => text + ESCAPES),
  ),
  lie('gateway-ready', 'a sign-in page for every path', 'PR-REDIRECT', /no-such-route/, (told) => {
    told.status = 302;
    told.headers = { location: 'https://sign-in.example.invalid/' };
  }),
  lie(
    'gateway-ready',
    'a parked domain',
    'PR-ANSWER-NOT-JSON',
    '/readyz',
    page('<html>Buy this domain</html>'),
  ),

  lie('portal', 'healthy as a text', 'PR-PORTAL-HEALTH', /healthz$/, set({ ok: 'yes' })),
  lie(
    'portal',
    'a module twice',
    'PR-PORTAL-SHAPE',
    MODULES,
    list((all) => [...all, ...all]),
  ),
  lie(
    'portal',
    'a module without a state',
    'PR-PORTAL-SHAPE',
    MODULES,
    list((all) => all.map(({ state: _, ...rest }) => rest)),
  ),
  lie(
    'portal',
    'ids with escapes',
    'PR-PORTAL-SHAPE',
    MODULES,
    list((all) => all.map((each) => ({ ...each, id: `${each.id}${ESCAPES}` }))),
  ),
  lie(
    'portal',
    'no modules',
    'PR-PORTAL-MODULE-MISSING',
    MODULES,
    list(() => []),
  ),
  lie('portal', 'modules open to every path token', 'PR-PORTAL-OPEN', /^\/portal\/wrong-.*modules$/, yes([])),
  lie('portal', 'pages open to every path token', 'PR-PORTAL-OPEN', /^\/portal\/wrong-[^/]+\/$/, (told) => {
    told.status = 200;
    told.headers = POLICY;
    told.body = '<!doctype html><html></html>';
  }),
  lie('portal', 'JSON for a page', 'PR-ANSWER-TYPE', PAGE, yes({ html: '<html>' })),
  lie('portal', 'a page that may be sniffed', 'PR-PORTAL-HEADERS', PAGE, (told) => {
    delete told.headers['x-content-type-options'];
  }),
  lie('portal', 'an empty policy', 'PR-PORTAL-HEADERS', PAGE, (told) => {
    told.headers['content-security-policy'] = ' ';
  }),
  lie('portal', 'no accounting page', 'PR-ROUTE-MISSING', /\/modules\/accounting\/$/, status(404)),
  lie('portal', 'a page behind a sign-in elsewhere', 'PR-REDIRECT', /\/modules\/auth\/$/, (told) => {
    told.status = 302;
    told.headers.location = `https://evil.example.invalid/${'a'.repeat(500)}`;
  }),
];
