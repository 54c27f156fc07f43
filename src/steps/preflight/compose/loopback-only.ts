import { isLoopback } from '../../../stack/compose/stack-addresses.ts';
import type { Probe } from '../probe.ts';
import { configOf, onceAskable } from './ask-compose.ts';

/** Every port that the stack publishes is bound to loopback: its passwords and keys are public. */
export const loopbackOnly: Probe = onceAskable({
  id: 'loopback-only',
  title: 'Published ports are bound to loopback',
  required: true,
  proves: 'No port that the compose files publish can be reached from another machine.',
  doesNotProve: 'That no other program passes one on.',
  command: () => 'docker compose config | grep -A3 host_ip',
  async run(context) {
    const { config } = await configOf(context);
    const exposed = config.ports
      .filter(({ address }) => !isLoopback(address))
      .map(
        ({ service, address, published, target }) =>
          `${service} publishes ${target} at ${address === '' ? 'every address' : address}:${published}`,
      );
    const unconfined = config.unconfined.map(
      (service) => `${service} shares the machine's network or has all its rights`,
    );
    const findings = [...exposed, ...unconfined];
    if (findings.length > 0)
      return { status: 'FAIL', reason: 'PF-PORT-EXPOSED', detail: findings.join('; ') };
    return { status: 'PASS', observed: `${config.ports.length} published ports, all on loopback` };
  },
});
