import { type BillingStatusResponse, QUOTA_WINDOWS, type QuotaUsage } from '../contract/billing.ts';
import { CheckFailure } from './check-failure.ts';
import { plain } from './plain-text.ts';

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
 * Demands that a status at the limit says that an upgrade is due, and to which plan.
 * @param upgrade plan that the quota names
 * @throws CheckFailure `PR-BILLING-CONTRADICTION`
 */
export function mustAskForUpgrade(status: BillingStatusResponse, upgrade: string | undefined): void {
  const { usage = [], upgrade_required, next_action, recommended_plan, setup_required } = status;
  const due = upgrade_required === true && !setup_required && next_action === 'upgrade_plan';
  if (due && recommended_plan === upgrade && usage.some(({ exceeded }) => exceeded)) return;
  throw new CheckFailure('PR-BILLING-CONTRADICTION', 'the status at the limit does not ask for an upgrade');
}

function length({ window }: QuotaUsage): number {
  const shortestFirst: readonly string[] = QUOTA_WINDOWS;
  return shortestFirst.indexOf(window);
}
