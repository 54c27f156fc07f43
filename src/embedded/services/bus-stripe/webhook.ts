import { subscriptionResult } from '../../../contract/billing-events.ts';
import { BILLING_EVENTS } from '../../../contract/event-names.ts';
import { STRIPE_SIGNATURE_HEADER, type StripeEvent, stripeEvent } from '../../../contract/stripe.ts';
import { askWorker } from '../../events/ask-worker.ts';
import type { EventsClient } from '../../events-client.ts';
import { ApiError, jsonResponse } from '../../http/api-error.ts';
import { readBytes } from '../../http/json-body.ts';
import { parseJson } from '../../http/json-text.ts';
import { serviceApp } from '../../http/service-app.ts';
import type { ServiceContext } from '../../service.ts';
import { isSigned } from './signature.ts';
import { subscriptionFromEvent } from './subscription-from-event.ts';

const WEBHOOK = '/api/internal/stripe/webhook';

/** Greatest delivery in bytes; Stripe's own are far smaller. */
const BODY_LIMIT_BYTES = 512 * 1024;

/**
 * Milliseconds billing may take to apply an update. Stripe sends a delivery again that was not answered with a 2xx,
 * and the event's id makes that harmless.
 */
const APPLY_TIMEOUT_MS = 10_000;

/** The webhook ingress: only a POST that Stripe signed is read (module page bus-integration-stripe). */
export function webhookApp(context: ServiceContext, events: EventsClient, secret: string) {
  const app = serviceApp(context);

  app.post(WEBHOOK, async ({ req }) => {
    const body = await readBytes(req.raw, BODY_LIMIT_BYTES);
    const signature = req.header(STRIPE_SIGNATURE_HEADER) ?? null;
    if (!isSigned(body, signature, secret, context.now())) {
      throw new ApiError('invalid_signature', 'the signature does not verify');
    }
    const update = subscriptionFromEvent(readEvent(body));
    if (update !== undefined) {
      const options = { timeoutMs: APPLY_TIMEOUT_MS, unavailable: 'billing_unavailable' } as const;
      await askWorker(events, BILLING_EVENTS.subscriptionUpdate, update, subscriptionResult, options);
    }
    return jsonResponse({ received: true });
  });

  app.all(WEBHOOK, () => {
    const refusal = new ApiError('method_not_allowed', 'only POST is taken here').toResponse();
    refusal.headers.set('allow', 'POST');
    return refusal;
  });

  return app;
}

function readEvent(body: Buffer): StripeEvent {
  try {
    return stripeEvent.parse(parseJson(new TextDecoder('utf-8', { fatal: true }).decode(body)));
  } catch {
    throw new ApiError('bad_request', 'the body is no Stripe event');
  }
}
