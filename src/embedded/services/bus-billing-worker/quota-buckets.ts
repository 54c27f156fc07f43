import { QUOTA_WINDOWS, type QuotaUsage } from '../../../contract/billing.ts';
import type { PlanQuota } from '../../../contract/billing-catalog.ts';
import { windowStart } from './quota-window.ts';
import type { BillingDatabase } from './tables.ts';

/** Something an account used. */
export interface MeteredUse {
  readonly accountId: string;
  readonly feature: string;
  readonly meter: string;
  /** Whole units of the meter. */
  readonly quantity: number;
}

/**
 * Adds a use to the buckets of every window. All windows grow, with or without a quota on them, so that a quota
 * that is set later starts from what was really used.
 * @param at moment that chooses the windows
 */
export async function growBuckets(database: BillingDatabase, use: MeteredUse, at: Date): Promise<void> {
  await database
    .insertInto('bus_billing_quota_buckets')
    .values(
      QUOTA_WINDOWS.map((window) => ({
        account_id: use.accountId,
        feature: use.feature,
        meter_event_name: use.meter,
        quota_window: window,
        window_start: windowStart(window, at),
        used: use.quantity,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['account_id', 'feature', 'meter_event_name', 'quota_window', 'window_start'])
        // Stops at the greatest whole number that JSON readers count exactly.
        .doUpdateSet((update) => ({
          used: update
            .case()
            .when('bus_billing_quota_buckets.used', '>', Number.MAX_SAFE_INTEGER - use.quantity)
            .then(Number.MAX_SAFE_INTEGER)
            .else(update('bus_billing_quota_buckets.used', '+', use.quantity))
            .end(),
        })),
    )
    .execute();
}

/**
 * Gives what an account used of each quota in the window that holds a moment.
 * @param quotas the plan's quotas; the answer has their order
 * @param at moment that chooses the windows
 */
export async function quotaUsage(
  database: BillingDatabase,
  accountId: string,
  quotas: readonly PlanQuota[],
  at: Date,
): Promise<QuotaUsage[]> {
  const usage: QuotaUsage[] = [];
  for (const quota of quotas) {
    const bucket = await database
      .selectFrom('bus_billing_quota_buckets')
      .select('used')
      .where('account_id', '=', accountId)
      .where('feature', '=', quota.feature)
      .where('meter_event_name', '=', quota.meter_event_name)
      .where('quota_window', '=', quota.window)
      .where('window_start', '=', windowStart(quota.window, at))
      .executeTakeFirst();
    // PostgreSQL gives a bigint as text.
    usage.push(usageOf(quota, Number(bucket?.used ?? 0)));
  }
  return usage;
}

/**
 * Holds a quota against what was used of it. It counts as exceeded when nothing remains.
 * @param used whole units of the meter
 */
export function usageOf(quota: PlanQuota, used: number): QuotaUsage {
  return {
    feature: quota.feature,
    meter_event_name: quota.meter_event_name,
    window: quota.window,
    used,
    limit: quota.limit,
    remaining: Math.max(0, quota.limit - used),
    exceeded: used >= quota.limit,
    ...(quota.upgrade_plan_id === undefined ? {} : { upgrade_plan_id: quota.upgrade_plan_id }),
  };
}
