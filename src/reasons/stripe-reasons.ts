import type { ReasonEntry } from './reason.ts';

/** PY-: the Stripe credentials and the test-mode calls that need them. */
export const stripeReasons = {
  'PY-CREDENTIAL-MISSING': {
    class: 'credential',
    sentence: 'There is no Stripe key, so no call to Stripe can be proven.',
    next: 'set BUS_STRIPE_SECRET_KEY to a test-mode key and run bus-setup proof --only stripe-test-mode',
  },
  'PY-LIVE-KEY': {
    class: 'refused',
    sentence: 'The Stripe key is a live one; it was not sent anywhere.',
    next: 'replace BUS_STRIPE_SECRET_KEY with a test-mode key, or unset it',
  },
  'PY-KEY-UNKNOWN': {
    class: 'refused',
    sentence: 'BUS_STRIPE_SECRET_KEY holds no secret Stripe key; it was not sent anywhere.',
    next: 'replace BUS_STRIPE_SECRET_KEY with a test-mode key, or unset it',
  },
  'PY-HOST-REFUSED': {
    class: 'refused',
    sentence: 'BUS_STRIPE_API_URL is neither Stripe nor this machine; the key was not sent there.',
    next: 'unset BUS_STRIPE_API_URL, or point it to a loopback address',
  },
  'PY-KEY-REJECTED': {
    class: 'credential',
    sentence: 'Stripe does not accept the key.',
    next: 'roll the test-mode key in the Stripe Dashboard and set BUS_STRIPE_SECRET_KEY to the new one',
  },
  'PY-KEY-RESTRICTED': {
    class: 'credential',
    sentence: 'The Stripe key is restricted, and not allowed what the proof asks for.',
    next: 'let the restricted key read the balance and write Checkout Sessions',
  },
  'PY-REQUEST-REFUSED': {
    class: 'configuration',
    sentence: 'Stripe took the key and refused the request.',
    next: 'look at BUS_STRIPE_DEFAULT_PRICE_ID, then at the request log of the Stripe Dashboard',
  },
  'PY-RATE-LIMITED': {
    class: 'credential',
    sentence: 'The rate limit of the Stripe account is reached, also after waiting.',
    next: 'wait a minute and run bus-setup proof --only stripe-test-mode; the stack itself works',
  },
  'PY-PROVIDER-FAILED': {
    class: 'platform',
    sentence: 'Stripe itself failed, also after asking again; nothing is said about the stack.',
    next: 'look at https://status.stripe.com and run bus-setup proof --only stripe-test-mode',
  },
  'PY-UNREACHABLE': {
    class: 'configuration',
    sentence: 'Stripe cannot be reached from here, so no call to it can be proven.',
    next: 'look at the network and at HTTPS_PROXY, then run bus-setup proof --only stripe-test-mode',
  },
  'PY-TIMEOUT': {
    class: 'timeout',
    sentence: 'Stripe did not answer in time.',
    next: 'run bus-setup proof --only stripe-test-mode again',
  },
  'PY-ANSWER-SHAPE': {
    class: 'platform',
    sentence: 'The answer is not what Stripe documents.',
    next: 'look at BUS_STRIPE_API_URL: is that Stripe?',
  },
  'PY-LIVE-MODE': {
    class: 'refused',
    sentence: 'A test-mode key was answered in live mode.',
    next: 'unset BUS_STRIPE_SECRET_KEY and roll the key in the Stripe Dashboard',
  },
  'PY-SESSION-WRONG': {
    class: 'platform',
    sentence: 'The Checkout Session is not the one that was asked for.',
    next: 'look at BUS_STRIPE_API_URL: is that Stripe?',
  },
  'PY-EVENT-MISREAD': {
    class: 'platform',
    sentence: 'A signed webhook that names no account, or is of a type without meaning, opened an account.',
    next: 'bus-setup logs bus-stripe',
  },
  'PY-STACK-STAYS-LOCAL': {
    class: 'configuration',
    sentence: 'Billing is switched to Stripe, and the stack still hands out local checkout pages.',
    next: 'recreate bus-stripe and bus-billing-worker, so that they see BUS_STRIPE_SECRET_KEY',
  },
} as const satisfies Record<string, ReasonEntry>;
