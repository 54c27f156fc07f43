import type { Kysely } from 'kysely';
import type { QuotaWindow } from '../../../contract/billing.ts';
import type { ServiceDatabase } from '../../store/database.ts';

/** An account's subscription: the last update of it that was applied. */
export type AccountRow = {
  account_id: string;
  /** As the provider sent it; only `active` enables anything. */
  status: string;
  provider: string;
  provider_customer_id: string | null;
  provider_subscription_id: string | null;
  plan_id: string | null;
  /** JSON array of scopes; `null` when no update named any. */
  features: string | null;
  updated_at: string;
};

/** One subscription update that was applied. Its key is what makes a repeated one harmless. */
export type SubscriptionUpdateRow = {
  event_id: string;
  account_id: string;
  status: string;
  applied_at: string;
};

/** One usage export by its idempotency key. */
export type ExportRow = {
  idempotency_key: string;
  account_id: string;
  event_type: string | null;
  feature: string;
  meter_event_name: string;
  quantity: number;
  status: 'exported' | 'failed';
  provider: string;
  provider_event_id: string;
  reason: string | null;
  recorded_at: string;
};

/** What an account used of a meter in one calendar window. */
export type QuotaBucketRow = {
  account_id: string;
  feature: string;
  meter_event_name: string;
  quota_window: QuotaWindow;
  window_start: string;
  used: number;
};

/** Tables of the billing worker. */
export type BillingTables = {
  bus_billing_accounts: AccountRow;
  bus_billing_subscription_updates: SubscriptionUpdateRow;
  bus_billing_exports: ExportRow;
  bus_billing_quota_buckets: QuotaBucketRow;
};

/** The billing worker's connection. */
export type BillingDatabase = Kysely<BillingTables>;

/**
 * Gives the connection its tables and makes those that are missing.
 * @throws the store's own error when it cannot be written
 */
export async function openBillingTables(connection: ServiceDatabase): Promise<BillingDatabase> {
  const database = connection.$extendTables<BillingTables>();
  await database.schema
    .createTable('bus_billing_accounts')
    .ifNotExists()
    .addColumn('account_id', 'text', (column) => column.primaryKey())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('provider', 'text', (column) => column.notNull())
    .addColumn('provider_customer_id', 'text')
    .addColumn('provider_subscription_id', 'text')
    .addColumn('plan_id', 'text')
    .addColumn('features', 'text')
    .addColumn('updated_at', 'text', (column) => column.notNull())
    .execute();
  await database.schema
    .createTable('bus_billing_subscription_updates')
    .ifNotExists()
    .addColumn('event_id', 'text', (column) => column.primaryKey())
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('applied_at', 'text', (column) => column.notNull())
    .execute();
  await database.schema
    .createTable('bus_billing_exports')
    .ifNotExists()
    .addColumn('idempotency_key', 'text', (column) => column.primaryKey())
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('event_type', 'text')
    .addColumn('feature', 'text', (column) => column.notNull())
    .addColumn('meter_event_name', 'text', (column) => column.notNull())
    .addColumn('quantity', 'bigint', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('provider', 'text', (column) => column.notNull())
    .addColumn('provider_event_id', 'text', (column) => column.notNull())
    .addColumn('reason', 'text')
    .addColumn('recorded_at', 'text', (column) => column.notNull())
    .execute();
  await database.schema
    .createTable('bus_billing_quota_buckets')
    .ifNotExists()
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('feature', 'text', (column) => column.notNull())
    .addColumn('meter_event_name', 'text', (column) => column.notNull())
    .addColumn('quota_window', 'text', (column) => column.notNull())
    .addColumn('window_start', 'text', (column) => column.notNull())
    .addColumn('used', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('bus_billing_quota_buckets_key', [
      'account_id',
      'feature',
      'meter_event_name',
      'quota_window',
      'window_start',
    ])
    .execute();
  return database;
}
