import type { ReasonEntry } from './reason.ts';

/** SU-: whether a customer has support, and why that cannot be told. */
export const supportReasons = {
  'SU-NOT-BOUGHT': {
    class: 'not-applicable',
    sentence: 'The account has no support package.',
    next: 'agree on a package; docs/support.md says how it is put into billing',
  },
  'SU-INACTIVE': {
    class: 'not-applicable',
    sentence: 'The subscription of the account is not active, so its support is not either.',
    next: 'bus billing setup, then bus-setup support status',
  },
  'SU-NOT-STARTED': {
    class: 'not-applicable',
    sentence: 'The support window has not begun.',
    next: 'wait for its first day, or ask the seller for an earlier one',
  },
  'SU-EXPIRED': {
    class: 'not-applicable',
    sentence: 'The support window is over.',
    next: 'ask the seller for a new package, then bus-setup support status',
  },
  'SU-WINDOW-UNREADABLE': {
    class: 'configuration',
    sentence: 'The support package names a window that is none.',
    next: 'ask the seller to write it as docs/support.md says, e.g. support:window:2026-11-01/2027-01-31',
  },
  'SU-ACCOUNT-UNKNOWN': {
    class: 'configuration',
    sentence: 'Nobody said which account is meant, and no token speaks for one.',
    next: 'name it with --account UUID, or give a token of the account with --api-token-file',
  },
  'SU-TOKEN-MISSING': {
    class: 'credential',
    sentence: 'There is no token that may ask for an entitlement.',
    next: 'name its file with --internal-token-file; it needs the scope billing:entitlement:check',
  },
  'SU-TOKEN-REFUSED': {
    class: 'credential',
    sentence: 'The stack refused the token that asks for an entitlement.',
    next: 'give a fresh token for ai.hg.fi/internal with billing:entitlement:check and billing:read',
  },
  'SU-FOREIGN-STACK': {
    class: 'platform',
    sentence: 'What answers at this address does not answer as billing does.',
    next: 'check the address: bus-setup status, or --url for a stack that somebody else runs',
  },
} as const satisfies Record<string, ReasonEntry>;
