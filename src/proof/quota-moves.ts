import {
  type BillingStatusResponse,
  type EntitlementDecision,
  QUOTA_WINDOWS,
  type QuotaUsage,
} from '../contract/billing.ts';
import { CheckFailure } from './check-failure.ts';
import { plain, shown } from './plain-text.ts';

/**
 * The quota that is used up first: the one with the lowest limit, of several the one with the longest window.
 * @param quotas at least one
 * @throws RangeError when there is none
 */
export function tightest(quotas: readonly QuotaUsage[]): QuotaUsage {
  const [first] = quotas.toSorted((a, b) => a.limit - b.limit || length(b) - length(a));
  if (first === undefined) throw new RangeError('no quota');
  return first;
}

/**
 * Demands that every quota moved by a quantity. A window may have begun anew meanwhile, and then holds the quantity or
 * nothing; the one that decides must have moved exactly.
 * @param now quotas after the use
 * @param before quotas before it
 * @param quantity units of the meter
 * @param when completes the failure, e.g. `exported once`
 * @throws CheckFailure `PR-QUOTA-WRONG`
 */
export function mustHaveMoved(
  now: readonly QuotaUsage[],
  before: readonly QuotaUsage[],
  quantity: number,
  when: string,
): void {
  const deciding = tightest(before).window;
  for (const { window, used, limit } of before) {
    const after = now.find((quota) => quota.window === window);
    const right = (value: number) =>
      value === used + quantity || (window !== deciding && (value === 0 || value === quantity));
    const honest =
      after !== undefined &&
      right(after.used) &&
      after.limit === limit &&
      after.remaining === limit - after.used &&
      after.exceeded === after.used >= limit;
    if (honest) continue;
    throw new CheckFailure(
      'PR-QUOTA-WRONG',
      `${plain(window, 20)}: ${quantity} ${when}, used went from ${used} to ${after?.used ?? 'nothing'}`,
    );
  }
}

/**
 * Demands that status and decision at the limit name the same next plan and say that an upgrade is due.
 * @throws CheckFailure `PR-QUOTA-UNHEEDED`, `PR-BILLING-CONTRADICTION`
 */
export function atLimit(status: BillingStatusResponse, denied: EntitlementDecision): void {
  const { usage = [], upgrade_required, next_action, recommended_plan, setup_required } = status;
  const upgrade = usage.find(({ exceeded }) => exceeded)?.upgrade_plan_id;
  if (upgrade === undefined || denied.recommended_plan !== upgrade) {
    const named = denied.recommended_plan === undefined ? 'no plan' : shown(denied.recommended_plan);
    throw new CheckFailure('PR-QUOTA-UNHEEDED', `the denial names ${named}, the quota ${shown(upgrade)}`);
  }
  const due = upgrade_required === true && !setup_required && next_action === 'upgrade_plan';
  if (due && recommended_plan === upgrade) return;
  throw new CheckFailure('PR-BILLING-CONTRADICTION', 'the status at the limit does not ask for an upgrade');
}

function length({ window }: QuotaUsage): number {
  const shortestFirst: readonly string[] = QUOTA_WINDOWS;
  return shortestFirst.indexOf(window);
}
