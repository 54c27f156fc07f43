import { supportCode } from '../reasons/support-code.ts';
import { VERSION } from '../version.ts';
import type { Ending } from './ending.ts';
import type { CheckResult, RunState, StepState } from './run-state.ts';

/** Reason of what the operator left out; there may be many, and they tell nothing. */
const NOT_SELECTED = 'PR-NOT-SELECTED';

/**
 * The support code of a run that ends: what failed first, then what is missing, then why the run ended.
 * @param state the state before the last event
 */
export function supportCodeOf(state: RunState, { verdict, reason }: Ending): string {
  const resultsOf = ({ checks }: StepState): readonly CheckResult[] =>
    checks.flatMap(({ result }) => (result === undefined ? [] : [result]));
  const results = state.steps.flatMap(resultsOf);
  const proof = state.steps.filter(({ id }) => id === 'proof').flatMap(resultsOf);
  const failed = results.filter(({ status }) => status === 'FAIL');
  const missing = proof.filter(({ status, required }) => status === 'SKIP' && required);
  const reasons = [
    ...[...failed, ...missing].map((result) => result.reason),
    reason,
    ...state.steps.map((step) => step.reason),
    ...state.collectors.map((collector) => collector.reason),
  ];
  return supportCode({
    verdict,
    profile: state.run?.profile ?? '',
    version: VERSION,
    reasons: reasons.flatMap((each) =>
      each === undefined || each.id === NOT_SELECTED || each.class === 'not-applicable' ? [] : [each.id],
    ),
  });
}
