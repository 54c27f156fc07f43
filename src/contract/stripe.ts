import { z } from 'zod';
import type { BillingStatusName } from './billing.ts';
import { count, filledText, jsonObject, requestUuid, text, timestamp, webUrl } from './fields.ts';

/** Header with Stripe's signature over the raw body, in lower case. */
export const STRIPE_SIGNATURE_HEADER = 'stripe-signature';

/** Seconds a signature's time may be off before it counts as a replay: Stripe's own default. */
export const STRIPE_SIGNATURE_TOLERANCE_SECONDS = 300;

/**
 * Webhook types that lead to `bus.billing.subscription.update` when their object has Bus metadata
 * (bus-integration-stripe page).
 */
export const STRIPE_SUBSCRIPTION_TYPES = [
  'checkout.session.completed',
  'customer.subscription.created',
  'customer.subscription.updated',
  'customer.subscription.deleted',
] as const;

/** What a Stripe subscription status means for Bus billing. One that is not listed enables nothing. */
export const STRIPE_SUBSCRIPTION_STATUS: Readonly<Record<string, BillingStatusName>> = {
  active: 'active',
  trialing: 'active',
  past_due: 'past_due',
  unpaid: 'past_due',
  paused: 'past_due',
  incomplete: 'incomplete',
  incomplete_expired: 'canceled',
  canceled: 'canceled',
};

/**
 * Metadata that ties a Stripe object to a Bus account; the account may also stand in `client_reference_id`.
 */
export const stripeBusMetadata = z.object({
  bus_account_id: requestUuid.optional(),
  bus_feature: filledText(128).optional(),
  /** Comma-separated scopes. */
  bus_features: text(4096).optional(),
  bus_plan_id: filledText(128).optional(),
});

/** The part of a Stripe event that the ingress reads. Everything else in it is Stripe's business. */
export const stripeEvent = z.object({
  id: filledText(256),
  type: filledText(128),
  created: count.optional(),
  livemode: z.boolean().optional(),
  data: z.object({
    object: z.object({
      id: text(256).optional(),
      object: text(64).optional(),
      status: text(64).nullish(),
      client_reference_id: text(256).nullish(),
      customer: z.union([text(256), jsonObject]).nullish(),
      subscription: z.union([text(256), jsonObject]).nullish(),
      metadata: z.record(text(128), text(4096)).nullish(),
    }),
  }),
});

/** A parsed Stripe event. */
export type StripeEvent = z.output<typeof stripeEvent>;

/** Answer to a delivery that verified. The contract names none; Stripe itself needs only a 2xx. */
export const stripeWebhookResponse = z.object({ received: z.boolean().optional() });

/** A parsed webhook answer. */
export type StripeWebhookResponse = z.output<typeof stripeWebhookResponse>;

/** Payload of `bus.stripe.checkout_session.create.request`. */
export const stripeCheckoutPayload = z.strictObject({
  account_id: requestUuid,
  feature: filledText(128).optional(),
  return_url: webUrl.optional(),
});

/** Payload of `bus.stripe.portal_session.create.request`. */
export const stripePortalPayload = z.strictObject({
  account_id: requestUuid,
  provider_customer_id: filledText(256).optional(),
  return_url: webUrl.optional(),
});

/** Payload of both session responses. The billing worker fills in a missing provider with its own label. */
export const stripeSessionResult = z.object({ url: webUrl, provider: text(64).optional() });

/**
 * Payload of `bus.stripe.webhook.verify.request`. It carries no secret: the worker uses its own
 * (bus-integration-stripe page).
 */
export const stripeVerifyPayload = z.strictObject({ body: text(1_048_576), signature: text(4096) });

/** Payload of `bus.stripe.meter_event.record.request`. */
export const stripeMeterPayload = z.strictObject({
  idempotency_key: filledText(256),
  account_id: requestUuid,
  provider_customer_id: filledText(256).optional(),
  meter_event_name: filledText(128),
  quantity: z.int().min(1),
  occurred_at: timestamp.optional(),
});

/** Payload of `bus.stripe.meter_event.record.response`. */
export const stripeMeterResult = z.object({
  accepted: z.boolean().optional(),
  provider: text(64).optional(),
  provider_event_id: text(256).optional(),
});
