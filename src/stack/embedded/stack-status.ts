import type { Profile } from '../profile-schema.ts';
import type { ServiceStatus, StackStatus } from '../runtime.ts';
import { gatewayAnswers } from './control-client.ts';
import type { FoundStack } from './find-stack.ts';
import { stackUrls } from './stack-access.ts';
import type { StackFiles } from './stack-files.ts';

type Answering = Extract<FoundStack, { found: 'answering' }>;
type Quiet = Exclude<FoundStack, Answering>;

/**
 * The state of a stack, from what `findStack` saw of it; the gateway of one that answers is asked too.
 * @throws the signal's reason when it is aborted
 */
export async function statusOf(
  found: FoundStack,
  profile: Profile,
  files: StackFiles,
  signal: AbortSignal,
): Promise<StackStatus> {
  if (found.found === 'answering') return await answeringStatus(found, profile, files, signal);
  const state = quietState(found);
  return {
    running: found.found !== 'none',
    ready: false,
    services: profile.services.map(({ id }): ServiceStatus => ({ service: id, ...state })),
    urls: {},
    ...(found.found === 'mute' ? { pid: found.record.pid, log: files.log } : {}),
  };
}

/** Why a stack says nothing, where it runs all the same. */
export function whyQuiet({ found }: Quiet): string | undefined {
  switch (found) {
    case 'none':
      return undefined;
    case 'mute':
      return 'the process of the stack runs but does not answer';
    case 'elsewhere':
      return 'it runs in another container or on another machine, and cannot be asked from here';
  }
}

/** A stack that never became ready is on its way up, or was left half-way; one that was ready should answer. */
function quietState(found: Quiet): Omit<ServiceStatus, 'service'> {
  const detail = whyQuiet(found);
  if (detail === undefined) return { state: 'absent' };
  if (found.found === 'mute' && found.record.phase === 'starting') return { state: 'starting' };
  return { state: 'unhealthy', detail };
}

async function answeringStatus(
  { record, services }: Answering,
  profile: Profile,
  files: StackFiles,
  signal: AbortSignal,
): Promise<StackStatus> {
  const states = new Map(services.map((service) => [service.service, service]));
  const healthy = profile.services.every(
    ({ id, role }) => role === 'skipped' || states.get(id)?.state === 'healthy',
  );
  return {
    running: true,
    ready: healthy && (await gatewayAnswers(record.ports.gateway, signal)),
    services: profile.services.map(({ id }) => {
      const { state, detail } = states.get(id) ?? { state: 'absent' as const, detail: undefined };
      return { service: id, state, ...(detail === undefined ? {} : { detail }) };
    }),
    urls: stackUrls(record),
    pid: record.pid,
    instance: record.instanceId,
    log: files.log,
  };
}
