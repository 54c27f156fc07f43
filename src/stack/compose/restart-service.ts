import type { Host } from '../../host/host.ts';
import { SetupError } from '../../reasons/setup-error.ts';
import type { ServiceStatus } from '../runtime.ts';
import { composeCommands } from './compose-command.ts';
import type { ComposeProject } from './compose-project.ts';
import type { Container } from './containers.ts';
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
 * Restarts one service and waits until it answers again, in containers that Docker started anew.
 * @throws SetupError `ST-NOT-RUNNING` when it has no container, `ST-RESTART-FAILED`, `ST-NOT-RESTARTED`
 */
export async function restartService(options: RestartOptions): Promise<void> {
  const { project, service, gateway, look, host, signal } = options;
  const ofService = (container: Container): boolean => container.service === service;
  const before = (await project.containers(signal)).filter(ofService);
  if (before.length === 0) throw new SetupError('ST-NOT-RUNNING', `${service} has no container`);
  await restart(options, service);
  const start = host.monotonic();
  let gatewayRestarted = service === gateway;
  for (;;) {
    const { states, containers } = await look.look(signal, true);
    const status = states.find((each) => each.service === service);
    if (status !== undefined && isUp(status)) {
      demandAnotherStart(before, containers.filter(ofService));
      return;
    }
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

/**
 * What Docker says of when it started the containers decides; a start that it does not tell counts for none.
 * @throws SetupError `ST-NOT-RESTARTED`
 */
function demandAnotherStart(before: readonly Container[], after: readonly Container[]): void {
  for (const { id, service, startedAt } of after) {
    const old = before.find((container) => container.id === id);
    if (startedAt !== '' && old?.startedAt !== '' && old?.startedAt !== startedAt) continue;
    const since = startedAt || 'a time that Docker does not tell';
    throw new SetupError('ST-NOT-RESTARTED', `${service}: container ${id.slice(0, 12)} runs since ${since}`);
  }
}

function isUp({ state }: ServiceStatus): boolean {
  return state === 'running' || state === 'healthy' || state === 'done';
}
