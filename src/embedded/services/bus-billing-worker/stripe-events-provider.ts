import type { BillingSessionResponse } from '../../../contract/billing.ts';
import { STRIPE_EVENTS } from '../../../contract/event-names.ts';
import { stripeMeterResult, stripeSessionResult } from '../../../contract/stripe.ts';
import { askWorker } from '../../events/ask-worker.ts';
import type { EventsClient } from '../../events-client.ts';
import { ApiError } from '../../http/api-error.ts';
import type { BillingProvider } from './billing-provider.ts';

/** How the provider events are sent. */
export interface StripeEventsOptions {
  readonly events: EventsClient;
  /** Name in `provider` when the reply names none. */
  readonly label: string;
  /** Milliseconds until a request counts as unanswered, `BUS_BILLING_PROVIDER_TIMEOUT`. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Makes the provider that speaks `bus.stripe.*` to the Stripe worker (module page bus-integration-stripe). */
export function stripeEventsProvider(options: StripeEventsOptions): BillingProvider {
  const { events, label, timeoutMs, signal } = options;
  const waiting = { timeoutMs, signal, unavailable: 'billing_unavailable' } as const;
  const session = async (name: string, payload: unknown): Promise<BillingSessionResponse> => {
    const { url, provider } = await askWorker(events, name, payload, stripeSessionResult, waiting);
    return { url, provider: provider || label };
  };
  return {
    checkoutSession: ({ accountId, feature, returnUrl }) =>
      session(STRIPE_EVENTS.checkoutSessionCreateRequest, {
        account_id: accountId,
        feature,
        return_url: returnUrl,
      }),
    portalSession: ({ accountId, customerId, returnUrl }) =>
      session(STRIPE_EVENTS.portalSessionCreateRequest, {
        account_id: accountId,
        provider_customer_id: customerId,
        return_url: returnUrl,
      }),
    async recordMeterEvent(event) {
      const payload = {
        idempotency_key: event.idempotencyKey,
        account_id: event.accountId,
        provider_customer_id: event.customerId,
        meter_event_name: event.meter,
        quantity: event.quantity,
      };
      try {
        const name = STRIPE_EVENTS.meterEventRecordRequest;
        const receipt = await askWorker(events, name, payload, stripeMeterResult, waiting);
        const about = { provider: receipt.provider || label, eventId: receipt.provider_event_id ?? '' };
        return receipt.accepted === false
          ? { accepted: false, ...about, reason: 'the provider did not accept the meter event' }
          : { accepted: true, ...about };
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        return { accepted: false, provider: label, eventId: '', reason: error.message };
      }
    },
  };
}
