import { containersStatusResponse, runnerStatusResponse } from '../../contract/containers.ts';
import { REFUSALS } from '../../contract/refusals.ts';
import type { Secret } from '../../redact/secret.ts';
import type { Check, CheckContext } from '../check.ts';
import { CheckFailure } from '../check-failure.ts';
import { altered, granted, scopesWithout } from '../grants.ts';
import { shown } from '../plain-text.ts';

/** Containers are listed to their owner only, and the runner names its provider. */
export const containersStatus: Check = {
  id: 'containers-status',
  title: 'Container status and runner',
  group: 'runtime',
  service: 'bus-containers',
  proves:
    'The containers API lists no container of another account, and nothing at all to a new one, the runner names its provider, and a token without container:read is refused.',
  doesNotProve: 'That a container can be run.',
  route: 'containers.status',
  async run(context) {
    const { http, access, host } = context;
    const token = await granted(context, 'BUS_API_TOKEN');
    await list(context, token, access.accountId, 'with a token');
    const subject = http.variable('PROOF_OTHER_SUBJECT', host.uuid());
    const stranger = await altered(context, 'BUS_API_TOKEN', { name: 'BUS_OTHER_API_TOKEN', subject });
    const foreign = await list(context, stranger, subject, 'with a token of a new account');
    if (foreign.length > 0) {
      throw new CheckFailure('PR-CONTAINERS-FOREIGN', `a new account sees ${foreign.length} containers`);
    }
    const runner = await http.json(
      {
        purpose: 'for the shared runner',
        target: 'containers.runner-status',
        token: await granted(context, 'BUS_INTERNAL_TOKEN'),
        status: [200],
      },
      runnerStatusResponse,
      'PR-CONTAINERS-SHAPE',
    );
    await mustRefuse(context);
    const { provider, state } = runner.status;
    return {
      status: 'PASS',
      observed: `Only this account’s own containers are listed; runner provider ${shown(provider)}, state ${shown(state)}.`,
    };
  },
};

async function list(
  { http }: CheckContext,
  token: Secret,
  owner: string,
  purpose: string,
): Promise<readonly string[]> {
  const { items } = await http.json(
    { purpose, target: 'containers.status', token, status: [200] },
    containersStatusResponse,
    'PR-CONTAINERS-SHAPE',
  );
  const ids = items.map(({ id }) => id);
  if (new Set(ids).size !== ids.length)
    throw new CheckFailure('PR-CONTAINERS-SHAPE', 'a container is listed twice');
  const foreign = items.find(
    (item) => item.owner_identity_id !== undefined && item.owner_identity_id !== owner,
  );
  if (foreign !== undefined) {
    throw new CheckFailure(
      'PR-CONTAINERS-FOREIGN',
      `a container of ${shown(foreign.owner_identity_id)} is listed`,
    );
  }
  return ids;
}

async function mustRefuse(context: CheckContext): Promise<void> {
  const blind = await altered(context, 'BUS_API_TOKEN', {
    name: 'BUS_API_TOKEN_WITHOUT_CONTAINER_READ',
    scopes: scopesWithout('BUS_API_TOKEN', 'container:read'),
  });
  await context.http.call({
    purpose: 'without a token',
    target: 'containers.status',
    status: REFUSALS.containers.invalidToken.allowed,
    accepted: 'PR-CONTAINERS-PUBLIC',
  });
  await context.http.call({
    purpose: 'with a token that lacks container:read',
    target: 'containers.status',
    token: blind,
    status: REFUSALS.containers.missingScope.allowed,
    accepted: 'PR-CONTAINERS-PUBLIC',
  });
}
