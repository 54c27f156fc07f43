import type { ReasonId } from '../reasons/catalog.ts';
import { CheckFailure } from './check-failure.ts';
import { plain } from './plain-text.ts';
import type { AnswerHead } from './wire.ts';

/**
 * Says why a status that nobody expected is wrong.
 * @param call which call it was, begins the message
 * @param head status and headers as they came
 * @param expected the statuses that would have been right
 * @param accepted reason when a success is the surprise, because the call had to be refused
 */
export function statusSurprise(
  call: string,
  head: AnswerHead,
  expected: readonly number[],
  accepted: ReasonId | undefined,
): CheckFailure {
  const { status } = head;
  const wanted = expected.join(' or ');
  const location = status >= 300 && status < 400 ? head.headers.location?.[0] : undefined;
  const to = location === undefined ? '' : ` to ${plain(location, 120)}`;
  return new CheckFailure(
    reasonOf(status, accepted),
    `${call}: expected status ${wanted}, got ${status}${to}`,
  );
}

function reasonOf(status: number, accepted: ReasonId | undefined): ReasonId {
  if (status >= 200 && status < 300 && accepted !== undefined) return accepted;
  if (status >= 300 && status < 400) return 'PR-REDIRECT';
  if (status === 401) return 'PR-TOKEN-REFUSED';
  if (status === 402) return 'PR-BILLING-REQUIRED';
  if (status === 403) return 'PR-ACCESS-DENIED';
  if (status === 404) return 'PR-ROUTE-MISSING';
  if (status === 429) return 'PR-RATE-LIMITED';
  if (status === 502 || status === 503 || status === 504) return 'PR-BACKEND-DOWN';
  return status >= 500 ? 'PR-SERVER-ERROR' : 'PR-STATUS';
}
