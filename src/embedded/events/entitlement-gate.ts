import { type EntitlementCheckRequest, entitlementDecision } from '../../contract/billing.ts';
import { BILLING_EVENTS } from '../../contract/event-names.ts';
import type { EventsClient } from '../events-client.ts';
import { ApiError } from '../http/api-error.ts';
import { askWorker } from './ask-worker.ts';

/**
 * Lets work go on only when billing allows the account to use a scope.
 * @param question account, scope, and what is about to be used where quotas count
 * @param timeoutMs how long billing may take
 * @throws ApiError 402 `billing_required` or `quota_exceeded` with what to do about it; 503 when billing does not
 * answer, because what was not allowed is not executed
 */
export async function requireEntitlement(
  events: EventsClient,
  question: EntitlementCheckRequest,
  timeoutMs: number,
): Promise<void> {
  const name = BILLING_EVENTS.entitlementCheckRequest;
  const options = { timeoutMs, unavailable: 'billing_unavailable' } as const;
  const decision = await askWorker(events, name, question, entitlementDecision, options);
  if (decision.allowed) return;
  const command = decision.command === undefined ? {} : { command: decision.command };
  if (decision.reason !== 'quota_exceeded') {
    const message = 'billing is not set up for this account';
    throw new ApiError('billing_required', message, { action: 'setup_billing', ...command });
  }
  const limited = decision.usage?.window;
  const window = limited === undefined || limited === 'total' ? '' : ` per ${limited}`;
  const plan =
    decision.recommended_plan === undefined ? '' : `; upgrade to plan ${decision.recommended_plan}`;
  const message = `the quota${window} is used up${plan}`;
  throw new ApiError('quota_exceeded', message, { action: 'upgrade_plan', ...command });
}

/**
 * Reads a service's billing setting.
 * @param setting its name, e.g. `BUS_LLM_BILLING_BACKEND`
 * @returns true for `events`, false for `none` or nothing
 * @throws Error for any other word: the service must not start
 */
export function enforcesBilling(env: Readonly<Record<string, string | undefined>>, setting: string): boolean {
  const backend = env[setting] || 'none';
  if (backend !== 'none' && backend !== 'events') throw new Error(`${setting} must be none or events`);
  return backend === 'events';
}
