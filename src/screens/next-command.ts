import type { CheckResult, RunState } from '../steps/run-state.ts';

/** The results of the checks that failed, in the order in which they are shown. */
export function failedResults({ steps }: RunState): readonly CheckResult[] {
  return steps.flatMap((step) =>
    step.checks.flatMap(({ result }) => (result?.status === 'FAIL' ? [result] : [])),
  );
}

/** Where runs go when nobody names a folder; a command finds them there by itself. */
const DEFAULT_RUNS = /[\\/]bus-setup-runs[\\/][^\\/]+$/;
const NEEDS_NO_QUOTES = /^[\w./:\\-]+$/;

/** A command about the stack of a run that can be pasted into a shell in the same folder. */
export function commandText(command: 'status' | 'stop', { run }: RunState): string {
  if (run === undefined || DEFAULT_RUNS.test(run.folder)) return `bus-setup ${command}`;
  const folder = NEEDS_NO_QUOTES.test(run.folder) ? run.folder : `'${run.folder.replaceAll("'", `'\\''`)}'`;
  return `bus-setup ${command} --output ${folder}`;
}

/** The one thing to do after a run has ended: go on, mend what failed first, or run again. */
export function nextCommand(run: RunState): string {
  const { finished } = run;
  if (finished?.exitCode === 0) return commandText('status', run);
  const failed = failedResults(run).find((result) => result.required)?.reason;
  const reason = finished?.verdict === 'incomplete' ? finished.reason : (failed ?? finished?.reason);
  return reason?.next ?? 'bus-setup';
}
