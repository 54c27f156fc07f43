import { entitlementDecision } from '../../../contract/billing.ts';
import { BILLING_EVENTS } from '../../../contract/event-names.ts';
import { askWorker } from '../../events/ask-worker.ts';
import type { EventsClient } from '../../events-client.ts';
import { ApiError } from '../../http/api-error.ts';

/** What an execution is checked for: room for at least one more token. */
const ONE_TOKEN = { meter_event_name: 'bus_llm_tokens', quantity: 1 } as const;

/**
 * Lets a request go on only when billing allows the account to use the LLM scope (`BUS_LLM_BILLING_BACKEND=events`).
 * @throws ApiError 402 `billing_required` or `quota_exceeded` with what to do about it; 503 when billing does not answer,
 * because what was not allowed is not executed
 */
export async function requireEntitlement(
  events: EventsClient,
  accountId: string,
  timeoutMs: number,
): Promise<void> {
  const question = { account_id: accountId, scope: 'llm:proxy', usage: ONE_TOKEN };
  const name = BILLING_EVENTS.entitlementCheckRequest;
  const options = { timeoutMs, unavailable: 'billing_unavailable' } as const;
  const decision = await askWorker(events, name, question, entitlementDecision, options);
  if (decision.allowed) return;
  const command = decision.command === undefined ? {} : { command: decision.command };
  if (decision.reason !== 'quota_exceeded') {
    const message = 'billing is not set up for this account';
    throw new ApiError('billing_required', message, { action: 'setup_billing', ...command });
  }
  const window = decision.usage === undefined ? '' : ` of this ${decision.usage.window}`;
  const plan =
    decision.recommended_plan === undefined ? '' : `; upgrade to plan ${decision.recommended_plan}`;
  throw new ApiError('quota_exceeded', `the quota${window} is used up${plan}`, {
    action: 'upgrade_plan',
    ...command,
  });
}
