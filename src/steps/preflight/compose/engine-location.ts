import { engineAddress } from '../../../stack/compose/engine-address.ts';
import type { Probe } from '../probe.ts';
import { onceAskable, projectOf } from './ask-compose.ts';

/** Whether the engine runs on this machine: only then its published ports are here. */
export const engineLocation: Probe = onceAskable({
  id: 'engine-location',
  title: 'The engine runs on this machine',
  required: false,
  proves: 'The ports that the stack publishes are ports of this machine.',
  doesNotProve: 'That a firewall lets this program reach them.',
  command: () => "docker context inspect --format '{{.Endpoints.docker.Host}}'",
  async run(context) {
    const project = await projectOf(context);
    const address = await engineAddress(project.docker, context.signal);
    if (!address.remote)
      return { status: 'PASS', observed: 'the engine is reached by a socket of this machine' };
    const port = project.setting('LOCAL_AI_PLATFORM_PORT');
    return {
      status: 'FAIL',
      reason: 'PF-ENGINE-REMOTE',
      detail: `the engine is reached by ${address.protocol}; ports bound to its loopback are not on this machine`,
      next: `ssh -N -L ${port}:127.0.0.1:${port} ${address.hostName}`,
    };
  },
});
