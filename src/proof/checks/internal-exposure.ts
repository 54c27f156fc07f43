import { routeById } from '../../contract/routes.ts';
import type { Check, CheckContext } from '../check.ts';
import { CheckFailure } from '../check-failure.ts';

/** One internal route of each service that has one, with parameters that stand for nobody. */
const DOORS = [
  { route: 'usage.list', params: {} },
  { route: 'billing.account-status', params: { account_id: '00000000-0000-4000-8000-000000000000' } },
  { route: 'containers.runner-status', params: {} },
  { route: 'auth.internal-token', params: {} },
] as const;

/** Any status is looked at. */
const ANY = Array.from({ length: 500 }, (_, index) => 100 + index);

/** What a gateway says to a call, as far as it tells one path from another. */
interface Reply {
  readonly status: number;
  readonly type: string;
}

/** The routes for trusted services cannot be told from a path that nobody serves. */
export const internalExposure: Check = {
  id: 'internal-exposure',
  title: 'Internal routes are not published',
  group: 'gateway',
  service: 'nginx',
  proves:
    'From here, the internal routes of auth, usage, billing and containers answer exactly as an internal path that nobody serves.',
  doesNotProve: 'That they cannot be reached from another network.',
  route: 'usage.list',
  async run(context) {
    const { access, marker } = context;
    const nowhere = await ask(
      context,
      `/api/internal/no-such-route-${marker}`,
      'for a path that nobody serves',
    );
    const exposed: string[] = [];
    for (const { route, params } of DOORS) {
      const path = Object.entries(params).reduce(
        (filled, [name, value]) => filled.replace(`{${name}}`, value),
        routeById(route).path,
      );
      const reply = await ask(context, path, 'without a token');
      if (reply.status !== nowhere.status || reply.type !== nowhere.type)
        exposed.push(`${path} answers ${reply.status}`);
    }
    if (exposed.length > 0) throw new CheckFailure('PR-INTERNAL-EXPOSED', exposed.join('; '));
    return {
      status: 'PASS',
      observed: `${DOORS.length} internal routes of ${new URL(access.gatewayUrl).host} answer ${nowhere.status}, as any unknown path.`,
    };
  },
};

/** A bare GET, so that even a route which is open to everybody gives and changes nothing. */
async function ask({ http, access }: CheckContext, path: string, purpose: string): Promise<Reply> {
  const answer = await http.call({
    purpose,
    target: { method: 'GET', base: access.gatewayUrl, path },
    status: ANY,
  });
  return { status: answer.status, type: answer.mediaTypes().join(' ') };
}
