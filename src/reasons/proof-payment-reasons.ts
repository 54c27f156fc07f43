import type { ReasonEntry } from './reason.ts';

/** PR-: who may use what, and what is counted: billing, entitlement, subscriptions, webhooks and usage. */
export const proofPaymentReasons = {
  'PR-BILLING-SHAPE': {
    class: 'platform',
    sentence: 'The billing status is not of the documented shape.',
    next: 'look at the version of bus-billing-api',
  },
  'PR-BILLING-FOREIGN': {
    class: 'platform',
    sentence: 'An account sees the billing of another one.',
    next: 'do not use this stack for more than one account; look at the version of bus-billing-api',
  },
  'PR-BILLING-DISAGREES': {
    class: 'platform',
    sentence: 'Billing tells the operator something else than the account.',
    next: 'bus-setup logs bus-billing-api',
  },
  'PR-BILLING-MALFORMED': {
    class: 'platform',
    sentence: 'Billing answers for an account that is no UUID.',
    next: 'look at the version of bus-billing-api',
  },
  'PR-BILLING-CONTRADICTION': {
    class: 'platform',
    sentence: 'The billing status contradicts itself.',
    next: 'look at the version of bus-billing-worker',
  },
  'PR-BILLING-PUBLIC': {
    class: 'platform',
    sentence: 'The billing status opens without a token.',
    next: 'look at the version of bus-billing-api',
  },
  'PR-BILLING-STALE': {
    class: 'platform',
    sentence: 'The billing status does not show the subscription’s last change.',
    next: 'bus-setup logs bus-billing-worker',
  },
  'PR-ENTITLEMENT-SHAPE': {
    class: 'platform',
    sentence: 'The entitlement decision is not of the documented shape.',
    next: 'look at the version of bus-billing-api',
  },
  'PR-ENTITLEMENT-OPEN': {
    class: 'platform',
    sentence: 'An account without a subscription is allowed.',
    next: 'bus-setup logs bus-billing-worker',
  },
  'PR-ENTITLEMENT-CLOSED': {
    class: 'platform',
    sentence: 'An account with an active subscription is denied.',
    next: 'bus-setup logs bus-billing-worker',
  },
  'PR-ENTITLEMENT-LEAK': {
    class: 'platform',
    sentence: 'The subscription of one account opens another one.',
    next: 'look at the version of bus-billing-worker',
  },
  'PR-ENTITLEMENT-SURVIVES': {
    class: 'platform',
    sentence: 'An account is still allowed after its subscription was cancelled.',
    next: 'bus-setup logs bus-billing-worker',
  },
  'PR-ENTITLEMENT-REASON': {
    class: 'platform',
    sentence: 'A denial gives another reason than the missing subscription.',
    next: 'look at the version of bus-billing-worker',
  },
  'PR-SUBSCRIPTION-SILENT': {
    class: 'timeout',
    sentence: 'The billing worker did not answer a subscription update.',
    next: 'bus-setup logs bus-billing-worker; its token must have the subject of the caller',
  },
  'PR-SUBSCRIPTION-SHAPE': {
    class: 'platform',
    sentence: 'The result of a subscription update is not about that update.',
    next: 'look at the version of bus-billing-worker',
  },
  'PR-SUBSCRIPTION-IGNORED': {
    class: 'platform',
    sentence: 'A new subscription update was not applied.',
    next: 'bus-setup logs bus-billing-worker',
  },
  'PR-SUBSCRIPTION-TWICE': {
    class: 'platform',
    sentence: 'The same subscription update was applied twice.',
    next: 'bus-setup logs bus-billing-worker',
  },
  'PR-WEBHOOK-FORGED': {
    class: 'platform',
    sentence: 'A webhook without a valid signature was accepted.',
    next: 'compare BUS_STRIPE_WEBHOOK_SECRET, then look at the version of bus-stripe',
  },
  'PR-WEBHOOK-IGNORED': {
    class: 'platform',
    sentence: 'A correctly signed webhook had no effect.',
    next: 'bus-setup logs bus-stripe, then bus-setup logs bus-billing-worker',
  },
  'PR-WEBHOOK-TWICE': {
    class: 'platform',
    sentence: 'A webhook that was delivered twice was applied twice.',
    next: 'bus-setup logs bus-billing-worker',
  },
  'PR-WEBHOOK-SHAPE': {
    class: 'platform',
    sentence: 'The answer to a webhook is not of the documented shape.',
    next: 'look at the version of bus-stripe',
  },
  'PR-USAGE-SHAPE': {
    class: 'platform',
    sentence: 'The page of usage records is not of the documented shape.',
    next: 'look at the version of bus-usage-api',
  },
  'PR-USAGE-ORDER': {
    class: 'platform',
    sentence: 'The usage records are not in the documented order.',
    next: 'look at the version of bus-usage-api',
  },
  'PR-USAGE-LOST': {
    class: 'timeout',
    sentence: 'A usage record did not become a row.',
    next: 'bus-setup logs bus-usage-worker; it must use the collector’s database',
  },
  'PR-USAGE-STRAY': {
    class: 'platform',
    sentence: 'There are usage rows that nobody sent.',
    next: 'bus-setup logs bus-usage-worker',
  },
  'PR-USAGE-TWICE': {
    class: 'platform',
    sentence: 'One usage record was counted more than once, or lost.',
    next: 'bus-setup logs bus-usage-worker',
  },
  'PR-USAGE-ALTERED': {
    class: 'platform',
    sentence: 'A usage row is not what was sent.',
    next: 'bus-setup logs bus-usage-worker',
  },
  'PR-USAGE-SILENT': {
    class: 'timeout',
    sentence: 'The usage worker did not answer.',
    next: 'bus-setup logs bus-usage-worker; its token must have the subject of the caller',
  },
  'PR-USAGE-ENDLESS': {
    class: 'platform',
    sentence: 'The collector says that there are always more pages.',
    next: 'bus-setup logs bus-usage-api',
  },
} as const satisfies Record<string, ReasonEntry>;
