import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { type PlanQuota, planQuota } from '../../../contract/billing-catalog.ts';
import { filledText } from '../../../contract/fields.ts';

/** A quota file (module page bus-integration-billing): plans with quotas, each feature, meter and window once. */
const quotaConfig = z
  .strictObject({
    plans: z.array(z.strictObject({ id: filledText(128), quotas: z.array(planQuota).max(256) })).max(256),
  })
  .superRefine(({ plans }, context) => {
    const seen = new Set<string>();
    for (const [index, plan] of plans.entries()) {
      for (const quota of plan.quotas) {
        const key = JSON.stringify([plan.id, quota.feature, quota.meter_event_name, quota.window]);
        if (seen.has(key)) {
          context.addIssue({ code: 'custom', message: 'quota repeated', path: ['plans', index, 'quotas'] });
        }
        seen.add(key);
      }
    }
  });

/**
 * Reads the quota file of `BUS_BILLING_QUOTA_CONFIG`.
 * @param path of a JSON file
 * @returns the quotas of each plan by its id
 * @throws Error when it cannot be read, is no JSON, repeats a feature, meter and window, names an unknown window or
 * has a limit that is not above zero: the worker must not start
 */
export async function readQuotaConfig(path: string): Promise<ReadonlyMap<string, readonly PlanQuota[]>> {
  const { plans } = quotaConfig.parse(JSON.parse(await readFile(path, 'utf8')));
  return new Map(plans.map((plan) => [plan.id, plan.quotas]));
}
