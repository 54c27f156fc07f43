import { reason } from '../../reasons/catalog.ts';
import type { Reason } from '../../reasons/reason.ts';
import type { CheckResult } from '../verdict.ts';

/** How a proof as a whole ended, in the words of an in-toto test result. */
export type OverallVerdict = 'PASSED' | 'WARNED' | 'FAILED';

/** The whole proof. */
export interface Overall {
  /** `WARNED`: everything required passed and something optional was skipped. */
  readonly verdict: OverallVerdict;
  /** True when nothing failed and the only thing that is missing was left out by the operator. */
  readonly partial: boolean;
  /** Why it failed: the first failed check's reason, else the first required skip's. Present on FAILED. */
  readonly reason?: Reason;
}

/**
 * Sums results up. A failure, a required skip and an empty proof are never green.
 * @param results one result for each check of the proof
 */
export function overallVerdict(results: readonly CheckResult[]): Overall {
  const failures = results.filter(({ status }) => status === 'FAIL');
  const missing = results.filter(({ status, required }) => status === 'SKIP' && required);
  const judged = results.some(({ status }) => status !== 'SKIP');
  if (failures.length === 0 && missing.length === 0 && judged) {
    const skips = results.some(({ status }) => status === 'SKIP');
    return { verdict: skips ? 'WARNED' : 'PASSED', partial: false };
  }
  const cause = failures[0]?.reason ?? missing[0]?.reason;
  return {
    verdict: 'FAILED',
    partial:
      judged && failures.length === 0 && missing.every(({ reason }) => reason?.id === 'PR-NOT-SELECTED'),
    reason: judged && cause !== undefined ? cause : (failures[0]?.reason ?? reason('PR-NO-CHECKS')),
  };
}
