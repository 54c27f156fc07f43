import type { StackChoices } from '../stack/stack-choices.ts';
import type { RunEvent } from './events.ts';
import type { RunState } from './run-state.ts';

/** Where runs go when nobody names a folder; a command finds them there by itself. */
const DEFAULT_RUNS = /[\\/]bus-setup-runs[\\/][^\\/]+$/;
const NEEDS_NO_QUOTES = /^[\w./:@,\\-]+$/;

/** The profile that a command means when it names none. */
const DEFAULT_PROFILE = 'embedded';

/** How the program is called by who has it installed; reasons are written so. */
const INSTALLED = 'bus-setup';

/**
 * How the operator calls this program: in a checkout `npm start` did, and there is no `bus-setup` to be found.
 * @param env the environment that the program was started with
 */
export function programName(env: Readonly<Record<string, string | undefined>>): string {
  return env.npm_lifecycle_event === 'start' ? 'npm start --' : INSTALLED;
}

/** Commands of the program that are about one stack, those that name a service, and the whole run. */
const COMMAND =
  /(?<![\w./-])bus-setup(?![\w./-])(?:( (?:logs|restart) [\w-]+| (?:preflight|start|status|stop|proof|bundle|credentials|logs|restart)(?![\w-]))|(?=$|[,;]| --resume))?/g;

/** A stack as a command line names it; what is absent has its default. */
export interface NamedStack {
  /** How the operator calls this program; absent: `bus-setup`. */
  readonly program?: string | undefined;
  readonly profile?: string | undefined;
  readonly output?: string | undefined;
  readonly stack?: StackChoices | undefined;
}

/**
 * A text of ours whose commands can be pasted by the operator: they are about the same stack and folder, and call the
 * program as it was called.
 * @param text of a reason: `bus-setup logs bus-llm`
 */
export function onSameStack(text: string, named: NamedStack): string {
  const flags = text.includes('--profile') ? '' : stackFlags(named);
  return text.replace(COMMAND, (found: string, command: string | undefined, at: number) => {
    const bare = command === undefined && !/^(?:$|[,;]| --resume)/.test(text.slice(at + found.length));
    return `${named.program ?? INSTALLED}${command ?? ''}${bare ? '' : flags}`;
  });
}

/** How the command line names the stack of a run; nothing of it before the run has started. */
export function stackOfRun({ program, run }: RunState): NamedStack {
  if (run === undefined) return { program };
  const output = DEFAULT_RUNS.test(run.folder) ? undefined : run.folder;
  return { program, profile: run.profileFile ?? run.profile, output, stack: run.asked?.stack };
}

/** The flags that make a command mean a stack, each with a blank before it; empty when none is needed. */
function stackFlags({ profile, output, stack = {} }: NamedStack): string {
  const words: readonly (readonly [flag: string, value: string | undefined])[] = [
    ['--profile', profile === DEFAULT_PROFILE ? undefined : profile],
    ['--checkout', stack.checkout],
    ['--env-file', stack.envFile],
    ...(stack.composeFiles ?? []).map((file) => ['--compose-file', file] as const),
    ['--compose-profile', stack.composeProfiles?.join(',')],
    ['--project-name', stack.projectName],
    ['--url', stack.url],
    ['--ca-file', stack.caFile],
    ...Object.entries(stack.tokenFiles ?? {}).map(([name, file]) => [`--${name}-token-file`, file] as const),
    ['--output', output],
  ];
  return words.flatMap(([flag, value]) => (value ? [` ${flag} ${quoted(value)}`] : [])).join('');
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

/** A word as a shell takes it. */
function quoted(word: string): string {
  return NEEDS_NO_QUOTES.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
