import { letIn } from './bearer.ts';
import {
  ESCAPES,
  json,
  lie,
  list,
  noToken,
  pardon,
  STRANGER,
  saying,
  set,
  status,
  type ToldLie,
  without,
  yes,
} from './lie.ts';

const REGISTER = '/api/v1/auth/register';
const WAITLIST = '/api/v1/auth/admin/waitlist';
const REJECT = '/api/v1/auth/admin/reject';

/** Lies about registration and the waitlist. */
export const WAITLIST_LIES: readonly ToldLie[] = [
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
    'auth-waitlist',
    'a state with escapes',
    'PR-REGISTER-STATUS',
    REGISTER,
    set({ status: `waitlisted${ESCAPES}` }),
  ),
  lie('auth-waitlist', 'no state', 'PR-REGISTER-SHAPE', REGISTER, without('status')),
  lie(
    'auth-waitlist',
    'an identity that is none',
    'PR-REGISTER-SHAPE',
    REGISTER,
    set({ identity_id: 'somebody' }),
  ),
  lie(
    'auth-waitlist',
    'the empty address is one',
    'PR-REGISTER-MALFORMED',
    REGISTER,
    pardon({ status: 'waitlisted' }),
    { when: saying('""') },
  ),
  lie(
    'auth-waitlist',
    'an empty waitlist',
    'PR-WAITLIST-MISSING',
    WAITLIST,
    list(() => []),
  ),
  lie(
    'auth-waitlist',
    'a waitlist of yesterday',
    'PR-WAITLIST-MISSING',
    WAITLIST,
    list((all) => all.filter(({ email }) => !String(email).startsWith('proof-'))),
  ),
  lie(
    'auth-waitlist',
    'listed as approved',
    'PR-WAITLIST-STATE',
    WAITLIST,
    list((all) => all.map((entry) => ({ ...entry, status: 'approved' }))),
  ),
  lie('auth-waitlist', 'open without a token', 'PR-WAITLIST-OPEN', WAITLIST, pardon({ items: [] }), {
    when: noToken,
  }),
  lie(
    'auth-waitlist',
    'open to customers',
    'PR-WAITLIST-OPEN',
    WAITLIST,
    letIn(({ audience }) => audience.endsWith('/api'), { items: [] }),
  ),
  lie(
    'auth-waitlist',
    'a list of names only',
    'PR-WAITLIST-SHAPE',
    WAITLIST,
    list((all) => all.map(({ email }) => email) as never),
  ),
  lie('auth-waitlist', 'waitlist down', 'PR-BACKEND-DOWN', WAITLIST, status(502)),
];
