import type { ComposeSettings } from '../profile-runtime.ts';
import type { StackPlan } from '../runtime.ts';
import { type ComposeInvocation, composeCommands, type DockerArgs, shownCommand } from './compose-command.ts';
import type { ComposeConfig } from './compose-config.ts';
import { ENGINE_QUESTION } from './engine-address.ts';
import { stackListeners } from './stack-addresses.ts';
import { noteQuestion } from './stored-notes.ts';

/** Lines that a shown log command asks for. */
const SHOWN_LINES = 100;

/**
 * What a start of the project does, and every command that this program calls for everything else.
 * @param setting value of a setting as Compose sees it
 */
export function composePlan(
  invocation: ComposeInvocation,
  config: ComposeConfig,
  { gateway, database }: ComposeSettings,
  setting: (key: string) => string,
): StackPlan {
  const listeners = stackListeners(config);
  const shown = (args: DockerArgs): string => shownCommand(invocation, args);
  const onlyWhen = (args: DockerArgs, when: string): string => `${shown(args)}  # only when ${when}`;
  const settings = shown(composeCommands.config(invocation));
  const containers = [
    shown(composeCommands.list(invocation)),
    shown(composeCommands.inspect(['CONTAINER...'])),
  ];
  const look = [shown(ENGINE_QUESTION), settings, ...containers];
  const mend = onlyWhen(
    composeCommands.restart(invocation, gateway.service),
    'it knows an old address of a service',
  );
  const restart = shown(composeCommands.restart(invocation, 'SERVICE'));
  const logs = composeCommands.logs('CONTAINER', SHOWN_LINES);
  const notes = database === undefined ? [] : [noteQuestion(invocation, database, 'MARKER', setting)];
  return {
    services: config.services.map(({ id }) => id),
    actions: [
      ...look,
      shown(composeCommands.up(invocation)),
      mend,
      onlyWhen(logs, 'a service fails'),
      ...listeners.map(({ host, port, service }) => `listen on ${host}:${port} (${service})`),
    ],
    listeners,
    commands: {
      status: look,
      stop: [...containers, shown(composeCommands.stop(invocation))],
      wipe: [...containers, shown(composeCommands.wipe(invocation))],
      restart: [...look, restart, mend],
      logs: [settings, ...containers, shown(logs)],
      follow: [settings, shown(composeCommands.follow(invocation, 'SERVICE', SHOWN_LINES))],
      proof: [...look, restart, mend, ...notes.map(shown)],
      bundle: [...look, shown(logs)],
    },
  };
}
