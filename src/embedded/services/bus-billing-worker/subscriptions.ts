import type { SubscriptionResult, SubscriptionUpdatePayload } from '../../../contract/billing-events.ts';
import type { BillingDatabase } from './tables.ts';

/** What is known of an account's billing. */
export interface Subscription {
  readonly accountId: string;
  readonly status: string;
  readonly provider: string;
  readonly customerId: string | undefined;
  readonly planId: string | undefined;
  /** Scopes that updates named; `undefined` when none did and the plan's own features count. */
  readonly features: readonly string[] | undefined;
}

/**
 * Finds an account's subscription.
 * @param accountId UUID in lower case
 * @returns `undefined` for an account without billing
 */
export async function findSubscription(
  database: BillingDatabase,
  accountId: string,
): Promise<Subscription | undefined> {
  const row = await database
    .selectFrom('bus_billing_accounts')
    .selectAll()
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    accountId: row.account_id,
    status: row.status,
    provider: row.provider,
    customerId: row.provider_customer_id ?? undefined,
    planId: row.plan_id ?? undefined,
    features: row.features === null ? undefined : (JSON.parse(row.features) as string[]),
  };
}

/**
 * Applies a subscription update once per `event_id`. What an update leaves out keeps its former value.
 * @param now time of the update
 * @returns the account's status, and whether this update changed anything
 */
export async function applySubscriptionUpdate(
  database: BillingDatabase,
  update: SubscriptionUpdatePayload,
  now: Date,
): Promise<SubscriptionResult> {
  return await database.transaction().execute(async (transaction) => {
    const applied = await transaction
      .insertInto('bus_billing_subscription_updates')
      .values({
        event_id: update.event_id,
        account_id: update.account_id,
        status: update.status,
        applied_at: now.toISOString(),
      })
      .onConflict((conflict) => conflict.column('event_id').doNothing())
      .executeTakeFirst();
    if (applied.numInsertedOrUpdatedRows === 0n) {
      const standing = await findSubscription(transaction, update.account_id);
      return { account_id: update.account_id, status: standing?.status ?? 'missing', applied: false };
    }

    const named = {
      status: update.status,
      provider: update.provider,
      updated_at: now.toISOString(),
      ...(update.provider_customer_id === undefined
        ? {}
        : { provider_customer_id: update.provider_customer_id }),
      ...(update.provider_subscription_id === undefined
        ? {}
        : { provider_subscription_id: update.provider_subscription_id }),
      ...(update.plan_id === undefined ? {} : { plan_id: update.plan_id }),
      ...(update.features === undefined ? {} : { features: JSON.stringify(update.features) }),
    };
    await transaction
      .insertInto('bus_billing_accounts')
      .values({
        account_id: update.account_id,
        provider_customer_id: null,
        provider_subscription_id: null,
        plan_id: null,
        features: null,
        ...named,
      })
      .onConflict((conflict) => conflict.column('account_id').doUpdateSet(named))
      .execute();
    return { account_id: update.account_id, status: update.status, applied: true };
  });
}
