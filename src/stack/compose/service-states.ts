import type { ProfileService } from '../profile-schema.ts';
import type { ServiceStateName, ServiceStatus } from '../runtime.ts';
import type { ComposeConfig } from './compose-config.ts';
import type { Container } from './containers.ts';

/** Which state of several replicas speaks for the service: the one furthest from well. */
const WORST_FIRST: readonly ServiceStateName[] = [
  'exited',
  'restarting',
  'unhealthy',
  'absent',
  'creating',
  'starting',
  'running',
  'healthy',
  'done',
  'skipped',
];

/**
 * The state of every service: those of the profile in its order, then those that only the compose files know.
 * @param config rendered configuration; a service that is not in it is not started
 */
export function serviceStates(
  services: readonly ProfileService[],
  config: ComposeConfig,
  containers: readonly Container[],
): readonly ServiceStatus[] {
  const known = new Set(services.map(({ id }) => id));
  const others = [...config.services.map(({ id }) => id), ...containers.map(({ service }) => service)];
  const ids = new Set([...known, ...others]);
  const configured = new Set(config.services.map(({ id }) => id));
  return [...ids].map((id) => {
    const profile = services.find((service) => service.id === id);
    const own = containers.filter(({ service }) => service === id);
    if (own.length === 0) return withoutContainer(id, configured.has(id), profile);
    const oneShot = profile === undefined ? true : profile.oneShot === true;
    const states = own.map((container) => stateOf(container, oneShot));
    const worst = states.toSorted((a, b) => WORST_FIRST.indexOf(a.state) - WORST_FIRST.indexOf(b.state))[0];
    return { service: id, ...(worst ?? { state: 'absent' as const }) };
  });
}

function withoutContainer(
  service: string,
  configured: boolean,
  profile: ProfileService | undefined,
): ServiceStatus {
  if (configured) return { service, state: 'absent' };
  const detail =
    profile?.composeProfile === undefined
      ? 'the compose files have no such service'
      : `started with --compose-profile ${profile.composeProfile}`;
  return { service, state: profile?.composeProfile === undefined ? 'absent' : 'skipped', detail };
}

/** @param oneShot whether an end with exit code 0 is what the service is for */
function stateOf(container: Container, oneShot: boolean): Omit<ServiceStatus, 'service'> {
  const { state, health, healthOutput, exitCode, restarts } = container;
  const restarted = restarts === 0 ? '' : `, restarted ${restarts} times`;
  switch (state) {
    case 'created':
      return container.error === undefined
        ? { state: 'creating' }
        : { state: 'exited', detail: container.error };
    case 'restarting':
      return { state: 'restarting', detail: `exit code ${exitCode}${restarted}` };
    case 'running':
      if (health === 'starting') return withDetail('starting', healthOutput);
      if (health === 'unhealthy') {
        return { state: 'unhealthy', detail: healthOutput ?? 'its health check fails and says nothing' };
      }
      if (restarts > 0)
        return { state: health === 'healthy' ? 'healthy' : 'running', detail: `restarted ${restarts} times` };
      return { state: health === 'healthy' ? 'healthy' : 'running' };
    case 'paused':
      return { state: 'unhealthy', detail: 'paused' };
    case 'removing':
      return { state: 'absent' };
    default:
      if (exitCode === 0 && oneShot) return { state: 'done' };
      return { state: 'exited', detail: `exit code ${exitCode}${outcomeOf(container)}` };
  }
}

function outcomeOf({ outOfMemory, error }: Container): string {
  if (outOfMemory) return ', out of memory';
  return error === undefined ? '' : `, ${error}`;
}

function withDetail(state: ServiceStateName, detail: string | undefined): Omit<ServiceStatus, 'service'> {
  return detail === undefined ? { state } : { state, detail };
}
