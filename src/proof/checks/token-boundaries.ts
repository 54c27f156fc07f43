import { errorEnvelope } from '../../contract/errors.ts';
import { REFUSALS, type Refuser } from '../../contract/refusals.ts';
import type { RouteId } from '../../contract/routes.ts';
import { AUDIENCES, type Scope } from '../../contract/tokens.ts';
import type { ReasonId } from '../../reasons/catalog.ts';
import type { Secret } from '../../redact/secret.ts';
import type { Check, CheckContext } from '../check.ts';
import { altered, type GrantName, granted, scopesWithout } from '../grants.ts';

/** One door of the stack and the key that opens it. */
interface Door {
  readonly refuser: Refuser;
  readonly route: RouteId;
  readonly query?: Readonly<Record<string, string>>;
  readonly grant: GrantName;
  readonly scope: Scope;
  /** False where the contract leaves open whether the scope is asked for. */
  readonly scopeFirm?: false;
  /** True where a page prints the error body. */
  readonly envelope?: true;
}

const REPLAY = { name: 'example.ping', replay: 'true', follow: 'false' } as const;
/** A cutoff before every record, so that the answer is short. */
const NO_ROWS = { before: '1971-01-01T00:00:00Z' } as const;

const DOORS: readonly Door[] = [
  { refuser: 'llm', route: 'llm.models', grant: 'BUS_API_TOKEN', scope: 'llm:proxy', scopeFirm: false },
  { refuser: 'billing', route: 'billing.status', grant: 'BUS_API_TOKEN', scope: 'billing:read' },
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
    'Seven routes of six services accept a valid token and refuse none at all, an expired one, one with another signature, an unsigned one, one for another audience and one without the scope.',
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

async function tryDoor(context: CheckContext, door: Door): Promise<void> {
  const { http } = context;
  const { route, grant } = door;
  const refused = REFUSALS[door.refuser];
  const knock = { target: route, ...(door.query === undefined ? {} : { query: door.query }) };
  await http.call({
    ...knock,
    purpose: 'with a valid token',
    token: await granted(context, grant),
    status: [200],
  });

  const mustRefuse = async (
    purpose: string,
    token: Secret | undefined,
    status: readonly number[],
    accepted: ReasonId,
  ) => {
    const answer = await http.call({
      ...knock,
      purpose,
      status,
      accepted,
      ...(token === undefined ? {} : { token }),
    });
    if (door.envelope === true) answer.json(errorEnvelope, 'PR-REFUSAL-SHAPE');
  };
  await mustRefuse('without a token', undefined, refused.invalidToken.allowed, 'PR-TOKEN-NOT-ASKED');
  for (const { purpose, suffix, change } of FLAWS) {
    const token = await altered(context, grant, { name: `${grant}_${suffix}`, ...change });
    await mustRefuse(purpose, token, refused.invalidToken.allowed, FLAW_REASONS[suffix]);
  }
  const audience = grant === 'BUS_API_TOKEN' ? AUDIENCES.internal : AUDIENCES.api;
  const foreign = await altered(context, grant, { name: `${grant}_OF_OTHER_AUDIENCE`, audience });
  await mustRefuse(
    'with a token for another audience',
    foreign,
    refused.wrongAudience.allowed,
    'PR-AUDIENCE-IGNORED',
  );
  if (door.scopeFirm === false) return;
  const narrow = await altered(context, grant, {
    name: `${grant}_WITHOUT_${door.scope.toUpperCase().replaceAll(/[^A-Z]/g, '_')}`,
    scopes: scopesWithout(grant, door.scope),
  });
  await mustRefuse(
    `with a token that lacks ${door.scope}`,
    narrow,
    refused.missingScope.allowed,
    'PR-SCOPE-IGNORED',
  );
}
