import { shellLine } from './shell-line.ts';
import type { StackChoices } from './stack-choices.ts';

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
  return words.flatMap(([flag, value]) => (value ? [` ${shellLine([flag, value])}`] : [])).join('');
}
