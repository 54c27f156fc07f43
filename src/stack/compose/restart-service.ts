import type { Host } from '../../host/host.ts';
import { SetupError } from '../../reasons/setup-error.ts';
import type { ServiceStatus } from '../runtime.ts';
import { composeCommands } from './compose-command.ts';
import type { ComposeProject } from './compose-project.ts';
import type { ComposeLook } from './look.ts';

/** Milliseconds for Compose to restart one container. */
const RESTART_MS = 60_000;
/** Milliseconds in which a restarted service must answer again: one that compiles takes minutes. */
const ANSWER_MS = 300_000;
/** Milliseconds after which a gateway that does not find the service any more is restarted too. */
const GATEWAY_PATIENCE_MS = 15_000;
/** Milliseconds between two looks. */
const LOOK_EVERY_MS = 500;

/** What a restart works with. */
export interface RestartOptions {
  readonly project: ComposeProject;
  readonly service: string;
  /** Service that is the gateway. */
  readonly gateway: string;
  readonly look: ComposeLook;
  readonly host: Host;
  readonly signal: AbortSignal;
}

/**
 * Restarts one service and waits until it answers again.
 * @throws SetupError `ST-NOT-RUNNING` when it has no container, `ST-RESTART-FAILED`
 */
export async function restartService(options: RestartOptions): Promise<void> {
  const { project, service, gateway, look, host, signal } = options;
  const own = (await project.containers(signal)).filter((container) => container.service === service);
  if (own.length === 0) throw new SetupError('ST-NOT-RUNNING', `${service} has no container`);
  await restart(options, service);
  const start = host.monotonic();
  let gatewayRestarted = service === gateway;
  for (;;) {
    const { states } = await look.look(signal, true);
    const status = states.find((each) => each.service === service);
    if (status !== undefined && isUp(status)) return;
    if (status?.state === 'exited') {
      throw new SetupError('ST-RESTART-FAILED', `${service}: ${status.detail ?? status.state}`);
    }
    const waited = host.monotonic() - start;
    if (waited > ANSWER_MS) {
      throw new SetupError('ST-RESTART-FAILED', `${service}: ${status?.detail ?? status?.state ?? 'absent'}`);
    }
    // nginx keeps the addresses that it resolved at its own start; a container may have come back with another.
    if (!gatewayRestarted && waited > GATEWAY_PATIENCE_MS && status?.detail?.endsWith(' 502') === true) {
      gatewayRestarted = true;
      await restart(options, gateway);
    }
    await host.sleep(LOOK_EVERY_MS, signal);
  }
}

async function restart({ project, signal }: RestartOptions, service: string): Promise<void> {
  await project.docker.answer(composeCommands.restart(project.invocation, service), {
    signal,
    timeoutMs: RESTART_MS,
  });
}

function isUp({ state }: ServiceStatus): boolean {
  return state === 'running' || state === 'healthy' || state === 'done';
}
