import type { ReasonId } from '../../../src/reasons/catalog.ts';
import { type Bearer, letIn } from './bearer.ts';
import { lie, named, noToken, page, pardon, status, type ToldLie } from './lie.ts';

const VM = '/api/v1/vm/status';
const CONTAINERS = '/api/v1/containers/status';
const USAGE = '/api/internal/usage-events';
const ACCOUNT = /^\/api\/internal\/billing\/accounts\//;
const WAITLIST = '/api/v1/auth/admin/waitlist';
const STREAM = '/api/v1/events/stream';
const API = 'ai.hg.fi/api';
const INTERNAL = 'ai.hg.fi/internal';

/** Doors at which a service can be careless, with the audience and the scope that it does look at. */
const CARELESS_DOORS = [
  [VM, API, 'vm:read'],
  ['/v1/models', API, 'llm:proxy'],
  ['/api/v1/billing/status', API, 'billing:read'],
  [USAGE, INTERNAL, 'usage:read'],
  ['/api/internal/containers/runner', INTERNAL, 'container:admin'],
] as const;

/** Ways in which it can be: which tokens it lets in although everything else about them is right. */
const CARELESS: readonly (readonly [string, ReasonId, (bearer: Bearer) => boolean])[] = [
  ['expired tokens', 'PR-TOKEN-EXPIRED-ACCEPTED', ({ expired }) => expired],
  // What such a token says is right, and the stack refused it: all that is left is its signature.
  [
    'tokens of every key',
    'PR-TOKEN-FORGED-ACCEPTED',
    ({ algorithm, expired }) => algorithm === 'HS256' && !expired,
  ],
  ['unsigned tokens', 'PR-TOKEN-UNSIGNED-ACCEPTED', ({ algorithm }) => algorithm === 'none'],
];

/** Lies about tokens that must be refused. */
export const TOKEN_LIES: readonly ToldLie[] = [
  ...[VM, CONTAINERS, '/v1/models', '/api/v1/billing/status'].map((path) =>
    lie('token-boundaries', `${path} without a token`, 'PR-TOKEN-NOT-ASKED', path, pardon({}), {
      when: noToken,
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
  ...CARELESS.flatMap(([name, reason, which]) =>
    CARELESS_DOORS.map(([path, audience, scope]) =>
      lie(
        'token-boundaries',
        `${path} takes ${name}`,
        reason,
        path,
        letIn((bearer) => which(bearer) && bearer.audience === audience && bearer.scopes.includes(scope), {}),
      ),
    ),
  ),
  lie(
    'token-boundaries',
    'usage without its scope',
    'PR-SCOPE-IGNORED',
    USAGE,
    letIn(({ scopes, audience }) => audience === INTERNAL && !scopes.includes('usage:read'), {}),
  ),
  lie(
    'token-boundaries',
    'events take every audience',
    'PR-AUDIENCE-IGNORED',
    STREAM,
    letIn(({ audience }) => audience.endsWith('/internal'), {}),
  ),
  lie(
    'token-boundaries',
    'customers read the usage of all',
    'PR-AUDIENCE-IGNORED',
    USAGE,
    letIn(({ audience }) => audience.endsWith('/api'), {}),
  ),
  lie(
    'token-boundaries',
    'customers read every account',
    'PR-AUDIENCE-IGNORED',
    ACCOUNT,
    letIn(({ audience }) => audience.endsWith('/api'), {}),
  ),
  lie('token-boundaries', 'accounts are public', 'PR-TOKEN-NOT-ASKED', ACCOUNT, pardon({}), {
    when: noToken,
  }),
  lie(
    'token-boundaries',
    'accounts without their scope',
    'PR-SCOPE-IGNORED',
    ACCOUNT,
    letIn(({ scopes, audience }) => audience.endsWith('/internal') && !scopes.includes('billing:read'), {}),
  ),
  lie('token-boundaries', 'the waitlist is public', 'PR-TOKEN-NOT-ASKED', WAITLIST, pardon({}), {
    when: noToken,
  }),
  lie(
    'token-boundaries',
    'the waitlist takes expired tokens',
    'PR-TOKEN-EXPIRED-ACCEPTED',
    WAITLIST,
    letIn(({ expired }) => expired, {}),
  ),
  lie(
    'token-boundaries',
    'containers without their scope',
    'PR-SCOPE-IGNORED',
    CONTAINERS,
    letIn(({ scopes }) => !scopes.includes('container:read'), {}),
  ),
  lie('token-boundaries', 'a refusal as a page', 'PR-ANSWER-TYPE', CONTAINERS, page('<html>401</html>'), {
    when: noToken,
  }),
  lie('token-boundaries', 'a refusal that is a failure', 'PR-SERVER-ERROR', USAGE, status(500), {
    when: noToken,
  }),
  lie('token-boundaries', 'a refusal that is not found', 'PR-ROUTE-MISSING', VM, status(404), {
    when: noToken,
  }),
  lie(
    'token-boundaries',
    'a refusal that sends away',
    'PR-REDIRECT',
    VM,
    (told) => {
      told.status = 307;
      told.headers.location = 'https://evil.example.invalid/collect';
    },
    { when: noToken },
  ),
  lie('token-boundaries', 'a refusal of unknown type', 'PR-REFUSAL-SHAPE', VM, (told) => {
    if (told.status >= 400) told.body = JSON.stringify({ error: 5 });
  }),
];
