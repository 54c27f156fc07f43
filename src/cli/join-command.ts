import { type Command, CommanderError } from 'commander';
import { stackChoices } from '../commands/stack-flags.ts';
import type { Host } from '../host/host.ts';
import { type NamedStack, programName } from '../stack/named-stack.ts';
import type { StepId } from '../steps/step-id.ts';
import { flagsOf, type RunFlags, type SharedFlags } from './options.ts';
import { reportError } from './report-error.ts';
import type { Console } from './streams.ts';
import { untilSignal } from './until-signal.ts';

/**
 * Joins a command that is no run to what it does with its flags and arguments; that resolves with the exit code. Its
 * signal is aborted when the process is told to end.
 */
export type JoinCommand = <Flags extends SharedFlags>(
  command: Command,
  work: (flags: Flags, signal: AbortSignal, ...args: string[]) => Promise<number>,
) => void;

/** What a command of a run does beside running. */
export interface RunExtras {
  /** Looks at the first word that stands behind the command; may throw. */
  readonly before?: (word: string | undefined) => void;
  /** Whether the flags ask for something that is no run. */
  readonly when?: (flags: RunFlags) => boolean;
  /** What is done then. */
  readonly instead?: (flags: RunFlags, signal: AbortSignal) => Promise<number>;
}

/** The two ways of joining commands to their work. */
export interface CommandJoints {
  readonly on: JoinCommand;
  /** Joins a command to a run of some steps, which looks after signals itself. */
  readonly onRun: (command: Command, steps: readonly StepId[], extras?: RunExtras) => void;
}

/**
 * Makes the joints of one command line. What the work throws is told to the operator.
 * @param setExitCode called with the exit code of the command that ran
 */
export function joinCommands(
  host: Host,
  console: Console,
  setExitCode: (code: number) => void,
): CommandJoints {
  const join = <Flags extends SharedFlags>(
    command: Command,
    work: (flags: Flags) => Promise<number>,
  ): void => {
    command.action(async () => {
      const flags = flagsOf<Flags>(command);
      try {
        setExitCode(await work(flags));
      } catch (error) {
        if (error instanceof CommanderError) throw error;
        setExitCode(await reportError(error, host, console, flags.debug === true, stackNamed(host, flags)));
      }
    });
  };
  return {
    on: (command, work) =>
      join(command, (flags: Parameters<typeof work>[0]) =>
        untilSignal((signal) => work(flags, signal, ...command.args)),
      ),
    onRun: (command, steps, { before, when, instead } = {}) =>
      join<RunFlags>(command, async (flags) => {
        before?.(command.args[0]);
        if (instead !== undefined && when?.(flags) === true) {
          return await untilSignal((signal) => instead(flags, signal));
        }
        return await (await import('./run-command.ts')).runCommand(host, console, steps, flags);
      }),
  };
}

/** The stack that the flags name, for the commands of an error. */
function stackNamed(host: Host, flags: SharedFlags): NamedStack {
  const { profile, output } = flags;
  return { program: programName(host.env), profile, output, stack: stackChoices(flags) };
}
