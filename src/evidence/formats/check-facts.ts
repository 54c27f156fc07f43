import type { ReportedCheck } from '../../proof/report/results.ts';

/** How a check counts for somebody who knows passed, failed and skipped only. */
export type Standing = 'passed' | 'failed' | 'skipped';

/**
 * A required check that was skipped counts as failed: a reader that knows only "skipped" would let the run pass.
 */
export function standing(check: Pick<ReportedCheck, 'status' | 'required'>): Standing {
  if (check.status === 'PASS') return 'passed';
  return check.status === 'FAIL' || check.required ? 'failed' : 'skipped';
}

/** Why a check is not green, in one line: reason id, sentence, what was seen. Empty for a PASS. */
export function whyNot({ status, required, reason }: ReportedCheck): string {
  if (status === 'PASS') return '';
  const prefix = status === 'SKIP' && required ? 'required, and skipped: ' : '';
  if (reason === undefined) return `${prefix}no reason was given`;
  const detail = reason.detail === undefined ? '' : ` (${reason.detail})`;
  return `${prefix}${reason.id}: ${reason.sentence}${detail}`;
}

/** Checks by their group, groups in the order of their first check. */
export function byGroup(checks: readonly ReportedCheck[]): ReadonlyMap<string, readonly ReportedCheck[]> {
  const groups = new Map<string, ReportedCheck[]>();
  for (const check of checks) {
    const group = groups.get(check.group) ?? [];
    group.push(check);
    groups.set(check.group, group);
  }
  return groups;
}
