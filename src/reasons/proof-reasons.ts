import { proofAccountReasons } from './proof-account-reasons.ts';
import { proofGatewayReasons } from './proof-gateway-reasons.ts';
import { proofPaymentReasons } from './proof-payment-reasons.ts';
import { proofRecordReasons } from './proof-record-reasons.ts';
import { proofTokenReasons } from './proof-token-reasons.ts';
import { proofWireReasons } from './proof-wire-reasons.ts';
import type { ReasonEntry } from './reason.ts';

/** PR-: proof. The ones of the runner stand here, those of the checks in the files beside. */
export const proofReasons = {
  'PR-UNEXPECTED': {
    class: 'platform',
    sentence: 'The check itself failed in a way it should not.',
    next: 'run it again with --debug, and send the diagnostic bundle to support',
  },
  'PR-DEADLINE': {
    class: 'timeout',
    sentence: 'The check was not finished at its deadline.',
    next: 'bus-setup status, then bus-setup logs SERVICE',
  },
  'PR-NEEDS-FAILED': {
    class: 'not-applicable',
    sentence: 'A check that this one builds on did not pass.',
    next: 'mend that one first, then bus-setup proof',
  },
  'PR-NOT-SELECTED': {
    class: 'not-applicable',
    sentence: 'The check was left out with --only or --skip.',
    next: 'bus-setup proof',
  },
  'PR-CANCELLED': {
    class: 'not-applicable',
    sentence: 'The run was cancelled before the check was finished.',
    next: 'bus-setup proof',
  },
  'PR-NO-CHECKS': {
    class: 'configuration',
    sentence: 'No check was run, so nothing is proven.',
    next: 'bus-setup proof --list',
  },
  'PR-UNKNOWN-CHECK': {
    class: 'configuration',
    sentence: 'There is no check of that name.',
    next: 'bus-setup proof --list',
  },
  'PR-TOKEN-NOT-GIVEN': {
    class: 'credential',
    sentence: 'This stack gives no token that the check needs.',
    next: 'give a token file for the audience that the detail names',
  },
  'PR-READ-ONLY': {
    class: 'not-applicable',
    sentence: 'The check would change a stack that somebody else runs.',
    next: 'bus-setup proof --allow-writes, when its owner agrees',
  },
  'PR-ROUTE-NOT-EXPOSED': {
    class: 'not-applicable',
    sentence: 'This gateway does not publish a route for trusted services, and that is right.',
    next: 'run the check inside of the stack’s network',
  },
  'PR-INTERNAL-EXPOSED': {
    class: 'platform',
    sentence: 'The gateway publishes routes that are for trusted services only.',
    next: 'take /api/internal/ off the public gateway, all but the Stripe webhook',
  },
  'PR-NO-MAILBOX': {
    class: 'not-applicable',
    sentence: 'One-time passwords cannot be read on this stack.',
    next: 'sign in by hand once, or run the proof on a stack with a mail sink',
  },
  'PR-ROUTE-UNDOCUMENTED': {
    class: 'not-applicable',
    sentence: 'How this stack does it is not documented, and it does not do it in the assumed way.',
    next: 'try it by hand with the client of the module',
  },
  'PR-NO-RESTART': {
    class: 'not-applicable',
    sentence: 'This program may not restart a service of this stack.',
    next: 'run the proof where the stack was started',
  },
  'PR-NO-WEBHOOK-SECRET': {
    class: 'credential',
    sentence: 'The webhook’s signing secret is not known here.',
    next: 'set BUS_STRIPE_WEBHOOK_SECRET and run again',
  },
  ...proofWireReasons,
  ...proofGatewayReasons,
  ...proofAccountReasons,
  ...proofTokenReasons,
  ...proofPaymentReasons,
  ...proofRecordReasons,
} as const satisfies Record<string, ReasonEntry>;
