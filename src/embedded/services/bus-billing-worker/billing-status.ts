import {
  BILLING_SETUP_COMMAND,
  BILLING_STATUSES,
  type BillingStatusName,
  type BillingStatusResponse,
  type QuotaUsage,
} from '../../../contract/billing.ts';
import type { Subscription } from './subscriptions.ts';

/**
 * Describes an account's billing (module page bus-api-provider-billing).
 * @param accountId the account that is asked about
 * @param subscription what is known of it; `undefined` gives the normal `missing` answer
 * @param features scopes the subscription opens while it is active
 * @param usage its quotas; empty without a quota policy
 */
export function billingStatus(
  accountId: string,
  subscription: Subscription | undefined,
  features: readonly string[],
  usage: readonly QuotaUsage[],
): BillingStatusResponse {
  const status = statusName(subscription);
  const about = {
    account_id: accountId,
    status,
    ...(subscription === undefined ? {} : { provider: subscription.provider }),
    ...(subscription?.planId === undefined ? {} : { plan_id: subscription.planId }),
    ...(status === 'active' ? { features: [...features] } : {}),
    ...(usage.length === 0 ? {} : { usage: [...usage] }),
  };
  if (status !== 'active') {
    return { ...about, setup_required: true, next_action: 'setup_billing', command: BILLING_SETUP_COMMAND };
  }
  const exceeded = usage.find((item) => item.exceeded);
  if (exceeded === undefined) return { ...about, setup_required: false };
  return {
    ...about,
    setup_required: false,
    upgrade_required: true,
    next_action: 'upgrade_plan',
    command: BILLING_SETUP_COMMAND,
    ...(exceeded.upgrade_plan_id === undefined ? {} : { recommended_plan: exceeded.upgrade_plan_id }),
  };
}

/** The contract's name for a subscription's status. A status it does not know opens nothing: `incomplete`. */
function statusName(subscription: Subscription | undefined): BillingStatusName {
  if (subscription === undefined) return 'missing';
  return BILLING_STATUSES.find((name) => name === subscription.status) ?? 'incomplete';
}
