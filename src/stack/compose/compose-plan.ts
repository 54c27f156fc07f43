import type { StackPlan } from '../runtime.ts';
import { type ComposeInvocation, composeCommands, shownCommand } from './compose-command.ts';
import type { ComposeConfig } from './compose-config.ts';
import { stackListeners } from './stack-addresses.ts';

/** Lines that a shown log command asks for. */
const SHOWN_LINES = 100;

/** What a start of the project does, and the commands behind everything else. */
export function composePlan(invocation: ComposeInvocation, config: ComposeConfig): StackPlan {
  const listeners = stackListeners(config);
  const shown = (args: readonly string[]): string => shownCommand(invocation, args);
  return {
    services: config.services.map(({ id }) => id),
    actions: [
      shown(composeCommands.config(invocation)),
      shown(composeCommands.list(invocation)),
      `${shown(['inspect', '--type', 'container'])} CONTAINER...`,
      shown(['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}']),
      shown(composeCommands.up(invocation)),
      ...listeners.map(({ host, port, service }) => `listen on ${host}:${port} (${service})`),
    ],
    listeners,
    commands: {
      status: [shown(composeCommands.config(invocation)), shown(composeCommands.list(invocation))],
      stop: [shown(composeCommands.stop(invocation))],
      wipe: [shown(composeCommands.wipe(invocation))],
      restart: [shown(composeCommands.restart(invocation, 'SERVICE'))],
      logs: [shown(composeCommands.logs(invocation, 'SERVICE', SHOWN_LINES))],
    },
  };
}
