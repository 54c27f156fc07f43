import { supportCode } from '../../reasons/support-code.ts';
import type { Results } from './results.ts';

/** The support code of a proof alone: what failed, then what is missing. A run that goes on ends with one of its own. */
export function supportCodeOfResults({ verdict, profile, tool, checks, preflight }: Results): string {
  const failed = [...preflight, ...checks].filter(({ status }) => status === 'FAIL');
  const missing = checks.filter(({ status, required }) => status === 'SKIP' && required);
  return supportCode({
    verdict: verdict === 'FAILED' ? 'failed' : 'passed',
    profile: profile.id,
    version: tool.version,
    reasons: [...failed, ...missing].flatMap(({ reason }) =>
      reason === undefined || reason.id === 'PR-NOT-SELECTED' || reason.class === 'not-applicable'
        ? []
        : [reason.id],
    ),
  });
}
