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

/** The profile that a command means when it names none. */
const DEFAULT_PROFILE = 'embedded';

/** A command about the stack of a run that can be pasted into a shell in the same folder. */
export function commandText(command: 'status' | 'stop' | 'logs', { run }: RunState): string {
  if (run === undefined) return `bus-setup ${command}`;
  const { folder } = run;
  const profile = run.profileFile ?? run.profile;
  const ofProfile = profile === DEFAULT_PROFILE ? '' : ` --profile ${quoted(profile)}`;
  const ofFolder = DEFAULT_RUNS.test(folder) ? '' : ` --output ${quoted(folder)}`;
  return `bus-setup ${command}${ofProfile}${ofFolder}`;
}

/** The command that prints the log of a service. */
export function logsCommand(service: string, run: RunState): string {
  return commandText('logs', run).replace('bus-setup logs', `bus-setup logs ${quoted(service)}`);
}

function quoted(word: string): string {
  return NEEDS_NO_QUOTES.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The one thing to do after a run has ended: go on, mend what failed first, or run again. */
export function nextCommand(run: RunState): string {
  const finished = run.finished ?? run.concluded;
  if (finished?.exitCode === 0) return commandText('status', run);
  const failed = failedResults(run).find((result) => result.required)?.reason;
  const reason = finished?.verdict === 'incomplete' ? finished.reason : (failed ?? finished?.reason);
  return reason?.next ?? 'bus-setup';
}
