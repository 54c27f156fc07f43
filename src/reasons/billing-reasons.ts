import type { ReasonEntry } from './reason.ts';

/** What the proof of billing can find beside the reasons of single calls. */
export const billingReasons = {
  'PR-QUOTA-NOT-KEPT': {
    class: 'not-applicable',
    sentence: 'This stack keeps no quotas, so none can be proven.',
    next: 'set BUS_BILLING_QUOTA_CONFIG for bus-billing-worker, restart the stack and run again',
  },
  'PR-CATALOG-ALTERED': {
    class: 'platform',
    sentence: 'The billing catalog is not what was stored.',
    next: 'bus-setup logs bus-billing-api',
  },
  'PR-QUOTA-WRONG': {
    class: 'platform',
    sentence: 'A quota does not say what was used of it.',
    next: 'bus-setup logs bus-billing-worker',
  },
  'PR-EXPORT-WRONG': {
    class: 'platform',
    sentence: 'Usage was not exported to billing as it was sent.',
    next: 'bus-setup logs bus-billing-worker',
  },
  'PR-QUOTA-UNHEEDED': {
    class: 'platform',
    sentence: 'What a quota no longer allows was not denied with quota_exceeded.',
    next: 'bus-setup logs bus-billing-worker',
  },
  'PR-BILLING-UNHEEDED': {
    class: 'platform',
    sentence: 'A model call was not decided as billing decides.',
    next: 'bus-setup logs bus-llm',
  },
} as const satisfies Record<string, ReasonEntry>;
