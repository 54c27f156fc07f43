import type { ReasonEntry } from './reason.ts';

/** What the proof of billing can find beside the reasons of single calls. */
export const billingReasons = {
  'PR-QUOTA-NOT-KEPT': {
    class: 'not-applicable',
    sentence: 'This stack keeps no quotas, so none can be proven.',
    next: 'give bus-billing-worker BUS_BILLING_QUOTA_CONFIG=FILE with the quota file of docs/billing.md, then bus-setup start',
  },
  'PR-EXPORT-NOT-ENABLED': {
    class: 'not-applicable',
    sentence: 'This stack does not hand recorded usage on to billing.',
    next: 'give bus-usage-worker BUS_USAGE_BILLING_EXPORT=default (docs/billing.md says how), then bus-setup start',
  },
  'PR-BILLING-NOT-ENFORCED': {
    class: 'not-applicable',
    sentence: 'Model calls do not ask billing on this stack.',
    next: 'set BUS_LLM_BILLING_BACKEND=events in the environment file of the stack, then bus-setup start',
  },
  'PR-CALL-COSTS': {
    class: 'not-applicable',
    sentence: 'A served model call would cost quota here, so none was made.',
    next: 'set BUS_CODEX_PROVIDER=static for fixed answers, restart the stack and run again',
  },
  'PR-PROVIDER-NOT-LOCAL': {
    class: 'not-applicable',
    sentence: 'Billing sends use to a payment provider outside of this stack, which did not take it.',
    next: 'set BUS_LOCAL_BILLING_PROVIDER_BACKEND=local for a proof without a provider, then bus-setup start',
  },
  'PR-NO-TEST-CLOCK': {
    class: 'not-applicable',
    sentence: 'The clock of this stack cannot be set, so the ends of its windows cannot be shown.',
    next: 'run it on the embedded stack: bus-setup proof --profile embedded --only billing-windows',
  },
  'PR-WINDOW-WRONG': {
    class: 'platform',
    sentence: 'A quota window does not end or begin when it should.',
    next: 'bus-setup logs bus-billing-worker',
  },
  'PR-CATALOG-UNCHECKED': {
    class: 'platform',
    sentence: 'Billing stored a catalog that contradicts itself.',
    next: 'bus-setup logs bus-billing-api',
  },
  'PR-CATALOG-OPEN': {
    class: 'platform',
    sentence: 'A customer can read or replace the billing catalog.',
    next: 'close the gateway to the network, then look at the version of bus-billing-api',
  },
  'PR-CUSTOMER-SHOWN': {
    class: 'platform',
    sentence: 'Billing shows the payment provider’s id of a customer.',
    next: 'look at the version of bus-billing-api',
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
