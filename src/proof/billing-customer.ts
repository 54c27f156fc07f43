import {
  type BillingStatusResponse,
  billingStatusResponse,
  type EntitlementDecision,
  entitlementDecision,
  type QuotaUsage,
} from '../contract/billing.ts';
import { type UsageExportResult, usageExportResult } from '../contract/billing-events.ts';
import { BILLING_EVENTS } from '../contract/event-names.ts';
import type { Secret } from '../redact/secret.ts';
import { shaped } from './answer.ts';
import type { CheckContext } from './check.ts';
import { CheckFailure, CheckSkip } from './check-failure.ts';
import { publish, reply } from './event-exchange.ts';
import { granted } from './grants.ts';
import { plain, shown } from './plain-text.ts';
import { stackSetting } from './stack-setting.ts';
import { changeSubscription } from './subscription.ts';

/** Scope that the plans of a proof open. */
export const BILLED_SCOPE = 'llm:proxy';
/** Meter that it is counted by. */
export const BILLED_METER = 'bus_llm_tokens';

/** A fresh account that a proof subscribes, meters and denies, and the tokens to do so. */
export interface ProofCustomer {
  readonly account: string;
  /** Publishes what the payment provider and the usage worker would publish. */
  readonly publisher: Secret;
  /** Asks as a trusted service. */
  readonly internal: Secret;
}

/**
 * A new customer.
 * @param variable name of the account in shown commands
 * @throws CheckSkip when this stack does not give the tokens
 */
export async function newCustomer(context: CheckContext, variable: string): Promise<ProofCustomer> {
  const { http, host } = context;
  return {
    account: http.variable(variable, host.uuid()),
    publisher: await granted(context, 'BUS_API_TOKEN'),
    internal: await granted(context, 'BUS_INTERNAL_TOKEN'),
  };
}

/** Subscribes a customer to a plan, or ends that. @param occasion tells it from other changes of the same check */
export async function changePlan(
  context: CheckContext,
  { account, publisher }: ProofCustomer,
  status: 'active' | 'canceled',
  occasion: string,
  plan?: string,
): Promise<void> {
  const result = await changeSubscription(context, {
    purpose: status === 'active' ? 'to subscribe the account' : 'to end the subscription',
    token: publisher,
    account,
    status,
    ...(plan === undefined ? {} : { plan }),
    eventId: `proof-${context.marker}-${occasion}-${status}`,
    features: [BILLED_SCOPE],
    correlationId: `${context.marker}-${occasion}-${status}`,
  });
  if (!result.applied && status === 'active') {
    throw new CheckFailure('PR-SUBSCRIPTION-IGNORED', 'a new subscription was not applied');
  }
}

/** The billing status of a customer, as a trusted service sees it. @throws CheckFailure also when it is about another */
export async function statusOf(
  { http }: CheckContext,
  { account, internal }: ProofCustomer,
  purpose: string,
): Promise<BillingStatusResponse> {
  const call = {
    purpose,
    target: 'billing.account-status',
    params: { account_id: account },
    token: internal,
    status: [200],
  } as const;
  const status = await http.json(call, billingStatusResponse, 'PR-BILLING-SHAPE');
  if (status.account_id.toLowerCase() !== account) {
    throw new CheckFailure('PR-BILLING-FOREIGN', `asked for one account, got ${shown(status.account_id)}`);
  }
  return status;
}

/** The quotas of the billed scope and meter in a status. */
export function billedQuotas({ usage = [] }: BillingStatusResponse): readonly QuotaUsage[] {
  return usage.filter((quota) => quota.feature === BILLED_SCOPE && quota.meter_event_name === BILLED_METER);
}

/** Asks whether a customer may use so many units more. */
export async function decisionOn(
  { http }: CheckContext,
  { account, internal }: ProofCustomer,
  ask: { readonly purpose: string; readonly quantity: number; readonly main?: boolean },
): Promise<EntitlementDecision> {
  const usage = { meter_event_name: BILLED_METER, quantity: ask.quantity };
  return await http.json(
    {
      purpose: ask.purpose,
      target: 'billing.entitlement-check',
      token: internal,
      body: { account_id: account, scope: BILLED_SCOPE, usage },
      status: [200],
      ...(ask.main === undefined ? {} : { main: ask.main }),
    },
    entitlementDecision,
    'PR-ENTITLEMENT-SHAPE',
  );
}

/**
 * Exports use of a customer, as the usage worker does.
 * @param key idempotency key; the same one is the same use
 * @param attempt tells one publication of a key from the next
 * @throws CheckFailure `PR-EXPORT-WRONG` when it was not exported as it was sent; CheckSkip `PR-PROVIDER-NOT-LOCAL` when
 * a payment provider outside of the stack refused it
 */
export async function exportUse(
  context: CheckContext,
  { account, publisher }: ProofCustomer,
  {
    key,
    quantity,
    attempt = 0,
  }: { readonly key: string; readonly quantity: number; readonly attempt?: number },
): Promise<UsageExportResult> {
  const correlationId = `${context.marker}-export-${key}-${attempt}`;
  const payload = {
    event_id: `proof-${context.marker}-${key}`,
    account_id: account,
    feature: BILLED_SCOPE,
    meter_event_name: BILLED_METER,
    quantity,
  };
  const name = BILLING_EVENTS.usageExportRequest;
  const purpose = `to export usage (${key})`;
  await publish(context, { purpose, name, correlationId, payload, token: publisher });
  const line = await reply(context, {
    purpose: `for the export (${key})`,
    name: BILLING_EVENTS.usageExportResponse,
    correlationId,
    token: publisher,
    otherwise: 'PR-EXPORT-WRONG',
  });
  const result = shaped(usageExportResult, line.payload, 'PR-EXPORT-WRONG', line.name);
  mustBeExported(context, result, account, quantity);
  return result;
}

function mustBeExported(
  context: CheckContext,
  { exported, account_id, quantity, status, reason = '' }: UsageExportResult,
  account: string,
  sent: number,
): void {
  if (!exported && stackSetting(context, 'BUS_LOCAL_BILLING_PROVIDER_BACKEND') === 'events') {
    throw new CheckSkip('PR-PROVIDER-NOT-LOCAL', `the provider did not take the use: ${plain(reason)}`);
  }
  if (!exported || quantity !== sent || account_id.toLowerCase() !== account) {
    throw new CheckFailure('PR-EXPORT-WRONG', `status ${status}, ${sent} sent, ${quantity} exported`);
  }
}
