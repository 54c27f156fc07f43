import {
  type SubscriptionUpdatePayload,
  subscriptionUpdatePayload,
} from '../../../contract/billing-events.ts';
import {
  STRIPE_SUBSCRIPTION_STATUS,
  STRIPE_SUBSCRIPTION_TYPES,
  type StripeEvent,
  stripeBusMetadata,
} from '../../../contract/stripe.ts';

/**
 * Reads what a Stripe event means for a Bus account: one of the four subscription types whose object carries Bus
 * metadata.
 * @param event a verified event
 * @returns `undefined` for every other event: it is accepted and changes nothing
 */
export function subscriptionFromEvent(event: StripeEvent): SubscriptionUpdatePayload | undefined {
  if (!STRIPE_SUBSCRIPTION_TYPES.some((type) => type === event.type)) return undefined;
  const { object } = event.data;
  const metadata = stripeBusMetadata.safeParse(object.metadata ?? {});
  if (!metadata.success) return undefined;
  const { bus_account_id, bus_feature, bus_features = '', bus_plan_id } = metadata.data;
  const features = [bus_feature ?? '', ...bus_features.split(',')].map((feature) => feature.trim());
  const named = [...new Set(features.filter((feature) => feature !== ''))];
  if (named.length === 0) return undefined;

  const subscription = event.type === 'checkout.session.completed' ? object.subscription : object.id;
  const update = subscriptionUpdatePayload.safeParse({
    event_id: event.id,
    account_id: bus_account_id ?? object.client_reference_id ?? undefined,
    provider: 'stripe',
    status: statusOf(event),
    provider_customer_id: idOf(object.customer),
    provider_subscription_id: idOf(subscription),
    plan_id: bus_plan_id,
    features: named,
  });
  return update.success ? update.data : undefined;
}

function statusOf({ type, data }: StripeEvent): string {
  if (type === 'checkout.session.completed') return 'active';
  if (type === 'customer.subscription.deleted') return 'canceled';
  const status = data.object.status ?? '';
  // A status that nobody mapped must open nothing.
  return (
    (Object.hasOwn(STRIPE_SUBSCRIPTION_STATUS, status) && STRIPE_SUBSCRIPTION_STATUS[status]) || 'incomplete'
  );
}

/** Stripe gives an id, or the whole object where the reader asked for it to be expanded. */
function idOf(reference: string | Readonly<Record<string, unknown>> | null | undefined): string | undefined {
  const id = typeof reference === 'object' ? reference?.id : reference;
  return typeof id === 'string' && id !== '' ? id : undefined;
}
