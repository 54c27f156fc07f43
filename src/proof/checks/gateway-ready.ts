import { gatewayReadyResponse, LOCAL_STACK_NAME } from '../../contract/gateway.ts';
import type { Check } from '../check.ts';
import { CheckFailure } from '../check-failure.ts';
import { shown } from '../plain-text.ts';

/** The gateway answers, names this stack, and does not say yes to everything. */
export const gatewayReady: Check = {
  id: 'gateway-ready',
  title: 'Gateway answers for this stack',
  group: 'gateway',
  service: 'nginx',
  proves:
    'The gateway answers its readiness route with the name of this stack, and turns an unknown path away.',
  doesNotProve: 'That any service behind the gateway works: the readiness answer is static.',
  route: 'gateway.ready',
  async run({ http, access, runtime, marker }) {
    // The route is a convention of the local stack: a hosted gateway need not have it.
    const status = runtime.kind === 'attach' ? [200, 404] : [200];
    const answer = await http.call({ purpose: 'for readiness', target: 'gateway.ready', status });
    // The gateway is known to send two types for this one route.
    const ready =
      answer.status === 404
        ? undefined
        : answer.json(gatewayReadyResponse, 'PR-GATEWAY-SHAPE', { anyType: true });
    if (ready !== undefined && runtime.profile.tier === 'local' && ready.stack !== LOCAL_STACK_NAME) {
      throw new CheckFailure('PR-GATEWAY-STACK', `expected ${LOCAL_STACK_NAME}, got ${shown(ready.stack)}`);
    }
    await http.call({
      purpose: 'for a path that must not exist',
      target: { method: 'GET', base: access.gatewayUrl, path: `/no-such-route-${marker}` },
      status: [404],
      accepted: 'PR-GATEWAY-CATCHALL',
    });
    const name =
      ready === undefined ? 'It answers, without a readiness route' : `Ready as ${shown(ready.stack)}`;
    return { status: 'PASS', observed: `${name}; an unknown path is 404.` };
  },
};
