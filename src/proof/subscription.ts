import { type EntitlementDecision, entitlementDecision } from '../contract/billing.ts';
import { type SubscriptionResult, subscriptionResult } from '../contract/billing-events.ts';
import { BILLING_EVENTS } from '../contract/event-names.ts';
import type { Scope } from '../contract/tokens.ts';
import type { ReasonId } from '../reasons/catalog.ts';
import type { Secret } from '../redact/secret.ts';
import { shaped } from './answer.ts';
import type { CheckContext } from './check.ts';
import { CheckFailure } from './check-failure.ts';
import { publish, reply } from './event-exchange.ts';
import { shown } from './plain-text.ts';

/** A change of an account's subscription, as the payment provider's integration would publish it. */
export interface SubscriptionChange {
  readonly purpose: string;
  readonly token: Secret;
  readonly account: string;
  readonly status: 'active' | 'canceled';
  /** Idempotency key. */
  readonly eventId: string;
  readonly features: readonly Scope[];
  /** Plan of the catalog. */
  readonly plan?: string;
  /** The payment provider's id of the account's customer, which no answer may show. */
  readonly customer?: string;
  /** Tells this publication from another one with the same event id. */
  readonly correlationId: string;
}

/**
 * Publishes a subscription update, and waits for nothing.
 * @throws CheckFailure when Events does not accept it
 */
export async function publishSubscription(context: CheckContext, change: SubscriptionChange): Promise<void> {
  await publish(context, {
    purpose: change.purpose,
    name: BILLING_EVENTS.subscriptionUpdate,
    correlationId: change.correlationId,
    token: change.token,
    payload: {
      event_id: change.eventId,
      account_id: change.account,
      provider: 'stripe',
      status: change.status,
      features: change.features,
      ...(change.plan === undefined ? {} : { plan_id: change.plan }),
      ...(change.customer === undefined ? {} : { provider_customer_id: change.customer }),
    },
  });
}

/**
 * Publishes a subscription update and waits for the billing worker's result.
 * @returns whether it was applied
 * @throws CheckFailure, also when the result is about another account
 */
export async function changeSubscription(
  context: CheckContext,
  change: SubscriptionChange,
): Promise<SubscriptionResult> {
  const { token, correlationId } = change;
  await publishSubscription(context, change);
  const line = await reply(context, {
    purpose: `for the result: ${change.purpose}`,
    name: BILLING_EVENTS.subscriptionResult,
    correlationId,
    token,
    otherwise: 'PR-SUBSCRIPTION-SILENT',
  });
  const result = shaped(subscriptionResult, line.payload, 'PR-SUBSCRIPTION-SHAPE', line.name);
  if (result.account_id !== change.account) {
    throw new CheckFailure(
      'PR-SUBSCRIPTION-SHAPE',
      `the result is about account ${shown(result.account_id)}`,
    );
  }
  return result;
}

/** A question to the entitlement route. */
export interface EntitlementQuestion {
  readonly purpose: string;
  readonly token: Secret;
  readonly account: string;
  readonly scope: Scope;
  readonly main?: boolean;
}

/** Asks whether an account may use a scope. */
export async function askEntitlement(
  { http }: CheckContext,
  question: EntitlementQuestion,
): Promise<EntitlementDecision> {
  return await http.json(
    {
      purpose: question.purpose,
      target: 'billing.entitlement-check',
      token: question.token,
      body: { account_id: question.account, scope: question.scope },
      status: [200],
      ...(question.main === undefined ? {} : { main: question.main }),
    },
    entitlementDecision,
    'PR-ENTITLEMENT-SHAPE',
  );
}

/**
 * Asks and demands a denial for want of a subscription.
 * @param otherwise reason when the scope is allowed
 */
export async function mustBeDenied(
  context: CheckContext,
  question: EntitlementQuestion,
  otherwise: ReasonId,
): Promise<void> {
  const decision = await askEntitlement(context, question);
  if (decision.allowed) throw new CheckFailure(otherwise, `${question.purpose}: allowed, ${decision.reason}`);
  if (decision.reason !== 'billing_required') {
    throw new CheckFailure(
      'PR-ENTITLEMENT-REASON',
      `${question.purpose}: expected billing_required, got ${decision.reason}`,
    );
  }
}

/**
 * Asks and demands that the scope is allowed.
 * @param otherwise reason when it is denied
 */
export async function mustBeAllowed(
  context: CheckContext,
  question: EntitlementQuestion,
  otherwise: ReasonId,
): Promise<void> {
  const decision = await askEntitlement(context, question);
  if (!decision.allowed) throw new CheckFailure(otherwise, `${question.purpose}: denied, ${decision.reason}`);
}
