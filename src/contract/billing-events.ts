import { z } from 'zod';
import { checkoutSessionRequest, portalSessionRequest } from './billing.ts';
import { filledText, jsonObject, requestUuid, text } from './fields.ts';

const account = { account_id: requestUuid };

/** Payload of `bus.billing.status.request`. */
export const billingStatusPayload = z.strictObject(account);

/** Payload of `bus.billing.checkout_session.request`: the HTTP body plus the account from the token. */
export const checkoutSessionPayload = checkoutSessionRequest.extend(account);

/** Payload of `bus.billing.portal_session.request`. */
export const portalSessionPayload = portalSessionRequest.extend(account);

/**
 * Payload of `bus.billing.subscription.update` (bus-integration-billing page): the offline way to switch an
 * account on or off. Any status is taken; only `active` enables features.
 */
export const subscriptionUpdatePayload = z.strictObject({
  /** Makes a repeated update harmless: the second one is accepted and not applied. */
  event_id: filledText(256),
  account_id: requestUuid,
  provider: filledText(64),
  status: filledText(64),
  provider_customer_id: filledText(256).optional(),
  provider_subscription_id: filledText(256).optional(),
  plan_id: filledText(128).optional(),
  features: z.array(filledText(128)).max(256).optional(),
});

/** A subscription update. */
export type SubscriptionUpdatePayload = z.output<typeof subscriptionUpdatePayload>;

/** Payload of `bus.billing.subscription.result`. */
export const subscriptionResult = z.object({
  account_id: filledText(256),
  status: filledText(64),
  applied: z.boolean(),
});

/** A parsed subscription result. */
export type SubscriptionResult = z.output<typeof subscriptionResult>;

/**
 * Payload of `bus.billing.usage.export.request` (bus-integration-billing page). A missing quantity is taken
 * from `data`, first of {@link EXPORT_QUANTITY_FIELDS} that is there.
 */
export const usageExportPayload = z.strictObject({
  event_id: filledText(256).optional(),
  account_id: requestUuid,
  /** A label for the audit trail. Not limited to the usage worker's event types. */
  event_type: filledText(128).optional(),
  feature: filledText(128).optional(),
  meter_event_name: filledText(128).optional(),
  quantity: z.int().min(1).optional(),
  data: jsonObject.optional(),
});

/** A usage export request. */
export type UsageExportPayload = z.output<typeof usageExportPayload>;

/** Where a missing quantity is looked for in `data`, in this order; the fields of one entry are added up. */
export const EXPORT_QUANTITY_FIELDS = [
  ['total_tokens'],
  ['tokens'],
  ['input_tokens', 'output_tokens'],
  ['prompt_tokens', 'completion_tokens'],
] as const;

/**
 * Payload of `bus.billing.usage.export.response`. A failed key stays open for a retry, an exported one never
 * is.
 */
export const usageExportResult = z
  .object({
    account_id: filledText(256),
    meter_event_name: filledText(128),
    quantity: z.number().min(0),
    idempotency_key: filledText(256),
    status: z.enum(['exported', 'failed']),
    exported: z.boolean(),
    provider: text(64).optional(),
    provider_event_id: text(256).optional(),
    reason: text(1024).optional(),
  })
  .refine((result) => result.exported === (result.status === 'exported'), {
    error: 'exported and status contradict each other',
  });

/** A parsed export result. */
export type UsageExportResult = z.output<typeof usageExportResult>;
