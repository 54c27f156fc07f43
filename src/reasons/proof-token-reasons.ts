import type { ReasonEntry } from './reason.ts';

/** PR-: what a token opens, and what it must not. */
export const proofTokenReasons = {
  'PR-TOKEN-BEFORE-APPROVAL': {
    class: 'platform',
    sentence: 'An API token was issued before approval.',
    next: 'look at the version of bus-auth',
  },
  'PR-TOKEN-OVERGRANTED': {
    class: 'platform',
    sentence: 'A token was issued for a resource out of reach.',
    next: 'look at BUS_AUTH_API_USER_RESOURCES of bus-auth',
  },
  'PR-TOKEN-AFTER-LOGOUT': {
    class: 'platform',
    sentence: 'A token still works after signing out.',
    next: 'look at the version of bus-auth',
  },
  'PR-TOKEN-SHAPE': {
    class: 'platform',
    sentence: 'An issued token is not of the documented shape.',
    next: 'look at the version of bus-auth',
  },
  'PR-TOKEN-SUBJECT': {
    class: 'platform',
    sentence: 'A token was issued for another identity.',
    next: 'look at the version of bus-auth',
  },
  'PR-TOKEN-AUDIENCE': {
    class: 'platform',
    sentence: 'A token was issued for another audience than asked for.',
    next: 'look at the version of bus-auth',
  },
  'PR-TOKEN-SCOPE': {
    class: 'platform',
    sentence: 'A token was issued with other scopes than asked for.',
    next: 'look at the version of bus-auth',
  },
  'PR-TOKEN-LIFETIME': {
    class: 'platform',
    sentence: 'A token was issued for longer than asked for.',
    next: 'look at the version of bus-auth',
  },
  'PR-TOKEN-NOT-ASKED': {
    class: 'platform',
    sentence: 'A protected route opens without a token.',
    next: 'close the gateway to the network, then look at the version of the service',
  },
  'PR-TOKEN-EXPIRED-ACCEPTED': {
    class: 'platform',
    sentence: 'A service accepts an expired token.',
    next: 'compare the clocks, then look at the version of the service',
  },
  'PR-TOKEN-FORGED-ACCEPTED': {
    class: 'platform',
    sentence: 'A service accepts a token that another key signed.',
    next: 'close the gateway to the network, then look at the version of the service',
  },
  'PR-TOKEN-UNSIGNED-ACCEPTED': {
    class: 'platform',
    sentence: 'A service accepts an unsigned token.',
    next: 'close the gateway to the network, then look at the version of the service',
  },
  'PR-AUDIENCE-IGNORED': {
    class: 'platform',
    sentence: 'A service accepts a token for another audience.',
    next: 'look at the version of the service',
  },
  'PR-SCOPE-IGNORED': {
    class: 'platform',
    sentence: 'A service accepts a token without the scope.',
    next: 'look at the version of the service',
  },
} as const satisfies Record<string, ReasonEntry>;
