import { REFUSALS } from '../contract/refusals.ts';
import { AUDIENCES } from '../contract/tokens.ts';
import type { Secret } from '../redact/secret.ts';
import type { CheckContext } from './check.ts';

/** Routes that only read, and are not opened by a token for models alone. */
const OTHER_DOORS = [
  { target: 'vm.status', refused: REFUSALS.vm, scope: 'vm:read' },
  { target: 'billing.status', refused: REFUSALS.billing, scope: 'billing:read' },
  { target: 'containers.status', refused: REFUSALS.containers, scope: 'container:read' },
  {
    target: 'events.stream',
    refused: REFUSALS.events,
    scope: 'events:listen',
    query: { name: 'example.ping', delivery: 'broadcast', replay: 'true', follow: 'false' },
  },
] as const;

/**
 * Demands that nobody but an operator approves a registration: not the person itself, and not a caller without a token.
 * @param person auth token of the person who waits
 * @param email address of that person
 * @throws CheckFailure `PR-APPROVE-OPEN`
 */
export async function mustNotApproveThemselves(
  { http }: CheckContext,
  person: Secret,
  email: string,
): Promise<void> {
  const approval = { target: 'auth.approve', body: { email }, accepted: 'PR-APPROVE-OPEN' } as const;
  await http.call({ ...approval, purpose: 'without a token', status: REFUSALS.auth.invalidToken.allowed });
  await http.call({
    ...approval,
    purpose: 'as the person who waits',
    token: person,
    status: REFUSALS.auth.missingScope.allowed,
  });
}

/**
 * Demands that a token for `llm:proxy` opens the models and nothing else, and that the token of signing in is none for the
 * API.
 * @param apiToken granted for `llm:proxy` alone
 * @param authToken what signing in gave, of audience {@link AUDIENCES.auth}
 * @throws CheckFailure `PR-SCOPE-IGNORED`, `PR-AUDIENCE-IGNORED`
 */
export async function mustOpenWhatWasGranted(
  { http }: CheckContext,
  apiToken: Secret,
  authToken: Secret,
): Promise<void> {
  await http.call({
    purpose: 'with the person’s API token',
    target: 'llm.models',
    token: apiToken,
    status: [200],
  });
  for (const { refused, scope, ...door } of OTHER_DOORS) {
    await http.call({
      ...door,
      purpose: `with the person’s API token, which lacks ${scope}`,
      token: apiToken,
      status: refused.missingScope.allowed,
      accepted: 'PR-SCOPE-IGNORED',
    });
  }
  await http.call({
    purpose: 'with the auth token instead of an API token',
    target: 'llm.models',
    token: authToken,
    status: REFUSALS.llm.wrongAudience.allowed,
    accepted: 'PR-AUDIENCE-IGNORED',
  });
}
