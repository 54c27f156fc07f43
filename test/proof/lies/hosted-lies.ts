import type { Asked, Lie } from '../lying-gateway.ts';
import { bearerOf, letIn } from './bearer.ts';
import { lie, noToken, page, pardon, status, type ToldLie, yes } from './lie.ts';

const STREAM = '/api/v1/events/stream';
const DOORS = [
  '/v1/models',
  '/api/v1/billing/status',
  '/api/v1/vm/status',
  '/api/v1/containers/status',
  STREAM,
];
const INTERNAL = /^\/api\/internal\//;

/** What a hosted gateway rightly does: it hides the routes for trusted services. */
export const HIDES_INTERNAL: Lie = {
  path: INTERNAL,
  tell: (told) => {
    told.status = 404;
    told.headers = { 'content-type': 'text/html' };
    told.body = '<html>not found</html>';
  },
};

/** Lies about a hosted stack that somebody else runs. */
export const HOSTED_LIES: readonly ToldLie[] = [
  ...DOORS.map((path) =>
    lie('hosted-boundaries', `${path} without a token`, 'PR-TOKEN-NOT-ASKED', path, pardon({}), {
      when: noToken,
    }),
  ),
  ...DOORS.map((path) =>
    lie(
      'hosted-boundaries',
      `${path} takes every key`,
      'PR-TOKEN-FORGED-ACCEPTED',
      path,
      letIn(({ algorithm }) => algorithm === 'HS256', {}),
    ),
  ),
  ...DOORS.map((path) =>
    lie(
      'hosted-boundaries',
      `${path} takes the unsigned`,
      'PR-TOKEN-UNSIGNED-ACCEPTED',
      path,
      letIn(({ algorithm }) => algorithm === 'none', {}),
    ),
  ),
  lie('hosted-boundaries', 'nothing opens', 'PR-ACCESS-DENIED', /^\/(v1|api\/v1)\//, status(403), {
    when: (asked: Asked) => bearerOf(asked)?.algorithm === 'HS256',
  }),
  lie('hosted-boundaries', 'a sign-in page for everybody', 'PR-TOKEN-NOT-ASKED', '/v1/models', (told) => {
    told.status = 200;
    page('<html>Sign in</html>')(told, {} as Asked);
  }),
  lie(
    'hosted-boundaries',
    'strangers are sent away',
    'PR-REDIRECT',
    '/v1/models',
    (told) => {
      told.status = 302;
      told.headers.location = 'https://sign-in.example.invalid/';
    },
    { when: noToken },
  ),

  lie(
    'internal-exposure',
    'usage asks for a token',
    'PR-INTERNAL-EXPOSED',
    '/api/internal/usage-events',
    status(401),
  ),
  lie(
    'internal-exposure',
    'accounts are open',
    'PR-INTERNAL-EXPOSED',
    /\/api\/internal\/billing\/accounts\//,
    yes({}),
  ),
  lie(
    'internal-exposure',
    'the runner forbids',
    'PR-INTERNAL-EXPOSED',
    '/api/internal/containers/runner',
    status(403),
  ),
  lie(
    'internal-exposure',
    'tokens want another method',
    'PR-INTERNAL-EXPOSED',
    '/api/internal/auth/token',
    status(405),
  ),
  lie(
    'internal-exposure',
    'another kind of not found',
    'PR-INTERNAL-EXPOSED',
    '/api/internal/usage-events',
    (told) => {
      told.headers = { 'content-type': 'application/json' };
      told.body = '{"error":{"type":"not_found"}}';
    },
  ),
  lie(
    'internal-exposure',
    'down, so it is there',
    'PR-INTERNAL-EXPOSED',
    '/api/internal/containers/runner',
    status(502),
  ),
];
