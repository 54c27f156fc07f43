import type { CheckResult, RunState } from '../steps/run-state.ts';
import { onStackOfRun } from '../steps/same-stack.ts';

/** The results of the checks that failed, in the order in which they are shown. */
export function failedResults({ steps }: RunState): readonly CheckResult[] {
  return steps.flatMap((step) =>
    step.checks.flatMap(({ result }) => (result?.status === 'FAIL' ? [result] : [])),
  );
}

/** A command about the stack of a run that can be pasted into a shell in the same folder. */
export function commandText(command: 'status' | 'stop' | 'start', run: RunState): string {
  return onStackOfRun(`bus-setup ${command}`, run);
}

/** The command that prints the log of a service. */
export function logsCommand(service: string, run: RunState): string {
  return onStackOfRun(`bus-setup logs ${service}`, run);
}

/** The one thing to do after a run has ended: go on, mend what failed first, or run again. */
export function nextCommand(run: RunState): string {
  const finished = run.finished ?? run.concluded;
  if (finished?.exitCode === 0) return commandText('status', run);
  const failed = failedResults(run).find((result) => result.required)?.reason;
  const reason = finished?.verdict === 'incomplete' ? finished.reason : (failed ?? finished?.reason);
  return reason?.next ?? onStackOfRun('bus-setup', run);
}
