import { billingStatusResponse, entitlementDecision } from '../contract/billing.ts';
import { errorEnvelope } from '../contract/errors.ts';
import { requestUuid } from '../contract/fields.ts';
import { placeInWindow, SUPPORT_SCOPE, type SupportWindow, supportTerms } from '../contract/support.ts';
import type { ReasonId } from '../reasons/catalog.ts';
import type { Secret } from '../redact/secret.ts';
import type { Answer } from './answer.ts';
import { CheckFailure, CheckSkip } from './check-failure.ts';
import type { ProofClient } from './proof-client.ts';

/** Whether an account has support now. `unknown`: it could not be told. */
export type SupportState = 'active' | 'not-started' | 'expired' | 'inactive' | 'none' | 'unknown';

/** What may be told of an account's support, and nothing else of its billing. */
export interface SupportStatus {
  readonly state: SupportState;
  /** Id of the package, where billing names one. */
  readonly package?: string;
  readonly window?: SupportWindow;
  /** Why it is not active. */
  readonly why?: { readonly id: ReasonId; readonly detail?: string };
}

/** A question for support. */
export interface SupportQuestion {
  readonly http: ProofClient;
  /** With `billing:entitlement:check`, and `billing:read` for package and window. */
  readonly token: Secret | undefined;
  /** UUID. */
  readonly account: string;
  readonly now: Date;
}

/** What something that is not billing answers. */
const FOREIGN: ReadonlySet<string> = new Set<ReasonId>([
  'PR-ANSWER-TYPE',
  'PR-ANSWER-NOT-JSON',
  'PR-ANSWER-NOT-UTF8',
  'PR-ANSWER-AMBIGUOUS',
  'PR-ANSWER-ENCODED',
  'PR-ANSWER-TOO-LARGE',
  'PR-HTTP-BROKEN',
  'PR-HEADERS-TOO-LARGE',
  'PR-REDIRECT',
  'PR-ROUTE-MISSING',
  'PR-STATUS',
  'PR-ENTITLEMENT-SHAPE',
  'PR-BILLING-SHAPE',
]);

/**
 * Asks the entitlement route whether an account has support, and billing which package it is. It changes nothing.
 * @returns `unknown` with the reason when no answer came, or one that cannot be trusted
 * @throws what is no failure of the stack, e.g. the reason of an abort
 */
export async function askSupport(question: SupportQuestion): Promise<SupportStatus> {
  if (!requestUuid.safeParse(question.account).success) return unknown('SU-ACCOUNT-UNKNOWN');
  if (question.token === undefined) return unknown('SU-TOKEN-MISSING');
  try {
    return await asked(question, question.token);
  } catch (error) {
    if (!(error instanceof CheckFailure) && !(error instanceof CheckSkip)) throw error;
    if (FOREIGN.has(error.reasonId)) return unknown('SU-FOREIGN-STACK', error.reasonId);
    return unknown(error.reasonId);
  }
}

async function asked({ http, account, now }: SupportQuestion, token: Secret): Promise<SupportStatus> {
  const decided = await http.call({
    purpose: 'whether the account has support',
    target: 'billing.entitlement-check',
    token,
    body: { account_id: account, scope: SUPPORT_SCOPE },
    status: [200, 401, 403],
    confidential: true,
    main: true,
  });
  if (decided.status !== 200) return refused(decided);
  const decision = decided.json(entitlementDecision, 'PR-ENTITLEMENT-SHAPE');
  const answer = await http.call({
    purpose: 'which package it is',
    target: 'billing.account-status',
    params: { account_id: account },
    token,
    // A token that may not read it still tells whether there is support.
    status: [200, 401, 403],
    confidential: true,
  });
  const billing = answer.status === 200 ? answer.json(billingStatusResponse, 'PR-BILLING-SHAPE') : undefined;
  if (billing !== undefined && billing.account_id.toLowerCase() !== account.toLowerCase()) {
    return unknown('SU-FOREIGN-STACK', 'PR-BILLING-FOREIGN');
  }
  if (!decision.allowed) {
    const lapsed = billing !== undefined && billing.status !== 'active' && billing.status !== 'missing';
    return lapsed ? ended('inactive', 'SU-INACTIVE') : ended('none', 'SU-NOT-BOUGHT');
  }
  const { windowUnreadable, ...terms } = supportTerms(billing?.features ?? [], billing?.plan_id);
  if (windowUnreadable) return { ...unknown('SU-WINDOW-UNREADABLE'), ...terms };
  const place = placeInWindow(terms.window ?? {}, now.toISOString().slice(0, 10));
  if (place === 'before') return { ...ended('not-started', 'SU-NOT-STARTED'), ...terms };
  return place === 'after' ? { ...ended('expired', 'SU-EXPIRED'), ...terms } : { state: 'active', ...terms };
}

/** A service says that it refuses the token; a gateway that hides its internal routes says nothing of it. */
function refused(answer: Answer): SupportStatus {
  try {
    answer.json(errorEnvelope, 'PR-REFUSAL-SHAPE');
    return unknown('SU-TOKEN-REFUSED', `status ${answer.status}`);
  } catch (error) {
    if (!(error instanceof CheckFailure)) throw error;
    return unknown('PR-ROUTE-NOT-EXPOSED', `status ${answer.status}`);
  }
}

/** The window for a person, e.g. `2026-11-01 to 2027-01-31`. */
export function windowWords(window: SupportWindow | undefined): string {
  if (window === undefined) return 'as long as the subscription is active';
  const { from, to } = window;
  if (to === undefined) return `from ${from}`;
  return from === undefined ? `until ${to}` : `${from} to ${to}`;
}

function ended(state: SupportState, id: ReasonId): SupportStatus {
  return { state, why: { id } };
}

function unknown(id: ReasonId, detail?: string): SupportStatus {
  return { state: 'unknown', why: { id, ...(detail === undefined ? {} : { detail }) } };
}
