import { QUOTA_WINDOWS } from '../../../contract/billing.ts';
import type { BillingCatalog, PlanQuota } from '../../../contract/billing-catalog.ts';

/** What a plan opens and what it limits. */
export interface PlanTerms {
  readonly features: readonly string[];
  /** From the shortest window to the longest. */
  readonly quotas: readonly PlanQuota[];
}

/**
 * Gives the terms of a plan. Features come from the catalog. Quotas come from the quota file when one is set, for
 * every plan, else from the catalog; the contract leaves open which of the two counts.
 * @param planId the account's plan, if it has one
 * @param catalog the stored catalog
 * @param configured quotas of the quota file by plan; `undefined` when none is set
 */
export function planTerms(
  planId: string | undefined,
  catalog: BillingCatalog,
  configured: ReadonlyMap<string, readonly PlanQuota[]> | undefined,
): PlanTerms {
  if (planId === undefined) return { features: [], quotas: [] };
  const plan = catalog.plans.find(({ id }) => id === planId);
  const quotas = configured === undefined ? (plan?.quotas ?? []) : (configured.get(planId) ?? []);
  return {
    features: plan?.features ?? [],
    quotas: quotas.toSorted((a, b) => QUOTA_WINDOWS.indexOf(a.window) - QUOTA_WINDOWS.indexOf(b.window)),
  };
}
