import type { ReasonEntry } from './reason.ts';

/** PR-: what the stack keeps and decides: billing, usage, events, notes, tasks and webhooks. */
export const proofDataReasons = {
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
  'PR-EVENTS-ACCEPT-SHAPE': {
    class: 'platform',
    sentence: 'The answer to a published event is not of the documented shape.',
    next: 'look at the version of bus-events',
  },
  'PR-EVENTS-NOT-ACCEPTED': {
    class: 'platform',
    sentence: 'An event was answered with success and not accepted.',
    next: 'bus-setup logs bus-events',
  },
  'PR-EVENTS-ID-REPEATED': {
    class: 'platform',
    sentence: 'Two events have the same id.',
    next: 'bus-setup logs bus-events',
  },
  'PR-EVENTS-LOST': {
    class: 'platform',
    sentence: 'A published event did not come back.',
    next: 'bus-setup logs bus-events',
  },
  'PR-EVENTS-REPEATED': {
    class: 'platform',
    sentence: 'More events came back than were published.',
    next: 'bus-setup logs bus-events',
  },
  'PR-EVENTS-ORDER': {
    class: 'platform',
    sentence: 'Events came back in another order.',
    next: 'bus-setup logs bus-events',
  },
  'PR-EVENTS-ALTERED': {
    class: 'platform',
    sentence: 'An event came back changed.',
    next: 'bus-setup logs bus-events',
  },
  'PR-EVENTS-OPEN': {
    class: 'platform',
    sentence: 'Events let in what must be refused.',
    next: 'look at the version of bus-events',
  },
  'PR-REPLY-REPEATED': {
    class: 'platform',
    sentence: 'A worker answered one request more than once.',
    next: 'see that one worker of each kind runs',
  },
  'PR-WORKER-ERROR': {
    class: 'platform',
    sentence: 'A worker answered with an error.',
    next: 'look at the log of the worker that the detail names',
  },
  'PR-NOTES-SHAPE': {
    class: 'platform',
    sentence: 'The answer of the notes API is not of the documented shape.',
    next: 'look at the version of bus-notes-api',
  },
  'PR-NOTES-ALTERED': {
    class: 'platform',
    sentence: 'A note came back changed.',
    next: 'bus-setup logs bus-notes-api',
  },
  'PR-NOTES-NOT-STORED': {
    class: 'platform',
    sentence: 'A note that the service answers for is not in the database of the stack.',
    next: 'look at the settings of bus-notes-api: it may keep notes in memory',
  },
  'PR-NOTES-LOST': {
    class: 'platform',
    sentence: 'A note that was written is not there.',
    next: 'bus-setup logs bus-notes-api',
  },
  'PR-NOTES-UNFINDABLE': {
    class: 'platform',
    sentence: 'A note that is there is not found by its text.',
    next: 'bus-setup logs bus-notes-api',
  },
  'PR-NOTES-SEARCH': {
    class: 'platform',
    sentence: 'A search of the notes finds what it must not.',
    next: 'bus-setup logs bus-notes-api',
  },
  'PR-NOTES-FOREIGN': {
    class: 'platform',
    sentence: 'An account reaches the notes of another one.',
    next: 'do not use this stack for more than one account; look at the version of bus-notes-api',
  },
  'PR-NOTES-PUBLIC': {
    class: 'platform',
    sentence: 'A note opens without a token.',
    next: 'look at the version of bus-notes-api',
  },
  'PR-NOTES-UNDELETED': {
    class: 'platform',
    sentence: 'A deleted note is still there.',
    next: 'bus-setup logs bus-notes-api',
  },
  'PR-TASK-UNFINISHED': {
    class: 'timeout',
    sentence: 'A task did not reach done in time.',
    next: 'bus-setup logs bus-integration-task',
  },
  'PR-TASK-FAILED': {
    class: 'platform',
    sentence: 'A task ended without being done.',
    next: 'bus-setup logs bus-integration-task',
  },
  'PR-TASK-UNCLAIMED': {
    class: 'platform',
    sentence: 'A task was done that nobody claimed.',
    next: 'bus-setup logs bus-integration-task',
  },
  'PR-TASK-CLAIMED-TWICE': {
    class: 'platform',
    sentence: 'A task was claimed more than once.',
    next: 'see that the workers share one stream group',
  },
  'PR-TASK-DONE-TWICE': {
    class: 'platform',
    sentence: 'A task was done more than once.',
    next: 'see that the workers share one stream group',
  },
  'PR-TASK-OTHER-WORKER': {
    class: 'platform',
    sentence: 'Another worker finished a task than the one that claimed it.',
    next: 'bus-setup logs bus-integration-task',
  },
  'PR-TASK-STRAY-CLAIM': {
    class: 'platform',
    sentence: 'A worker claimed a task of another recipient.',
    next: 'bus-setup logs bus-integration-task',
  },
  'PR-TASK-SHAPE': {
    class: 'platform',
    sentence: 'A task event is not of the expected shape.',
    next: 'look at the version of bus-integration-task',
  },
} as const satisfies Record<string, ReasonEntry>;
