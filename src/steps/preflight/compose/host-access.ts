import type { BindMount, ComposeConfig } from '../../../stack/compose/compose-config.ts';
import type { Probe } from '../probe.ts';
import { configOf, onceAskable } from './ask-compose.ts';

/** What a container is given of the engine's machine that is more than files: the engine itself, or the operator's keys. */
export const hostAccess: Probe = onceAskable({
  id: 'host-access',
  title: 'No container is given keys of this machine',
  required: false,
  proves: 'No service is offered SSH keys or an SSH agent; which ones are given the Docker socket is told.',
  doesNotProve:
    'That a service which is given the Docker socket does no harm: it may do everything root may.',
  command: () => 'docker compose config | grep -E "docker.sock|/[.]ssh"',
  async run(context) {
    const { config } = await configOf(context);
    const socket = servicesWith(config, isSocket);
    const keys = [...new Set([...servicesWith(config, isKeyFolder), ...config.sshOffers])];
    const told = socket.length === 0 ? 'no service is given the Docker socket' : rights(socket);
    if (keys.length === 0) return { status: 'PASS', observed: told };
    return { status: 'FAIL', reason: 'PF-SSH-OFFERED', detail: `${keys.join(', ')}; ${told}` };
  },
});

function servicesWith(config: ComposeConfig, given: (mount: BindMount) => boolean): readonly string[] {
  return [...new Set(config.mounts.filter(given).map(({ service }) => service))];
}

function isSocket({ source, target }: BindMount): boolean {
  return /docker(-raw)?\.sock$/.test(source) || target.endsWith('/docker.sock');
}

function isKeyFolder({ source }: BindMount): boolean {
  return /(^|\/)\.ssh(\/|$)|ssh-agent|\/agent\.\d+$/i.test(source);
}

function rights(services: readonly string[]): string {
  return `${services.join(', ')} ${services.length === 1 ? 'is' : 'are'} given the Docker socket, and with it the rights of root on the machine of the engine`;
}
