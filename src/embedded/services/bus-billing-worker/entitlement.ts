import {
  BILLING_SETUP_COMMAND,
  type EntitlementCheckRequest,
  type EntitlementDecision,
  type QuotaUsage,
} from '../../../contract/billing.ts';
import type { Subscription } from './subscriptions.ts';

/**
 * Decides whether an account may use a scope (module page bus-api-provider-billing). Without `usage` in the
 * question only the subscription counts; with it, every quota of that scope and meter must have room for the
 * quantity.
 * @param question what is asked
 * @param subscription the account's subscription, if it has one
 * @param features scopes the subscription opens while it is active
 * @param usage quotas of the account's plan; of several without room the last one is named
 */
export function decideEntitlement(
  question: EntitlementCheckRequest,
  subscription: Subscription | undefined,
  features: readonly string[],
  usage: readonly QuotaUsage[],
): EntitlementDecision {
  if (subscription?.status !== 'active' || !features.includes(question.scope)) {
    return { allowed: false, reason: 'billing_required', command: BILLING_SETUP_COMMAND };
  }
  const full = usage.findLast((item) => isFull(item, question));
  if (full === undefined) return { allowed: true, reason: 'billing_active' };
  return {
    allowed: false,
    reason: 'quota_exceeded',
    command: BILLING_SETUP_COMMAND,
    ...(subscription.planId === undefined ? {} : { plan_id: subscription.planId }),
    ...(full.upgrade_plan_id === undefined ? {} : { recommended_plan: full.upgrade_plan_id }),
    usage: { ...full, exceeded: true },
  };
}

function isFull(item: QuotaUsage, { scope, usage }: EntitlementCheckRequest): boolean {
  if (usage === undefined || item.feature !== scope || item.meter_event_name !== usage.meter_event_name) {
    return false;
  }
  return item.exceeded || usage.quantity > item.remaining;
}
