import { REFUSALS, type Refuser } from '../../contract/refusals.ts';
import type { RouteId } from '../../contract/routes.ts';
import { AUDIENCES } from '../../contract/tokens.ts';
import type { Check, CheckContext } from '../check.ts';
import { CheckFailure } from '../check-failure.ts';
import { altered, granted } from '../grants.ts';

/** One public route that only reads. */
interface Door {
  readonly refuser: Refuser;
  readonly route: RouteId;
  readonly query?: Readonly<Record<string, string>>;
}

const DOORS: readonly Door[] = [
  { refuser: 'llm', route: 'llm.models' },
  { refuser: 'billing', route: 'billing.status' },
  {
    refuser: 'events',
    route: 'events.stream',
    query: { name: 'example.ping', replay: 'true', follow: 'false' },
  },
  { refuser: 'vm', route: 'vm.status' },
  { refuser: 'containers', route: 'containers.status' },
];

/** A token without the scope, or a route that this deployment does not have: not this token's door. */
const NOT_GIVEN: readonly number[] = [402, 403, 404];

/** Tokens that nobody needs a key for. */
const FORGERIES = [
  { purpose: 'with a token signed by another key', suffix: 'FORGED', flaw: 'wrong-signature' },
  { purpose: 'with an unsigned token (alg none)', suffix: 'UNSIGNED', flaw: 'alg-none' },
] as const;

/** Public routes open to the given token, and to none that anybody could make. */
export const hostedBoundaries: Check = {
  id: 'hosted-boundaries',
  title: 'Forged tokens are refused',
  group: 'auth',
  service: 'bus-auth',
  proves:
    'Every public reading route that the given token opens refuses no token at all, one with another signature and an unsigned one.',
  doesNotProve:
    'That expired tokens and those of other audiences are refused: none can be made without the key.',
  route: 'billing.status',
  async run(context) {
    const opened: RouteId[] = [];
    await Promise.all(
      DOORS.map(async (door) => {
        if (await tryDoor({ ...context, http: context.http.branch() }, door)) opened.push(door.route);
      }),
    );
    if (opened.length === 0) {
      throw new CheckFailure('PR-ACCESS-DENIED', 'the given token opens none of the public routes');
    }
    const names = opened.toSorted().join(', ');
    return {
      status: 'PASS',
      observed: `The token opens ${names}; none opens without it or with a forged one.`,
    };
  },
};

/** @returns whether the given token opens the door */
async function tryDoor(context: CheckContext, { refuser, route, query }: Door): Promise<boolean> {
  const { http } = context;
  const knock = { target: route, ...(query === undefined ? {} : { query }) };
  const token = await granted(context, 'BUS_API_TOKEN');
  const opened = await http.call({
    ...knock,
    purpose: 'with the given token',
    token,
    status: [200, ...NOT_GIVEN],
  });
  if (opened.status === 404) return false;
  const refused = REFUSALS[refuser].invalidToken.allowed;
  await http.call({ ...knock, purpose: 'without a token', status: refused, accepted: 'PR-TOKEN-NOT-ASKED' });
  for (const { purpose, suffix, flaw } of FORGERIES) {
    const forged = await altered(context, 'BUS_API_TOKEN', {
      name: `BUS_API_TOKEN_${suffix}`,
      audience: AUDIENCES.api,
      flaw,
    });
    const accepted = flaw === 'alg-none' ? 'PR-TOKEN-UNSIGNED-ACCEPTED' : 'PR-TOKEN-FORGED-ACCEPTED';
    await http.call({ ...knock, purpose, token: forged, status: refused, accepted });
  }
  return opened.status === 200;
}
