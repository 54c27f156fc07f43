import { errorEnvelope } from '../../contract/errors.ts';
import { REFUSALS, type Refuser } from '../../contract/refusals.ts';
import type { RouteId } from '../../contract/routes.ts';
import { AUDIENCES, type Scope } from '../../contract/tokens.ts';
import type { Host } from '../../host/host.ts';
import type { ReasonId } from '../../reasons/catalog.ts';
import type { Secret } from '../../redact/secret.ts';
import type { Check, CheckContext } from '../check.ts';
import { altered, type GrantName, granted, scopesWithout } from '../grants.ts';

/** One door of the stack and the key that opens it. */
interface Door {
  readonly refuser: Refuser;
  readonly route: RouteId;
  readonly query?: Readonly<Record<string, string>>;
  readonly params?: Readonly<Record<string, string>>;
  /** Most bytes of the answer, where it may be long. */
  readonly maxBytes?: number;
  readonly grant: GrantName;
  readonly scope: Scope;
  /** False where the contract leaves open whether the scope is asked for. */
  readonly scopeFirm?: false;
  /** True where a page prints the error body. */
  readonly envelope?: true;
}

const REPLAY = { name: 'example.ping', replay: 'true', follow: 'false' } as const;
/** An account that nobody has, so that nothing of anybody is read. */
const NOBODY = { account_id: '00000000-0000-4000-8000-000000000000' } as const;
/** A cutoff before every record, so that the answer is short. */
const NO_ROWS = { before: '1971-01-01T00:00:00Z' } as const;

const DOORS: readonly Door[] = [
  { refuser: 'llm', route: 'llm.models', grant: 'BUS_API_TOKEN', scope: 'llm:proxy', scopeFirm: false },
  { refuser: 'billing', route: 'billing.status', grant: 'BUS_API_TOKEN', scope: 'billing:read' },
  {
    refuser: 'billing',
    route: 'billing.account-status',
    params: NOBODY,
    grant: 'BUS_INTERNAL_TOKEN',
    scope: 'billing:read',
  },
  {
    refuser: 'auth',
    route: 'auth.waitlist',
    maxBytes: 16 * 1024 * 1024,
    grant: 'BUS_AUTH_ADMIN_TOKEN',
    scope: 'waitlist:read',
  },
  {
    refuser: 'usage',
    route: 'usage.list',
    query: NO_ROWS,
    grant: 'BUS_INTERNAL_TOKEN',
    scope: 'usage:read',
    envelope: true,
  },
  {
    refuser: 'events',
    route: 'events.stream',
    query: REPLAY,
    grant: 'BUS_API_TOKEN',
    scope: 'events:listen',
    envelope: true,
  },
  { refuser: 'vm', route: 'vm.status', grant: 'BUS_API_TOKEN', scope: 'vm:read', envelope: true },
  {
    refuser: 'containers',
    route: 'containers.status',
    grant: 'BUS_API_TOKEN',
    scope: 'container:read',
    envelope: true,
  },
  {
    refuser: 'containersInternal',
    route: 'containers.runner-status',
    grant: 'BUS_INTERNAL_TOKEN',
    scope: 'container:admin',
    envelope: true,
  },
];

/** What is wrong with a token, beside its missing scope and its audience. */
const FLAWS = [
  { purpose: 'with an expired token', suffix: 'EXPIRED', change: { ttlSeconds: -3600 } },
  { purpose: 'with a token signed by another key', suffix: 'FORGED', change: { flaw: 'wrong-signature' } },
  { purpose: 'with an unsigned token (alg none)', suffix: 'UNSIGNED', change: { flaw: 'alg-none' } },
] as const;

const FLAW_REASONS = {
  EXPIRED: 'PR-TOKEN-EXPIRED-ACCEPTED',
  FORGED: 'PR-TOKEN-FORGED-ACCEPTED',
  UNSIGNED: 'PR-TOKEN-UNSIGNED-ACCEPTED',
} as const;

/** Every door opens to the right key and stays shut to six that differ from it in one thing. */
export const tokenBoundaries: Check = {
  id: 'token-boundaries',
  title: 'Bad tokens are refused everywhere',
  group: 'auth',
  service: 'bus-auth',
  uses: ['bus-llm', 'bus-billing-api', 'bus-usage-api', 'bus-events', 'bus-vm', 'bus-containers'],
  proves:
    'Nine routes of seven services accept a valid token and refuse none at all, an expired one, one with another signature, an unsigned one, one for another audience and one without the scope.',
  doesNotProve: 'That a leaked valid token could be revoked before it expires.',
  route: 'billing.status',
  async run(context) {
    let shut = 0;
    await Promise.all(
      DOORS.map(async (door) => {
        await tryDoor({ ...context, http: context.http.branch() }, door);
        shut += 1;
        context.progress(shut, DOORS.length, door.route);
      }),
    );
    return {
      status: 'PASS',
      observed: `${DOORS.length} routes accepted the right token and refused six wrong ones each.`,
    };
  },
};

/** One call at a door. */
interface Knock {
  readonly purpose: string;
  readonly token: Secret | undefined;
  readonly status: readonly number[];
  /** Reason when it opens although it must not; absent for the right key. */
  readonly accepted?: ReasonId;
}

/** In an order of its own each time: answers that are kept from another run do not fit. */
async function tryDoor(context: CheckContext, door: Door): Promise<void> {
  const knocks = (await knocksAt(context, door)).map((knock) => ({ knock, http: context.http.branch() }));
  for (const { knock, http } of shuffled(knocks, context.host)) {
    const { route, query, params, maxBytes } = door;
    const { purpose, token, status, accepted } = knock;
    const answer = await http.call({
      purpose,
      target: route,
      status,
      ...(query === undefined ? {} : { query }),
      ...(params === undefined ? {} : { params }),
      ...(maxBytes === undefined ? {} : { maxBytes }),
      ...(token === undefined ? {} : { token }),
      ...(accepted === undefined ? {} : { accepted }),
    });
    if (accepted !== undefined && door.envelope === true) answer.json(errorEnvelope, 'PR-REFUSAL-SHAPE');
  }
}

async function knocksAt(context: CheckContext, { refuser, grant, scope, scopeFirm }: Door): Promise<Knock[]> {
  const { invalidToken, wrongAudience, missingScope } = REFUSALS[refuser];
  const token = await granted(context, grant);
  const knocks: Knock[] = [
    { purpose: 'with a valid token', token, status: [200] },
    {
      purpose: 'without a token',
      token: undefined,
      status: invalidToken.allowed,
      accepted: 'PR-TOKEN-NOT-ASKED',
    },
  ];
  for (const { purpose, suffix, change } of FLAWS) {
    const flawed = await altered(context, grant, { name: `${grant}_${suffix}`, ...change });
    knocks.push({ purpose, token: flawed, status: invalidToken.allowed, accepted: FLAW_REASONS[suffix] });
  }
  const audience = grant === 'BUS_API_TOKEN' ? AUDIENCES.internal : AUDIENCES.api;
  knocks.push({
    purpose: 'with a token for another audience',
    token: await altered(context, grant, { name: `${grant}_OF_OTHER_AUDIENCE`, audience }),
    status: wrongAudience.allowed,
    accepted: 'PR-AUDIENCE-IGNORED',
  });
  if (scopeFirm === false) return knocks;
  const narrow = await altered(context, grant, {
    name: `${grant}_WITHOUT_${scope.toUpperCase().replaceAll(/[^A-Z]/g, '_')}`,
    scopes: scopesWithout(grant, scope),
  });
  const lacking = { purpose: `with a token that lacks ${scope}`, token: narrow };
  return [...knocks, { ...lacking, status: missingScope.allowed, accepted: 'PR-SCOPE-IGNORED' }];
}

function shuffled<T>(entries: readonly T[], host: Pick<Host, 'random'>): T[] {
  return entries
    .map((entry) => ({ entry, place: host.random(4).readUInt32BE(0) }))
    .sort((left, right) => left.place - right.place)
    .map(({ entry }) => entry);
}
