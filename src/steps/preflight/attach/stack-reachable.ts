import type { Probe } from '../probe.ts';

/** The stack that somebody else runs answers, with a certificate that is in order. */
export const stackReachable: Probe = {
  id: 'stack-reachable',
  title: 'The stack can be reached',
  required: true,
  proves:
    'Its gateway answers from here, through the proxy where there is one, with a certificate that is in order.',
  doesNotProve: 'That its services do what they should.',
  deadlineMs: 20_000,
  command: () => 'curl -sS -o /dev/null "$BASE_URL/readyz"',
  async run({ runtime, signal }) {
    const { running, urls, services } = await runtime.status(signal);
    if (running) return { status: 'PASS', observed: `${urls.gateway ?? 'it'} answers` };
    const first = services.find(({ state }) => state === 'unhealthy');
    return { status: 'FAIL', reason: 'ST-UNREACHABLE', detail: first?.detail ?? 'nothing answers' };
  },
};
