import { bearerOf, letIn } from './bearer.ts';
import {
  json,
  lie,
  noToken,
  nth,
  pardon,
  STRANGER,
  saying,
  set,
  since,
  status,
  type ToldLie,
  without,
  yes,
} from './lie.ts';

const REGISTER = '/api/v1/auth/register';
const APPROVE = '/api/v1/auth/admin/approve';
const ASK = '/api/v1/auth/otp/request';
const VERIFY = '/api/v1/auth/otp/verify';
const TOKEN = '/api/v1/auth/token';
const AUTH_STATUS = '/api/v1/auth/status';
const VM = '/api/v1/vm/status';
const STATIC = { state: 'ready', provider: 'static' };

/** A token with other claims, signed by nobody: what it says is all that a check can read. */
const claiming = (change: object) =>
  json((value) => {
    const [head, body = '', signature] = String(value.access_token).split('.');
    const claims = { ...(JSON.parse(Buffer.from(body, 'base64url').toString()) as object), ...change };
    const altered = Buffer.from(JSON.stringify(claims)).toString('base64url');
    return { ...value, access_token: [head, altered, signature].join('.') };
  });

/** Lies about registration, sign-in and tokens of persons. */
export const IDENTITY_LIES: readonly ToldLie[] = [
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
    { instead: true, when: (asked) => bearerOf(asked)?.scopes.includes('waitlist:approve') === true },
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
  lie(
    'auth-lifecycle',
    'known before it registers',
    'PR-REGISTER-STATUS',
    REGISTER,
    set({ status: 'approved' }),
    { when: saying('@') },
  ),
  lie(
    'auth-lifecycle',
    'a token for everything',
    'PR-TOKEN-AUDIENCE',
    VERIFY,
    claiming({ aud: 'ai.hg.fi/internal' }),
  ),
  lie(
    'auth-lifecycle',
    'a token for two audiences',
    'PR-TOKEN-AUDIENCE',
    VERIFY,
    claiming({ aud: ['ai.hg.fi/auth', 'ai.hg.fi/api'] }),
  ),
  lie('auth-lifecycle', 'a token without an end', 'PR-TOKEN-SHAPE', TOKEN, claiming({ exp: undefined })),
  lie(
    'auth-lifecycle',
    'a token that lives for ever',
    'PR-TOKEN-LIFETIME',
    TOKEN,
    claiming({ exp: 4_000_000_000 }),
  ),
  lie(
    'auth-lifecycle',
    'a token with every scope',
    'PR-TOKEN-SCOPE',
    TOKEN,
    claiming({ scope: 'llm:proxy admin:manage' }),
  ),
  lie('auth-lifecycle', 'a token of somebody else', 'PR-TOKEN-SUBJECT', TOKEN, claiming({ sub: STRANGER })),
  lie(
    'auth-lifecycle',
    'a token of another audience',
    'PR-TOKEN-AUDIENCE',
    TOKEN,
    claiming({ aud: 'ai.hg.fi/auth' }),
  ),
  lie('auth-lifecycle', 'a token that nothing accepts', 'PR-TOKEN-REFUSED', '/v1/models', status(401)),
  lie(
    'auth-lifecycle',
    'the sign-in token opens everything',
    'PR-AUDIENCE-IGNORED',
    '/v1/models',
    letIn(({ audience }) => audience.endsWith('/auth'), {}),
  ),
  lie(
    'auth-lifecycle',
    'a status that was never verified',
    'PR-AUTH-STATUS-STALE',
    AUTH_STATUS,
    set({ email_verified: false }),
  ),
  lie(
    'auth-lifecycle',
    'a status of yesterday',
    'PR-AUTH-STATUS-STALE',
    AUTH_STATUS,
    set({ status: 'waitlisted' }),
    { when: since(1) },
  ),
  lie(
    'auth-lifecycle',
    'a status without an identity',
    'PR-AUTH-STATUS-SHAPE',
    AUTH_STATUS,
    without('identity_id'),
  ),
  lie(
    'auth-lifecycle',
    'people approve themselves',
    'PR-APPROVE-OPEN',
    APPROVE,
    letIn(({ scopes }) => !scopes.includes('waitlist:approve'), { identity_id: STRANGER }),
  ),
  lie('auth-lifecycle', 'anybody approves', 'PR-APPROVE-OPEN', APPROVE, pardon({ identity_id: STRANGER }), {
    when: noToken,
  }),
  lie('auth-lifecycle', 'an approval down', 'PR-BACKEND-DOWN', APPROVE, status(503), {
    when: (asked) => bearerOf(asked)?.scopes.includes('waitlist:approve') === true,
  }),
  lie(
    'auth-lifecycle',
    'billing opens to a token for models',
    'PR-SCOPE-IGNORED',
    '/api/v1/billing/status',
    pardon({}),
  ),
  lie(
    'auth-lifecycle',
    'events open to a token for models',
    'PR-SCOPE-IGNORED',
    '/api/v1/events/stream',
    pardon({}),
  ),
  lie(
    'auth-lifecycle',
    'containers open to a token for models',
    'PR-SCOPE-IGNORED',
    '/api/v1/containers/status',
    pardon({}),
  ),
  lie('auth-lifecycle', 'no mail at all', 'PR-OTP-NOT-MAILED', ASK, yes({ status: 'sent' }), {
    instead: true,
  }),
  lie('auth-lifecycle', 'an expiry before it begins', 'PR-OTP-SHAPE', ASK, set({ expires_in: -1 })),
  lie(
    'auth-lifecycle',
    'signed out, and still signed in',
    'PR-SESSION-AFTER-LOGOUT',
    AUTH_STATUS,
    pardon({ identity_id: STRANGER, status: 'approved', email_verified: true }),
  ),
];
