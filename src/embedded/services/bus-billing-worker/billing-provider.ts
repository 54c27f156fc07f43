import type { BillingSessionResponse } from '../../../contract/billing.ts';
import type { MeteredUse } from './quota-buckets.ts';

/** Where a customer of an account pays. */
export interface SessionRequest {
  readonly accountId: string;
  /** The provider's own id of the customer, where an earlier update told it. */
  readonly customerId: string | undefined;
  /** Scope the customer wants to pay for. */
  readonly feature?: string | undefined;
  readonly returnUrl: string | undefined;
}

/** Metered usage to tell the provider. The same key twice is one event. */
export interface MeterEvent extends MeteredUse {
  readonly idempotencyKey: string;
  readonly customerId: string | undefined;
}

/** What the provider said to a meter event. */
export type MeterReceipt =
  | { readonly accepted: true; readonly provider: string; readonly eventId: string }
  | {
      readonly accepted: false;
      readonly provider: string;
      readonly eventId: string;
      readonly reason: string;
    };

/** The payment provider behind billing: the deterministic local one, or Stripe through events. */
export interface BillingProvider {
  /**
   * Opens a hosted checkout.
   * @throws ApiError `billing_unavailable` when the provider does not answer
   */
  checkoutSession(request: SessionRequest): Promise<BillingSessionResponse>;
  /**
   * Opens the customer's hosted billing page.
   * @throws ApiError `billing_unavailable` when the provider does not answer
   */
  portalSession(request: SessionRequest): Promise<BillingSessionResponse>;
  /** Tells the provider metered usage. A provider that fails is a receipt that says so. */
  recordMeterEvent(event: MeterEvent): Promise<MeterReceipt>;
}
