import { publishAccepted, publishRequest, streamQuery } from '../events.ts';
import { stripeEvent, stripeWebhookResponse } from '../stripe.ts';
import { AUDIENCES } from '../tokens.ts';
import { usageDeleted, usagePage, usagePageQuery } from '../usage.ts';
import type { RouteSpec } from './route-spec.ts';

const EVENTS = { auth: 'bearer', audience: AUDIENCES.api, scopeRule: 'per-event', localOnly: false } as const;
const COLLECTOR = { auth: 'bearer', audience: AUDIENCES.internal, localOnly: false } as const;
const BEARER = '-H "Authorization: Bearer $BUS_API_TOKEN"';
const INTERNAL_BEARER = '-H "Authorization: Bearer $BUS_INTERNAL_TOKEN"';

/** Routes of the Events module (bus-api-provider-events page). */
export const EVENTS_ROUTES = [
  {
    ...EVENTS,
    id: 'events.publish',
    method: 'POST',
    path: '/api/v1/events',
    summary: 'publishes one event',
    scopes: ['events:send'],
    note: 'a protected name asks for the scope of its family instead',
    successStatus: [202, 200],
    proofCommand: `curl -fsS -X POST ${BEARER} -H 'Content-Type: application/json' -d '{"name":"example.ping","correlationId":"proof-1","payload":{"n":1}}' "$BUS_BASE_URL/api/v1/events"`,
    request: publishRequest,
    response: publishAccepted,
  },
  {
    ...EVENTS,
    id: 'events.stream',
    method: 'GET',
    path: '/api/v1/events/stream',
    summary: "streams the token's own events of one name as NDJSON",
    scopes: ['events:listen'],
    note: 'a protected name asks for the scope of its family instead',
    successStatus: [200],
    proofCommand: `curl -fsSN ${BEARER} "$BUS_BASE_URL/api/v1/events/stream?name=example.ping&delivery=broadcast&replay=true&follow=false"`,
    query: streamQuery,
  },
] as const satisfies readonly RouteSpec[];

/**
 * Routes of the usage collector (bus-api-provider-usage page). Records come in through Events, not through
 * HTTP.
 */
export const USAGE_ROUTES = [
  {
    ...COLLECTOR,
    id: 'usage.list',
    method: 'GET',
    path: '/api/internal/usage-events',
    summary: 'one page of usage records',
    scopes: ['usage:read'],
    successStatus: [200],
    proofCommand: `curl -fsS ${INTERNAL_BEARER} "$BUS_BASE_URL/api/internal/usage-events?page=1&page_size=100"`,
    query: usagePageQuery,
    response: usagePage,
  },
  {
    ...COLLECTOR,
    id: 'usage.delete',
    method: 'DELETE',
    path: '/api/internal/usage-events',
    summary: 'deletes one page of usage records',
    note: 'the command names a cutoff before all records, so that it deletes none',
    scopes: ['usage:delete'],
    successStatus: [200],
    proofCommand: `curl -fsS -X DELETE ${INTERNAL_BEARER} "$BUS_BASE_URL/api/internal/usage-events?before=1970-01-01T00:00:00Z&page=1"`,
    query: usagePageQuery,
    response: usageDeleted,
  },
] as const satisfies readonly RouteSpec[];

/** The Stripe webhook ingress (bus-integration-stripe page). */
export const STRIPE_ROUTES = [
  {
    id: 'stripe.webhook',
    method: 'POST',
    path: '/api/internal/stripe/webhook',
    summary: 'takes signed Stripe events',
    auth: 'stripe-signature',
    audience: null,
    scopes: [],
    localOnly: false,
    localNote: 'the local placeholder secret is public, so anybody on this machine can sign',
    note: 'the command sends an event without Bus metadata, so that no subscription changes',
    successStatus: [200],
    proofCommand: [
      `t=$(date +%s); body='{"id":"evt_proof","type":"checkout.session.completed","data":{"object":{}}}'`,
      `sig=$(printf '%s.%s' "$t" "$body" | openssl dgst -sha256 -hmac "$BUS_STRIPE_WEBHOOK_SECRET" | sed 's/^.*= *//')`,
      // A reference in capitals is what a redactor leaves as it is: the command stays whole wherever it is shown.
      'SIGNED="t=$t,v1=$sig"',
      `curl -fsS -X POST -H 'Content-Type: application/json' -H "Stripe-Signature: $SIGNED" -d "$body" "$BUS_BASE_URL/api/internal/stripe/webhook"`,
    ].join('; '),
    request: stripeEvent,
    response: stripeWebhookResponse,
  },
] as const satisfies readonly RouteSpec[];
