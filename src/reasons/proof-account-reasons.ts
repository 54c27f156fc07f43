import type { ReasonEntry } from './reason.ts';

/** PR-: how somebody becomes a user: registration, waitlist, approval and sign-in. */
export const proofAccountReasons = {
  'PR-REGISTER-SHAPE': {
    class: 'platform',
    sentence: 'The answer to a registration is not of the documented shape.',
    next: 'look at the version of bus-auth',
  },
  'PR-REGISTER-STATUS': {
    class: 'platform',
    sentence: 'A new address is not waitlisted.',
    next: 'bus-setup logs bus-auth',
  },
  'PR-REGISTER-IDENTITY': {
    class: 'platform',
    sentence: 'One address got two identities.',
    next: 'bus-setup logs bus-auth',
  },
  'PR-REGISTER-MALFORMED': {
    class: 'platform',
    sentence: 'A malformed address was registered.',
    next: 'look at the version of bus-auth',
  },
  'PR-WAITLIST-SHAPE': {
    class: 'platform',
    sentence: 'The waitlist is not of the documented shape.',
    next: 'look at the version of bus-auth',
  },
  'PR-WAITLIST-MISSING': {
    class: 'platform',
    sentence: 'A registered address is not on the waitlist.',
    next: 'bus-setup logs bus-auth',
  },
  'PR-WAITLIST-TWICE': {
    class: 'platform',
    sentence: 'One address is on the waitlist more than once.',
    next: 'bus-setup logs bus-auth',
  },
  'PR-WAITLIST-STATE': {
    class: 'platform',
    sentence: 'The waitlist shows a wrong state for an address.',
    next: 'bus-setup logs bus-auth',
  },
  'PR-WAITLIST-OPEN': {
    class: 'platform',
    sentence: 'The waitlist opens to a token that must not see it.',
    next: 'look at the version of bus-auth',
  },
  'PR-APPROVE-OPEN': {
    class: 'platform',
    sentence: 'A registration can be approved by somebody who is no operator.',
    next: 'do not let this stack be reached by others; look at the version of bus-auth',
  },
  'PR-SESSION-AFTER-LOGOUT': {
    class: 'platform',
    sentence: 'A session goes on after its sign-out.',
    next: 'look at the version of bus-auth',
  },
  'PR-OTP-SHAPE': {
    class: 'platform',
    sentence: 'An answer about a one-time password is not of the documented shape.',
    next: 'look at the version of bus-auth',
  },
  'PR-OTP-NOT-MAILED': {
    class: 'timeout',
    sentence: 'The one-time password was not mailed.',
    next: 'look at the mail sender settings of bus-auth (BUS_AUTH_OTP_SENDER, BUS_AUTH_SMTP_HOST)',
  },
  'PR-OTP-MAIL': {
    class: 'platform',
    sentence: 'The mail with the one-time password is not as expected.',
    next: 'look into the mail sink',
  },
  'PR-OTP-IN-ANSWER': {
    class: 'platform',
    sentence: 'The one-time password stands in an answer that everybody gets.',
    next: 'look at the version of bus-auth',
  },
  'PR-OTP-WRONG': {
    class: 'platform',
    sentence: 'A wrong one-time password signed in.',
    next: 'look at the version of bus-auth',
  },
  'PR-OTP-REUSED': {
    class: 'platform',
    sentence: 'A one-time password signed in twice.',
    next: 'look at the version of bus-auth',
  },
  'PR-AUTH-STATUS-SHAPE': {
    class: 'platform',
    sentence: 'The auth status is not of the documented shape.',
    next: 'look at the version of bus-auth',
  },
  'PR-AUTH-STATUS-FOREIGN': {
    class: 'platform',
    sentence: 'The auth status is about another identity.',
    next: 'look at the version of bus-auth',
  },
  'PR-AUTH-STATUS-STALE': {
    class: 'platform',
    sentence: 'The auth status does not show what has happened.',
    next: 'bus-setup logs bus-auth',
  },
  'PR-APPROVE-SHAPE': {
    class: 'platform',
    sentence: 'The answer to an approval is not of the documented shape.',
    next: 'look at the version of bus-auth',
  },
  'PR-APPROVE-IDENTITY': {
    class: 'platform',
    sentence: 'The approval is about another identity.',
    next: 'bus-setup logs bus-auth',
  },
} as const satisfies Record<string, ReasonEntry>;
