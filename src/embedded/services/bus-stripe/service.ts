import { STRIPE_EVENTS } from '../../../contract/event-names.ts';
import { LOCAL_DEFAULTS } from '../../../contract/local-defaults.ts';
import {
  stripeCheckoutPayload,
  stripeEvent,
  stripeMeterPayload,
  stripePortalPayload,
  stripeVerifyPayload,
} from '../../../contract/stripe.ts';
import { answerRequests } from '../../events/answer-requests.ts';
import { EventsClient } from '../../events-client.ts';
import { ApiError } from '../../http/api-error.ts';
import type { ServiceContext, ServiceDefinition } from '../../service.ts';
import type { BillingProvider } from '../bus-billing-worker/billing-provider.ts';
import { localProvider } from '../bus-billing-worker/local-provider.ts';
import { isSigned } from './signature.ts';
import { webhookApp } from './webhook.ts';

/** Webhook ingress, and the worker of `bus.stripe.*` (module page bus-integration-stripe). */
export const busStripe: ServiceDefinition = {
  id: 'bus-stripe',
  dependsOn: ['bus-events'],
  async start(context) {
    const events = new EventsClient(context);
    const secret = context.env.BUS_STRIPE_WEBHOOK_SECRET || LOCAL_DEFAULTS.BUS_STRIPE_WEBHOOK_SECRET.value;
    const app = webhookApp(context, events, secret);
    await answerAll(context, events, secret);
    return { handle: async (request) => app.fetch(request), stop: () => events.close() };
  },
};

async function answerAll(context: ServiceContext, events: EventsClient, secret: string): Promise<void> {
  const provider = () => offlineProvider(context);
  await Promise.all([
    answerRequests(context, events, {
      name: STRIPE_EVENTS.checkoutSessionCreateRequest,
      schema: stripeCheckoutPayload,
      answer: async ({ account_id: accountId, feature, return_url: returnUrl }) =>
        provider().checkoutSession({ accountId, feature, customerId: undefined, returnUrl }),
    }),
    answerRequests(context, events, {
      name: STRIPE_EVENTS.portalSessionCreateRequest,
      schema: stripePortalPayload,
      answer: async ({ account_id: accountId, provider_customer_id: customerId, return_url: returnUrl }) =>
        provider().portalSession({ accountId, customerId, returnUrl }),
    }),
    answerRequests(context, events, {
      name: STRIPE_EVENTS.meterEventRecordRequest,
      schema: stripeMeterPayload,
      answer: async (payload) => {
        const receipt = await provider().recordMeterEvent({
          idempotencyKey: payload.idempotency_key,
          accountId: payload.account_id,
          customerId: payload.provider_customer_id,
          feature: '',
          meter: payload.meter_event_name,
          quantity: payload.quantity,
        });
        return {
          accepted: receipt.accepted,
          provider: receipt.provider,
          provider_event_id: receipt.eventId,
        };
      },
    }),
    answerRequests(context, events, {
      name: STRIPE_EVENTS.webhookVerifyRequest,
      schema: stripeVerifyPayload,
      answer: async ({ body, signature }) => {
        if (!isSigned(Buffer.from(body, 'utf8'), signature, secret, context.now()))
          return { verified: false };
        return { verified: true, ...identified(body) };
      },
    }),
  ]);
}

/**
 * Without a secret key the answers are deterministic and local; with one, this stack does not pretend to be Stripe.
 */
function offlineProvider(context: ServiceContext): BillingProvider {
  if (context.env.BUS_STRIPE_SECRET_KEY) {
    throw new ApiError('billing_unavailable', 'this stack makes no Stripe calls; unset the secret key');
  }
  return localProvider('stripe');
}

function identified(body: string): { id?: string; type?: string } {
  try {
    const { id, type } = stripeEvent.parse(JSON.parse(body));
    return { id, type };
  } catch {
    return {};
  }
}
