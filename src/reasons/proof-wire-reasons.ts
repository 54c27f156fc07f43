import type { ReasonEntry } from './reason.ts';

/** PR-: answers that are not what any check can work with: the connection, HTTP, JSON and event streams. */
export const proofWireReasons = {
  'PR-UNREACHABLE': {
    class: 'platform',
    sentence: 'The stack cannot be reached.',
    next: 'bus-setup status',
  },
  'PR-CONNECTION-LOST': {
    class: 'platform',
    sentence: 'The connection broke before the answer was complete.',
    next: 'bus-setup status, then bus-setup logs SERVICE',
  },
  'PR-HTTP-BROKEN': {
    class: 'platform',
    sentence: 'The answer is not valid HTTP.',
    next: 'look for a proxy between this machine and the stack, then bus-setup logs SERVICE',
  },
  'PR-HEADERS-TOO-LARGE': {
    class: 'platform',
    sentence: 'The answer has more headers than any service of this stack sends.',
    next: 'look for a proxy between this machine and the stack',
  },
  'PR-TLS-REFUSED': {
    class: 'configuration',
    sentence: 'The certificate of the stack is not valid for its address.',
    next: 'install a certificate for this host name, or correct the base URL',
  },
  'PR-ANSWER-TIMEOUT': {
    class: 'timeout',
    sentence: 'No complete answer came in time.',
    next: 'bus-setup status, then bus-setup logs SERVICE',
  },
  'PR-ANSWER-TOO-LARGE': {
    class: 'platform',
    sentence: 'The answer is larger than it can honestly be.',
    next: 'bus-setup logs SERVICE',
  },
  'PR-ANSWER-TYPE': {
    class: 'platform',
    sentence: 'The answer has another content type than the contract states.',
    next: 'look for a proxy or a login page between this machine and the stack',
  },
  'PR-ANSWER-ENCODED': {
    class: 'platform',
    sentence: 'The answer is compressed although nobody asked for that.',
    next: 'turn compression off in the proxy between this machine and the stack',
  },
  'PR-ANSWER-NOT-UTF8': {
    class: 'platform',
    sentence: 'The answer is not valid UTF-8.',
    next: 'bus-setup logs SERVICE',
  },
  'PR-ANSWER-NOT-JSON': {
    class: 'platform',
    sentence: 'The answer calls itself JSON and is none.',
    next: 'bus-setup logs SERVICE',
  },
  'PR-ANSWER-AMBIGUOUS': {
    class: 'platform',
    sentence: 'Two readers would understand this JSON differently.',
    next: 'bus-setup logs SERVICE',
  },
  'PR-REDIRECT': {
    class: 'configuration',
    sentence: 'The stack sent the caller elsewhere; redirects are not followed.',
    next: 'correct the base URL, or the gateway’s route',
  },
  'PR-TOKEN-REFUSED': {
    class: 'credential',
    sentence: 'A valid token was refused.',
    next: 'compare the signing secret of the service with the one that tokens are made with, and the clocks',
  },
  'PR-BILLING-REQUIRED': {
    class: 'configuration',
    sentence: 'The account has no subscription for this call, or has used it up.',
    next: 'bus billing setup',
  },
  'PR-ACCESS-DENIED': {
    class: 'credential',
    sentence: 'A token with the documented scopes was not let in.',
    next: 'compare the token’s scopes with the route catalog',
  },
  'PR-ROUTE-MISSING': {
    class: 'platform',
    sentence: 'A documented route is not there.',
    next: 'compare the gateway’s routes with the route catalog',
  },
  'PR-RATE-LIMITED': {
    class: 'platform',
    sentence: 'The stack limits the rate of these calls.',
    next: 'wait a minute, then bus-setup proof',
  },
  'PR-BACKEND-DOWN': {
    class: 'platform',
    sentence: 'The gateway answers, the service behind it does not.',
    next: 'bus-setup status, then bus-setup logs SERVICE',
  },
  'PR-SERVER-ERROR': {
    class: 'platform',
    sentence: 'The service failed inside.',
    next: 'bus-setup logs SERVICE',
  },
  'PR-STATUS': {
    class: 'platform',
    sentence: 'The answer has another status than the contract states.',
    next: 'bus-setup logs SERVICE',
  },
  'PR-REFUSAL-SHAPE': {
    class: 'platform',
    sentence: 'A refusal does not carry the documented error body.',
    next: 'look at the version of the service',
  },
  'PR-STREAM-CUT': {
    class: 'platform',
    sentence: 'An event stream ended in the middle of a line.',
    next: 'bus-setup logs bus-events, then bus-setup logs nginx',
  },
  'PR-STREAM-LINE': {
    class: 'platform',
    sentence: 'A line of an event stream is not a valid event.',
    next: 'bus-setup logs bus-events',
  },
  'PR-STREAM-NAME': {
    class: 'platform',
    sentence: 'An event stream holds events of another name.',
    next: 'bus-setup logs bus-events',
  },
  'PR-STREAM-FOREIGN': {
    class: 'platform',
    sentence: 'An event stream holds events of another account.',
    next: 'do not use this stack for more than one account; look at the version of bus-events',
  },
} as const satisfies Record<string, ReasonEntry>;
