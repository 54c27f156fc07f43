import type {
  BillingStatusResponse,
  EntitlementCheckRequest,
  EntitlementDecision,
  QuotaUsage,
} from '../../../contract/billing.ts';
import type { PlanQuota } from '../../../contract/billing-catalog.ts';
import type { CatalogStore } from '../bus-billing-api/catalog-store.ts';
import { billingStatus } from './billing-status.ts';
import { decideEntitlement } from './entitlement.ts';
import { planTerms } from './plan-terms.ts';
import { quotaUsage } from './quota-buckets.ts';
import { findSubscription, type Subscription } from './subscriptions.ts';
import type { BillingDatabase } from './tables.ts';

/** What questions about an account are answered from. */
export interface BillingRecords {
  readonly database: BillingDatabase;
  readonly catalog: CatalogStore;
  /** Quotas of the quota file by plan; `undefined` when none is set. */
  readonly configuredQuotas: ReadonlyMap<string, readonly PlanQuota[]> | undefined;
}

/** Gives an account's billing status now. */
export async function statusOf(
  records: BillingRecords,
  accountId: string,
  now: Date,
): Promise<BillingStatusResponse> {
  const { subscription, features, usage } = await standing(records, accountId, now);
  return billingStatus(accountId, subscription, features, usage);
}

/** Decides whether an account may use a scope now. */
export async function entitlementOf(
  records: BillingRecords,
  question: EntitlementCheckRequest,
  now: Date,
): Promise<EntitlementDecision> {
  const { subscription, features, usage } = await standing(records, question.account_id, now);
  return decideEntitlement(question, subscription, features, usage);
}

interface Standing {
  readonly subscription: Subscription | undefined;
  /** Scopes that updates named, else those of the plan. */
  readonly features: readonly string[];
  readonly usage: readonly QuotaUsage[];
}

async function standing(records: BillingRecords, accountId: string, now: Date): Promise<Standing> {
  const subscription = await findSubscription(records.database, accountId);
  if (subscription === undefined) return { subscription, features: [], usage: [] };
  const terms = planTerms(subscription.planId, await records.catalog.read(), records.configuredQuotas);
  return {
    subscription,
    features: subscription.features ?? terms.features,
    usage: await quotaUsage(records.database, accountId, terms.quotas, now),
  };
}
