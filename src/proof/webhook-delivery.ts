import { createHmac } from 'node:crypto';
import { STRIPE_SIGNATURE_HEADER, stripeWebhookResponse } from '../contract/stripe.ts';
import { Secret } from '../redact/secret.ts';
import type { CheckContext } from './check.ts';

/** What a Stripe event of the proof is about. */
export interface WebhookEvent {
  readonly marker: string;
  readonly change: 'created' | 'deleted';
  readonly account: string;
  readonly status: 'active' | 'canceled';
  readonly feature: string;
  /** Another type than that of the change, one that means nothing to billing. */
  readonly type?: string;
  /** True for an event that does not say whose it is, as `stripe trigger` makes them. */
  readonly withoutMetadata?: boolean;
}

/** The body of a subscription webhook with Bus metadata. */
export function webhookBody(event: WebhookEvent): string {
  return JSON.stringify({
    id: `evt_proof_${event.marker}_${nameOf(event)}`,
    object: 'event',
    type: event.type ?? `customer.subscription.${event.change}`,
    livemode: false,
    data: {
      object: {
        id: `sub_proof_${event.marker}`,
        object: 'subscription',
        status: event.status,
        metadata:
          event.withoutMetadata === true
            ? {}
            : { bus_account_id: event.account, bus_features: event.feature, proof: event.marker },
      },
    },
  });
}

/** Events that must change nothing have ids of their own, so that none is taken for a repeat of another. */
function nameOf({ change, type, withoutMetadata }: WebhookEvent): string {
  if (type !== undefined) return 'other';
  return withoutMetadata === true ? 'nobody' : change;
}

/**
 * Signs a body as Stripe does: `t=<unix seconds>,v1=<HMAC-SHA256 of "<t>.<body>">`.
 * @returns the header's value; not registered as a secret, because it fits this one body only
 */
export function webhookSignature(key: string, seconds: number, body: string): Secret {
  const mac = createHmac('sha256', key).update(`${seconds}.${body}`).digest('hex');
  return new Secret('STRIPE_HEADER', `t=${seconds},v1=${mac}`);
}

/** One delivery to the ingress. */
export interface Delivery {
  readonly purpose: string;
  readonly body: string;
  /** Absent for a delivery without the header. */
  readonly signature?: Secret;
  readonly status: readonly number[];
  readonly main?: boolean;
}

/**
 * Delivers a webhook.
 * @throws CheckFailure `PR-WEBHOOK-FORGED` when one is accepted that must be refused
 */
export async function deliver({ http }: CheckContext, delivery: Delivery): Promise<void> {
  const answer = await http.call({
    purpose: delivery.purpose,
    target: 'stripe.webhook',
    rawBody: delivery.body,
    status: delivery.status,
    accepted: 'PR-WEBHOOK-FORGED',
    ...(delivery.signature === undefined
      ? {}
      : { headers: { [STRIPE_SIGNATURE_HEADER]: delivery.signature } }),
    ...(delivery.main === true
      ? { main: true, preparation: (word) => signingInShell(word(delivery.body)) }
      : {}),
  });
  if (answer.status < 300 && answer.text().trim() !== '')
    answer.json(stripeWebhookResponse, 'PR-WEBHOOK-SHAPE');
}

/** Shell lines that sign the shown body anew, so that the command works at any time. */
function signingInShell(bodyWord: string): string {
  return [
    `t=$(date +%s); body=${bodyWord}`,
    `sig=$(printf '%s.%s' "$t" "$body" | openssl dgst -sha256 -hmac "$BUS_STRIPE_WEBHOOK_SECRET" | sed 's/^.*= *//')`,
    'STRIPE_HEADER="t=$t,v1=$sig"',
  ].join('; ');
}
