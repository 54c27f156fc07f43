import type { ProfileService } from '../profile-schema.ts';
import { shellLine } from '../shell-line.ts';
import type { StackChoices } from '../stack-choices.ts';

/** The commands of this program for one stack, as the operator types them. */
export interface ComposeCommandLines {
  readonly services: readonly ProfileService[];
  /** `bus-setup stop --profile local --checkout DIR`. */
  line(command: string, ...args: readonly string[]): string;
}

/**
 * Writes commands that mean the same stack as the one that runs.
 * @param profile what `--profile` takes: an id or a file
 */
export function commandLines(
  profile: string,
  services: readonly ProfileService[],
  choices: StackChoices,
): ComposeCommandLines {
  const flags = [
    '--profile',
    profile,
    ...(choices.checkout === undefined ? [] : ['--checkout', choices.checkout]),
    ...(choices.projectName === undefined ? [] : ['--project-name', choices.projectName]),
    ...(choices.envFile === undefined ? [] : ['--env-file', choices.envFile]),
    ...(choices.composeFiles ?? []).flatMap((file) => ['--compose-file', file]),
  ];
  return { services, line: (command, ...args) => shellLine(['bus-setup', command, ...args, ...flags]) };
}
