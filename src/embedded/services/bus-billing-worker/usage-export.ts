import { createHash } from 'node:crypto';
import { DEFAULT_EXPORT } from '../../../contract/billing.ts';
import {
  EXPORT_QUANTITY_FIELDS,
  type UsageExportPayload,
  type UsageExportResult,
} from '../../../contract/billing-events.ts';
import { ApiError } from '../../http/api-error.ts';
import type { BillingProvider, MeterEvent } from './billing-provider.ts';
import { growBuckets } from './quota-buckets.ts';
import { findSubscription } from './subscriptions.ts';
import type { BillingDatabase, ExportRow } from './tables.ts';

/** What exporting needs beside the request. */
export interface ExportTools {
  readonly database: BillingDatabase;
  readonly provider: BillingProvider;
  now(): Date;
}

/**
 * Exports metered usage once per idempotency key: the provider is told, then the key is kept and every bucket
 * grows, both in one transaction. A key that was exported is never sent again; a failed one stays open for a retry.
 * @returns the outcome; for a key that was exported before, the outcome of then
 * @throws ApiError `bad_request` when no quantity is given and none can be derived
 */
export async function exportUsage(
  tools: ExportTools,
  payload: UsageExportPayload,
): Promise<UsageExportResult> {
  const { database, provider } = tools;
  const subscription = await findSubscription(database, payload.account_id);
  const event = meterEvent(payload, subscription?.customerId);
  const before = await findExport(database, event.idempotencyKey);
  if (before?.status === 'exported') return resultOf(before);

  const receipt = await provider.recordMeterEvent(event);
  const row: ExportRow = {
    idempotency_key: event.idempotencyKey,
    account_id: event.accountId,
    event_type: payload.event_type ?? null,
    feature: event.feature,
    meter_event_name: event.meter,
    quantity: event.quantity,
    status: receipt.accepted ? 'exported' : 'failed',
    provider: receipt.provider,
    provider_event_id: receipt.eventId,
    reason: receipt.accepted ? null : receipt.reason,
    recorded_at: tools.now().toISOString(),
  };
  return await keep(database, row, event, tools.now());
}

/**
 * Gives the quantity of an export: its own, else the first derivable one of `data` (module page
 * bus-integration-billing).
 * @returns a whole number of meter units, or `undefined` when there is none above zero
 */
function exportQuantity(payload: Pick<UsageExportPayload, 'quantity' | 'data'>): number | undefined {
  if (payload.quantity !== undefined) return payload.quantity;
  const data = payload.data ?? {};
  for (const fields of EXPORT_QUANTITY_FIELDS) {
    const values = fields.map((field) => (Object.hasOwn(data, field) ? data[field] : undefined));
    if (values.every((value) => value === undefined)) continue;
    const sum = values.reduce<number>((total, value) => total + (value === undefined ? 0 : Number(value)), 0);
    const whole = values.every((value) => value === undefined || isCount(value));
    return whole && sum > 0 && Number.isSafeInteger(sum) ? sum : undefined;
  }
  return undefined;
}

/**
 * Gives the key that stands in for a missing `event_id`: the same account, meter and quantity give the same key.
 * @returns 64 hexadecimal digits behind `derived-`
 */
function derivedKey(accountId: string, meter: string, quantity: number): string {
  return `derived-${createHash('sha256')
    .update(JSON.stringify([accountId, meter, quantity]))
    .digest('hex')}`;
}

function meterEvent(payload: UsageExportPayload, customerId: string | undefined): MeterEvent {
  const quantity = exportQuantity(payload);
  if (quantity === undefined)
    throw new ApiError('bad_request', 'no quantity is given and none can be derived');
  const meter = payload.meter_event_name ?? DEFAULT_EXPORT.meter_event_name;
  return {
    idempotencyKey: payload.event_id ?? derivedKey(payload.account_id, meter, quantity),
    accountId: payload.account_id,
    customerId,
    feature: payload.feature ?? DEFAULT_EXPORT.feature,
    meter,
    quantity,
  };
}

async function keep(
  database: BillingDatabase,
  row: ExportRow,
  event: MeterEvent,
  at: Date,
): Promise<UsageExportResult> {
  return await database.transaction().execute(async (transaction) => {
    const kept = await transaction
      .insertInto('bus_billing_exports')
      .values(row)
      .onConflict((conflict) =>
        conflict
          .column('idempotency_key')
          .doUpdateSet(row)
          .where('bus_billing_exports.status', '=', 'failed'),
      )
      .executeTakeFirst();
    if (kept.numInsertedOrUpdatedRows === 0n) {
      // Another worker exported this key meanwhile; its outcome counts.
      return resultOf((await findExport(transaction, event.idempotencyKey)) ?? row);
    }
    if (row.status === 'exported') await growBuckets(transaction, event, at);
    return resultOf(row);
  });
}

async function findExport(database: BillingDatabase, key: string): Promise<ExportRow | undefined> {
  return await database
    .selectFrom('bus_billing_exports')
    .selectAll()
    .where('idempotency_key', '=', key)
    .executeTakeFirst();
}

function resultOf(row: ExportRow): UsageExportResult {
  return {
    account_id: row.account_id,
    meter_event_name: row.meter_event_name,
    quantity: Number(row.quantity),
    idempotency_key: row.idempotency_key,
    status: row.status,
    exported: row.status === 'exported',
    provider: row.provider,
    provider_event_id: row.provider_event_id,
    ...(row.reason === null ? {} : { reason: row.reason }),
  };
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
