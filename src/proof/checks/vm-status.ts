import { REFUSALS } from '../../contract/refusals.ts';
import { STATIC_PROVIDER, vmStatusResponse } from '../../contract/vm.ts';
import type { Check } from '../check.ts';
import { CheckFailure } from '../check-failure.ts';
import { altered, granted, scopesWithout } from '../grants.ts';
import { shown } from '../plain-text.ts';

/** The VM API tells state and provider, to whom it may concern. */
export const vmStatus: Check = {
  id: 'vm-status',
  title: 'VM status names its provider',
  group: 'runtime',
  service: 'bus-vm',
  proves:
    'The VM API tells state and provider of the runtime to a token with vm:read, and refuses one without it.',
  doesNotProve: 'That a machine runs or could be started: the local provider is static.',
  route: 'vm.status',
  async run(context) {
    const { http, runtime } = context;
    const token = await granted(context, 'BUS_API_TOKEN');
    const { status } = await http.json(
      { purpose: 'with a token', target: 'vm.status', token, status: [200] },
      vmStatusResponse,
      'PR-VM-SHAPE',
    );
    if (runtime.profile.tier === 'local' && status.provider !== STATIC_PROVIDER) {
      throw new CheckFailure('PR-VM-PROVIDER', `expected ${STATIC_PROVIDER}, got ${shown(status.provider)}`);
    }
    if (status.state === 'unavailable') throw new CheckFailure('PR-VM-UNAVAILABLE', 'state unavailable');
    await http.call({
      purpose: 'without a token',
      target: 'vm.status',
      status: REFUSALS.vm.invalidToken.allowed,
      accepted: 'PR-VM-PUBLIC',
    });
    const blind = await altered(context, 'BUS_API_TOKEN', {
      name: 'BUS_API_TOKEN_WITHOUT_VM_READ',
      scopes: scopesWithout('BUS_API_TOKEN', 'vm:read'),
    });
    await http.call({
      purpose: 'with a token that lacks vm:read',
      target: 'vm.status',
      token: blind,
      status: REFUSALS.vm.missingScope.allowed,
      accepted: 'PR-VM-PUBLIC',
    });
    return { status: 'PASS', observed: `Provider ${shown(status.provider)}, state ${shown(status.state)}.` };
  },
};
