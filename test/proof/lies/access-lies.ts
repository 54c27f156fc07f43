import {
  json,
  lie,
  list,
  named,
  noToken,
  nth,
  pardon,
  STRANGER,
  saying,
  set,
  status,
  type Tell,
  type ToldLie,
  yes,
} from './lie.ts';

const MODEL = { id: 'codex-chatgpt', object: 'model', created: 0, owned_by: 'bus-codex' };
const VM = '/api/v1/vm/status';
const CONTAINERS = '/api/v1/containers/status';
const REGISTER = '/api/v1/auth/register';
const WAITLIST = '/api/v1/auth/admin/waitlist';
const REJECT = '/api/v1/auth/admin/reject';
const VERIFY = '/api/v1/auth/otp/verify';
const TOKEN = '/api/v1/auth/token';
const AUTH_STATUS = '/api/v1/auth/status';
const STATIC = { state: 'ready', provider: 'static' };

const page =
  (body: string): Tell =>
  (told) => {
    told.headers = { 'content-type': 'text/html' };
    told.body = body;
  };

/** Lies about the gateway, the portal, models and runtimes. */
const SURFACES: readonly ToldLie[] = [
  lie('gateway-ready', 'another stack', 'PR-GATEWAY-STACK', '/readyz', set({ stack: 'somebody-else' })),
  lie('gateway-ready', 'ok is false', 'PR-GATEWAY-SHAPE', '/readyz', set({ ok: false })),
  lie('gateway-ready', 'yes to every path', 'PR-GATEWAY-CATCHALL', /no-such-route/, yes({ ok: true })),
  lie('gateway-ready', 'down', 'PR-BACKEND-DOWN', '/readyz', status(503)),

  lie('models', 'an empty list', 'PR-MODELS-MISSING', '/v1/models', set({ data: [] })),
  lie(
    'models',
    'another model',
    'PR-MODELS-MISSING',
    '/v1/models',
    set({ data: [{ ...MODEL, id: 'gpt-2' }] }),
  ),
  lie(
    'models',
    'another owner',
    'PR-MODELS-OWNER',
    '/v1/models',
    set({ data: [{ ...MODEL, owned_by: 'me' }] }),
  ),
  lie('models', 'a model twice', 'PR-MODELS-SHAPE', '/v1/models', set({ data: [MODEL, MODEL] })),
  lie('models', 'names only', 'PR-MODELS-SHAPE', '/v1/models', set({ data: ['codex-chatgpt'] })),
  lie('models', 'public', 'PR-MODELS-PUBLIC', '/v1/models', yes({ object: 'list', data: [MODEL] }), {
    when: noToken,
  }),
  lie('models', 'a login page', 'PR-ANSWER-TYPE', '/v1/models', page('<html>codex-chatgpt</html>')),

  lie(
    'vm-status',
    'another provider',
    'PR-VM-PROVIDER',
    VM,
    set({ status: { ...STATIC, provider: 'upcloud' } }),
  ),
  lie(
    'vm-status',
    'unavailable',
    'PR-VM-UNAVAILABLE',
    VM,
    set({ status: { ...STATIC, state: 'unavailable' } }),
  ),
  lie('vm-status', 'a text for a status', 'PR-VM-SHAPE', VM, set({ status: 'ready' })),
  lie('vm-status', 'public', 'PR-VM-PUBLIC', VM, pardon({ status: STATIC })),

  lie('containers-status', 'a number for the list', 'PR-CONTAINERS-SHAPE', CONTAINERS, set({ items: 0 })),
  lie(
    'containers-status',
    'one of somebody else',
    'PR-CONTAINERS-FOREIGN',
    CONTAINERS,
    set({ items: [{ id: 'c', state: 'up', owner_identity_id: STRANGER }] }),
  ),
  lie(
    'containers-status',
    'all to everybody',
    'PR-CONTAINERS-FOREIGN',
    CONTAINERS,
    set({ items: [{ id: 'c', state: 'up' }] }),
  ),
  lie('containers-status', 'public', 'PR-CONTAINERS-PUBLIC', CONTAINERS, pardon({ items: [] })),
  lie(
    'containers-status',
    'no runner',
    'PR-CONTAINERS-SHAPE',
    '/api/internal/containers/runner',
    set({ status: {} }),
  ),

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
];

/** Lies about registration, sign-in and tokens. */
const IDENTITIES: readonly ToldLie[] = [
  lie('auth-waitlist', 'approved at once', 'PR-REGISTER-STATUS', REGISTER, set({ status: 'approved' })),
  lie(
    'auth-waitlist',
    'about somebody else',
    'PR-REGISTER-SHAPE',
    REGISTER,
    set({ email: 'x@example.invalid' }),
  ),
  lie(
    'auth-waitlist',
    'a new identity each time',
    'PR-REGISTER-IDENTITY',
    REGISTER,
    json((value, { nth: n }) => ({ ...value, identity_id: STRANGER.replace(/9$/, String(n)) })),
  ),
  lie(
    'auth-waitlist',
    'anything is an address',
    'PR-REGISTER-MALFORMED',
    REGISTER,
    pardon({ status: 'waitlisted' }),
  ),
  lie(
    'auth-waitlist',
    'accepted and forgotten',
    'PR-WAITLIST-MISSING',
    REGISTER,
    yes({ status: 'waitlisted' }),
    {
      instead: true,
      when: saying('@example.invalid'),
    },
  ),
  lie(
    'auth-waitlist',
    'verified unseen',
    'PR-WAITLIST-STATE',
    WAITLIST,
    list((all) => all.map((entry) => ({ ...entry, email_verified: true }))),
  ),
  lie(
    'auth-waitlist',
    'listed twice',
    'PR-WAITLIST-TWICE',
    WAITLIST,
    list((all) => [...all, ...all]),
  ),
  lie('auth-waitlist', 'an open waitlist', 'PR-WAITLIST-OPEN', WAITLIST, pardon({ items: [] })),
  lie(
    'auth-waitlist',
    'a rejection without effect',
    'PR-WAITLIST-STATE',
    REJECT,
    yes({ status: 'rejected' }),
    { instead: true },
  ),

  lie(
    'auth-lifecycle',
    'any password signs in',
    'PR-OTP-WRONG',
    VERIFY,
    pardon({ access_token: 'x', identity_id: STRANGER }),
    { when: nth(0) },
  ),
  lie(
    'auth-lifecycle',
    'a password works twice',
    'PR-OTP-REUSED',
    VERIFY,
    pardon({ access_token: 'x', identity_id: STRANGER }),
    { when: nth(2) },
  ),
  lie('auth-lifecycle', 'no token', 'PR-OTP-SHAPE', VERIFY, set({ access_token: '' })),
  lie('auth-lifecycle', 'a token that is none', 'PR-TOKEN-SHAPE', VERIFY, set({ access_token: 'opaque' })),
  lie(
    'auth-lifecycle',
    'the status of somebody else',
    'PR-AUTH-STATUS-FOREIGN',
    AUTH_STATUS,
    set({ identity_id: STRANGER }),
  ),
  lie(
    'auth-lifecycle',
    'a status that never changes',
    'PR-AUTH-STATUS-STALE',
    AUTH_STATUS,
    set({ status: 'waitlisted' }),
  ),
  lie(
    'auth-lifecycle',
    'a token before approval',
    'PR-TOKEN-BEFORE-APPROVAL',
    TOKEN,
    pardon({ access_token: 'x' }),
    { when: nth(0) },
  ),
  lie(
    'auth-lifecycle',
    'an approval without effect',
    'PR-APPROVE-IDENTITY',
    '/api/v1/auth/admin/approve',
    yes({ identity_id: STRANGER }),
    { instead: true },
  ),
  lie(
    'auth-lifecycle',
    'a grant of everything',
    'PR-TOKEN-OVERGRANTED',
    TOKEN,
    pardon({ access_token: 'x' }),
    { when: nth(2) },
  ),
  lie('auth-lifecycle', 'tokens after signing out', 'PR-TOKEN-AFTER-LOGOUT', '/api/v1/auth/logout', yes({}), {
    instead: true,
  }),
  lie('auth-lifecycle', 'scopes that are not asked for', 'PR-SCOPE-IGNORED', VM, pardon({ status: STATIC })),

  ...[VM, CONTAINERS, '/v1/models', '/api/v1/billing/status'].map((path) =>
    lie('token-boundaries', `${path} without a token`, 'PR-TOKEN-NOT-ASKED', path, pardon({}), {
      when: noToken,
    }),
  ),
  ...(
    [
      [2, 'PR-TOKEN-EXPIRED-ACCEPTED'],
      [3, 'PR-TOKEN-FORGED-ACCEPTED'],
      [4, 'PR-TOKEN-UNSIGNED-ACCEPTED'],
      [5, 'PR-AUDIENCE-IGNORED'],
      [6, 'PR-SCOPE-IGNORED'],
    ] as const
  ).map(([place, reason]) =>
    lie('token-boundaries', `bad token number ${place}`, reason, '/api/internal/usage-events', pardon({}), {
      when: nth(place),
    }),
  ),
  lie('token-boundaries', 'a refusal without its body', 'PR-REFUSAL-SHAPE', VM, (told) => {
    if (told.status >= 400) told.body = '{}';
  }),
  lie(
    'token-boundaries',
    'a refusal of everybody',
    'PR-TOKEN-REFUSED',
    '/api/v1/events/stream',
    status(401),
    { when: named('example.ping') },
  ),
];

/** Lies about who is let in. */
export const ACCESS_LIES: readonly ToldLie[] = [...SURFACES, ...IDENTITIES];
