import type { CheckResult, RunState } from '../steps/run-state.ts';

/** The results of the checks that failed, in the order in which they are shown. */
export function failedResults({ steps }: RunState): readonly CheckResult[] {
  return steps.flatMap((step) =>
    step.checks.flatMap(({ result }) => (result?.status === 'FAIL' ? [result] : [])),
  );
}

/** The one thing to do after a run has ended. */
export function nextCommand(run: RunState): string {
  if (run.finished?.verdict === 'passed' || run.finished?.verdict === 'done') return 'bus-setup status';
  const failed = failedResults(run).find((result) => result.required)?.reason;
  return failed?.next ?? run.finished?.reason?.next ?? 'bus-setup';
}
