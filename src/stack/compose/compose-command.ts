import { shellLine } from '../shell-line.ts';

/** What every `docker compose` command of one project has in common. */
export interface ComposeInvocation {
  /** Absolute path of the checkout, in which the commands run. */
  readonly checkout: string;
  /** Compose files; empty where `COMPOSE_FILE` of the environment names them. */
  readonly files: readonly string[];
  /** Environment file, when there is one. */
  readonly envFile: string | undefined;
  /** Project name that was asked for; undefined lets the compose file decide. */
  readonly projectName: string | undefined;
  /** Compose profiles that are switched on. */
  readonly activeProfiles: readonly string[];
  /** Those, and every other that the setup profile knows: what looks at a stack or ends it must see all of it. */
  readonly allProfiles: readonly string[];
}

/** Arguments of one Docker command, without the `docker` in front. */
export type DockerArgs = readonly string[];

/** The commands by which a project is run. Each gives the arguments for `docker`. */
export const composeCommands = {
  config: (project: ComposeInvocation) => active(project, ['config', '--format', 'json']),
  up: (project: ComposeInvocation) => active(project, ['up', '--detach', '--build'], QUIET),
  list: (project: ComposeInvocation) => whole(project, ['ps', '--all', '--format', 'json']),
  /** @param containers their ids */
  inspect: (containers: readonly string[]): DockerArgs => ['inspect', '--type', 'container', ...containers],
  /** @param container its id */
  logs: (container: string, lines: number): DockerArgs => [
    'logs',
    '--timestamps',
    '--tail',
    String(lines),
    container,
  ],
  follow: (project: ComposeInvocation, service: string, lines: number) =>
    whole(project, [
      'logs',
      '--no-color',
      '--no-log-prefix',
      '--timestamps',
      '--follow',
      '--tail',
      String(lines),
      service,
    ]),
  restart: (project: ComposeInvocation, service: string) => whole(project, ['restart', service], QUIET),
  exec: (project: ComposeInvocation, service: string, command: readonly string[]) =>
    whole(project, ['exec', '-T', service, ...command]),
  stop: (project: ComposeInvocation) => whole(project, ['stop'], QUIET),
  wipe: (project: ComposeInvocation) => whole(project, ['down', '--volumes'], QUIET),
} as const;

/** Options that keep what a command prints in plain lines. */
const QUIET = ['--progress', 'plain', '--ansi', 'never'];

/** A command as a person types it. */
export function shownCommand({ checkout }: ComposeInvocation, args: DockerArgs): string {
  return `${shellLine(['cd', checkout])} && ${shellLine(['docker', ...args])}`;
}

function active(
  project: ComposeInvocation,
  command: readonly string[],
  options: readonly string[] = [],
): DockerArgs {
  return composeArgs(project, project.activeProfiles, options, command);
}

function whole(
  project: ComposeInvocation,
  command: readonly string[],
  options: readonly string[] = [],
): DockerArgs {
  return composeArgs(project, project.allProfiles, options, command);
}

function composeArgs(
  { projectName, files, envFile }: ComposeInvocation,
  profiles: readonly string[],
  options: readonly string[],
  command: readonly string[],
): DockerArgs {
  return [
    'compose',
    ...options,
    ...(projectName === undefined ? [] : ['--project-name', projectName]),
    ...files.flatMap((file) => ['--file', file]),
    ...(envFile === undefined ? [] : ['--env-file', envFile]),
    ...profiles.flatMap((profile) => ['--profile', profile]),
    ...command,
  ];
}
