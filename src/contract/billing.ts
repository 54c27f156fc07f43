import { z } from 'zod';
import { count, emptyWhenNull, filledText, requestUuid, text, webUrl } from './fields.ts';

/** States of an account's billing. Only `active` opens paid features (bus-api-provider-billing page). */
export const BILLING_STATUSES = ['missing', 'incomplete', 'active', 'past_due', 'canceled'] as const;

/** One of {@link BILLING_STATUSES}. */
export type BillingStatusName = (typeof BILLING_STATUSES)[number];

/** Quota windows in their canonical spelling (bus-api-provider-billing page). */
export const QUOTA_WINDOWS = ['minute', 'hour', 'day', 'week', 'month', 'total'] as const;

/** One of {@link QUOTA_WINDOWS}. */
export type QuotaWindow = (typeof QUOTA_WINDOWS)[number];

/** Other words for a window. The contract's list is not exhaustive; these close it. */
export const QUOTA_WINDOW_ALIASES: Readonly<Record<string, QuotaWindow>> = {
  minutes: 'minute',
  minutely: 'minute',
  hours: 'hour',
  hourly: 'hour',
  days: 'day',
  daily: 'day',
  weeks: 'week',
  weekly: 'week',
  months: 'month',
  monthly: 'month',
  lifetime: 'total',
  all: 'total',
};

/** A window in any documented spelling, given in the canonical one. */
export const quotaWindow = z
  .string()
  .max(32)
  .transform((name) => (Object.hasOwn(QUOTA_WINDOW_ALIASES, name) ? QUOTA_WINDOW_ALIASES[name] : name))
  .pipe(z.enum(QUOTA_WINDOWS));

/** The command that billing points a customer to. */
export const BILLING_SETUP_COMMAND = 'bus billing setup';

/**
 * Label of the billing provider unless `BUS_BILLING_PROVIDER` says otherwise, with the local provider too.
 */
export const BILLING_PROVIDER_LABEL = 'stripe';

/** Feature and meter of a usage export that names none. */
export const DEFAULT_EXPORT = { feature: 'llm:proxy', meter_event_name: 'bus_llm_tokens' } as const;

/**
 * Body of `POST /api/v1/billing/checkout-session`; an absent body means `{}`. The account is never taken from
 * here.
 */
export const checkoutSessionRequest = z.strictObject({
  feature: filledText(128).optional(),
  return_url: webUrl.optional(),
});

/** A parsed checkout request. */
export type CheckoutSessionRequest = z.output<typeof checkoutSessionRequest>;

/** Body of `POST /api/v1/billing/portal-session`; an absent body means `{}`. */
export const portalSessionRequest = z.strictObject({ return_url: webUrl.optional() });

/** A parsed portal session request. */
export type PortalSessionRequest = z.output<typeof portalSessionRequest>;

/** Answer of both session routes. The URL opens a hosted page: treat it like a credential. */
export const billingSessionResponse = z.object({ url: webUrl, provider: filledText(64) });

/** A parsed session answer. */
export type BillingSessionResponse = z.output<typeof billingSessionResponse>;

/** One quota of an account with what is used of it in the current window. */
export const quotaUsage = z.object({
  feature: filledText(128),
  meter_event_name: filledText(128),
  window: filledText(32),
  used: count,
  limit: count,
  remaining: z.int(),
  exceeded: z.boolean(),
  upgrade_plan_id: text(128).optional(),
});

/** A parsed quota. */
export type QuotaUsage = z.output<typeof quotaUsage>;

/**
 * Answer of both status routes and payload of `bus.billing.status.response`. An unknown account is `missing`.
 */
export const billingStatusResponse = z.object({
  account_id: filledText(256),
  status: z.enum(BILLING_STATUSES),
  provider: text(64).optional(),
  plan_id: text(128).optional(),
  features: emptyWhenNull(z.array(filledText(128)).max(256)).optional(),
  usage: emptyWhenNull(z.array(quotaUsage).max(1024)).optional(),
  setup_required: z.boolean(),
  upgrade_required: z.boolean().optional(),
  next_action: text(64).optional(),
  command: text(512).optional(),
  recommended_plan: text(128).optional(),
});

/** A parsed billing status. */
export type BillingStatusResponse = z.output<typeof billingStatusResponse>;

/** Body of `POST /api/internal/billing/entitlement-check` and payload of its event. */
export const entitlementCheckRequest = z.strictObject({
  account_id: requestUuid,
  scope: filledText(128),
  /** Needed for a decision that heeds quotas; without it only the subscription counts. */
  usage: z.strictObject({ meter_event_name: filledText(128), quantity: count }).optional(),
});

/** A parsed entitlement question. */
export type EntitlementCheckRequest = z.output<typeof entitlementCheckRequest>;

/** Why an entitlement was given or denied. */
export const ENTITLEMENT_REASONS = ['billing_active', 'billing_required', 'quota_exceeded'] as const;

/** One of {@link ENTITLEMENT_REASONS}. */
export type EntitlementReason = (typeof ENTITLEMENT_REASONS)[number];

/** An entitlement decision. A denial is HTTP 200 with `allowed: false`; only callers turn it into a 402. */
export const entitlementDecision = z
  .object({
    allowed: z.boolean(),
    reason: z.enum(ENTITLEMENT_REASONS),
    command: text(512).optional(),
    plan_id: text(128).optional(),
    recommended_plan: text(128).optional(),
    usage: quotaUsage.optional(),
  })
  .refine((decision) => decision.allowed === (decision.reason === 'billing_active'), {
    error: 'allowed and reason contradict each other',
  });

/** A parsed entitlement decision. */
export type EntitlementDecision = z.output<typeof entitlementDecision>;
