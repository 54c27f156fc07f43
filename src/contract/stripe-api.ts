import { z } from 'zod';
import { filledText, text, webUrl } from './fields.ts';

/** Where the Stripe API answers. */
export const STRIPE_API_ORIGIN = 'https://api.stripe.com';

/** Answer of `GET /v1/balance`, as far as it is read (https://docs.stripe.com/api/balance). */
export const stripeBalance = z.object({ object: z.literal('balance'), livemode: z.boolean() });

/** A Checkout Session, as far as it is read (https://docs.stripe.com/api/checkout/sessions/object). */
export const stripeCheckoutSession = z.object({
  id: filledText(256).regex(/^cs_[A-Za-z0-9_]+$/),
  object: z.literal('checkout.session'),
  livemode: z.boolean(),
  status: z.enum(['open', 'complete', 'expired']),
  client_reference_id: text(256).nullish(),
  metadata: z.record(text(128), text(4096)),
  /** Absent once the session has ended. */
  url: webUrl.nullish(),
});

/** A parsed Checkout Session. */
export type StripeCheckoutSession = z.output<typeof stripeCheckoutSession>;
