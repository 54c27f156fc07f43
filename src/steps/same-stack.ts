import { basename, dirname, join } from 'node:path';
import { type NamedStack, onSameStack } from '../stack/named-stack.ts';
import { stackFrom } from './absolute-request.ts';
import type { RunEvent } from './events.ts';
import { RUNS_FOLDER } from './run-folder.ts';
import type { RunState } from './run-state.ts';

/**
 * How the command line names the stack of a run, for somebody in the folder where the program was started; nothing of it
 * before the run has started.
 */
export function stackOfRun({ program, cwd, run }: RunState): NamedStack {
  if (run === undefined) return { program };
  const { asked, folder } = run;
  // A run that goes on was given its files from the folder where it began.
  const elsewhere = asked !== undefined && cwd !== undefined && asked.cwd !== cwd;
  return {
    program,
    profile: run.profileFile ?? run.profile,
    output: isInDefaultPlace(folder, cwd) ? undefined : folder,
    stack: elsewhere ? stackFrom(asked.stack, asked.cwd) : asked?.stack,
  };
}

/** A command finds the runs by itself that lie where runs go when nobody names a folder. */
function isInDefaultPlace(folder: string, cwd: string | undefined): boolean {
  const runs = dirname(folder);
  return cwd === undefined ? basename(runs) === RUNS_FOLDER : runs === join(cwd, RUNS_FOLDER);
}

/** A text of ours whose commands are about the stack of a run, and can be pasted. */
export function onStackOfRun(text: string, run: RunState): string {
  return onSameStack(text, stackOfRun(run));
}

/** An event as its operator is told it: the commands of its reasons are {@link onSameStack}. */
export function asTold(event: RunEvent, state: RunState): RunEvent {
  const named = stackOfRun(state);
  if (event.type === 'check.finished') {
    const { result } = event;
    return result.reason === undefined
      ? event
      : { ...event, result: { ...result, reason: told(result.reason, named) } };
  }
  return 'reason' in event && event.reason !== undefined
    ? { ...event, reason: told(event.reason, named) }
    : event;
}

function told<Told extends { readonly next: string; readonly detail?: string | undefined }>(
  reason: Told,
  named: NamedStack,
): Told {
  const next = onSameStack(reason.next, named);
  return {
    ...reason,
    next,
    ...(reason.detail === undefined ? {} : { detail: onSameStack(reason.detail, named) }),
  };
}
