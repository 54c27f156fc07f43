import {
  ESCAPES,
  events,
  json,
  lie,
  named,
  none,
  nth,
  pardon,
  payload,
  STRANGER,
  set,
  since,
  status,
  type Tell,
  type ToldLie,
  twice,
  without,
  yes,
} from './lie.ts';

const ACCOUNT = /^\/api\/internal\/billing\/accounts\//;
const ENTITLEMENT = '/api/internal/billing/entitlement-check';
const ENTITLEMENT_OR_EVENTS = /^\/api\/(internal\/billing\/entitlement-check|v1\/events)$/;
const ACCOUNT_OR_EVENTS = /^\/api\/(internal\/billing\/accounts\/.+|v1\/events)$/;
const PUBLISH = '/api/v1/events';
const STREAM = '/api/v1/events/stream';
const WEBHOOK = '/api/internal/stripe/webhook';
const ALLOWED = { allowed: true, reason: 'billing_active' };
const DENIED = { allowed: false, reason: 'billing_required' };
const RESULT = named('bus.billing.subscription.result');

/** Shows the payment provider's id of the customer in what billing answers. */
function naming(place: string): Tell {
  const customers = new Map<string, string>();
  return (told, asked) => {
    const [, customer] = /"provider_customer_id":"(\w+)"/.exec(asked.body) ?? [];
    const [, account] = /"account_id":"([0-9a-f-]+)"/.exec(asked.body) ?? [];
    if (customer !== undefined && account !== undefined) customers.set(account, customer);
    if (!asked.path.startsWith(place)) return;
    const shown = customers.get(account ?? asked.path.slice(place.length).split('/')[0] ?? '');
    if (shown !== undefined) set({ customer: shown })(told, asked);
  };
}

/** Lies about entitlements and webhooks. */
export const ENTITLEMENT_LIES: readonly ToldLie[] = [
  lie('entitlement', 'open to all', 'PR-ENTITLEMENT-OPEN', ENTITLEMENT, yes(ALLOWED)),
  lie('entitlement', 'closed to all', 'PR-ENTITLEMENT-CLOSED', ENTITLEMENT, yes(DENIED)),
  lie('entitlement', 'open to the neighbour', 'PR-ENTITLEMENT-LEAK', ENTITLEMENT, yes(ALLOWED), {
    when: nth(2),
  }),
  lie('entitlement', 'open after the end', 'PR-ENTITLEMENT-SURVIVES', ENTITLEMENT, yes(ALLOWED), {
    when: nth(3),
  }),
  lie('entitlement', 'open again by a replay', 'PR-ENTITLEMENT-SURVIVES', ENTITLEMENT, yes(ALLOWED), {
    when: nth(4),
  }),
  lie('entitlement', 'yes and no', 'PR-ENTITLEMENT-SHAPE', ENTITLEMENT, set({ allowed: true })),
  lie(
    'entitlement',
    'another reason',
    'PR-ENTITLEMENT-REASON',
    ENTITLEMENT,
    set({ reason: 'quota_exceeded' }),
  ),
  lie('entitlement', 'a stale status', 'PR-BILLING-STALE', ACCOUNT, set({ status: 'missing', features: [] })),
  lie(
    'entitlement',
    'an update that is not applied',
    'PR-SUBSCRIPTION-IGNORED',
    STREAM,
    events(payload({ applied: false })),
    { when: RESULT },
  ),
  lie(
    'entitlement',
    'a repeat that is applied',
    'PR-SUBSCRIPTION-TWICE',
    STREAM,
    events(payload({ applied: true })),
    { when: RESULT },
  ),
  lie(
    'entitlement',
    'a result about another account',
    'PR-SUBSCRIPTION-SHAPE',
    STREAM,
    events(payload({ account_id: STRANGER })),
    { when: RESULT },
  ),
  lie('entitlement', 'two results', 'PR-REPLY-REPEATED', STREAM, events(twice), { when: RESULT }),
  lie('entitlement', 'no result', 'PR-SUBSCRIPTION-SILENT', STREAM, events(none), { when: RESULT }),
  lie(
    'entitlement',
    'a worker’s error',
    'PR-WORKER-ERROR',
    STREAM,
    events((all) => all.map((line) => ({ ...line, error: 'billing_unavailable' }))),
    { when: RESULT },
  ),

  lie(
    'entitlement',
    'a decision that names the customer',
    'PR-CUSTOMER-SHOWN',
    ENTITLEMENT_OR_EVENTS,
    naming(ENTITLEMENT),
  ),
  lie(
    'entitlement',
    'a status that names the customer',
    'PR-CUSTOMER-SHOWN',
    ACCOUNT_OR_EVENTS,
    naming('/api/internal/billing/accounts/'),
  ),

  lie('stripe-webhook', 'takes everything', 'PR-WEBHOOK-FORGED', WEBHOOK, pardon({ received: true })),
  lie('stripe-webhook', 'takes it and does nothing', 'PR-WEBHOOK-IGNORED', WEBHOOK, yes({ received: true }), {
    instead: true,
    when: nth(4),
  }),
  lie('stripe-webhook', 'refuses all', 'PR-STATUS', WEBHOOK, status(400)),
  lie('stripe-webhook', 'opens by a forged one', 'PR-WEBHOOK-FORGED', ENTITLEMENT, yes(ALLOWED)),
  lie('stripe-webhook', 'applied thrice', 'PR-WEBHOOK-TWICE', STREAM, events(twice), { when: RESULT }),
  lie('stripe-webhook', 'never ends', 'PR-WEBHOOK-IGNORED', ENTITLEMENT, yes(ALLOWED), {
    when: since(4),
  }),
  lie('stripe-webhook', 'refuses what means nothing', 'PR-STATUS', WEBHOOK, status(400), { when: since(8) }),
  lie('entitlement', 'allowed as a text', 'PR-ENTITLEMENT-SHAPE', ENTITLEMENT, set({ allowed: 'false' })),
  lie('entitlement', 'no reason', 'PR-ENTITLEMENT-SHAPE', ENTITLEMENT, without('reason')),
  lie(
    'entitlement',
    'a reason with escapes',
    'PR-ENTITLEMENT-SHAPE',
    ENTITLEMENT,
    set({ reason: `billing_required${ESCAPES}` }),
  ),
  lie(
    'entitlement',
    'an update that changes nothing',
    'PR-SUBSCRIPTION-SILENT',
    PUBLISH,
    (told, { body }) => {
      const { name } = JSON.parse(body) as { name: string };
      yes({ accepted: true, id: 'evt_1', name })(told, {} as never);
    },
    { instead: true, method: 'POST' },
  ),
  lie('entitlement', 'a stale denial', 'PR-ENTITLEMENT-CLOSED', ENTITLEMENT, yes(DENIED), { when: nth(1) }),
  lie('entitlement', 'a status without the feature', 'PR-BILLING-STALE', ACCOUNT, set({ features: [] })),
  lie(
    'entitlement',
    'a result with an error as a text',
    'PR-WORKER-ERROR',
    STREAM,
    events((all) => all.map((line) => ({ ...line, error: `boom${ESCAPES}` }))),
    { when: RESULT },
  ),
  lie(
    'entitlement',
    'a result that is none',
    'PR-SUBSCRIPTION-SHAPE',
    STREAM,
    events((all) => all.map((line) => ({ ...line, payload: 'applied' }))),
    { when: RESULT },
  ),
  lie(
    'entitlement',
    'results of somebody else',
    'PR-STREAM-FOREIGN',
    STREAM,
    events((all) => all.map((line) => ({ ...line, identity_id: STRANGER }))),
    { when: RESULT },
  ),
  lie(
    'entitlement',
    'denied as quota',
    'PR-ENTITLEMENT-REASON',
    ENTITLEMENT,
    json((value) => (value.allowed === true ? value : { allowed: false, reason: 'quota_exceeded' })),
    { when: since(3) },
  ),
  lie(
    'entitlement',
    'open after the end, by its cache',
    'PR-ENTITLEMENT-SURVIVES',
    ENTITLEMENT,
    yes(ALLOWED),
    { when: since(3) },
  ),

  lie('stripe-webhook', 'takes the unsigned', 'PR-WEBHOOK-FORGED', WEBHOOK, pardon({ received: true }), {
    when: nth(0),
  }),
  lie('stripe-webhook', 'takes every key', 'PR-WEBHOOK-FORGED', WEBHOOK, pardon({ received: true }), {
    when: nth(1),
  }),
  lie('stripe-webhook', 'takes what was altered', 'PR-WEBHOOK-FORGED', WEBHOOK, pardon({ received: true }), {
    when: nth(2),
  }),
  lie('stripe-webhook', 'takes what is old', 'PR-WEBHOOK-FORGED', WEBHOOK, pardon({ received: true }), {
    when: nth(3),
  }),
  lie('stripe-webhook', 'not received', 'PR-WEBHOOK-SHAPE', WEBHOOK, set({ received: 'perhaps' }), {
    when: nth(4),
  }),
  lie('stripe-webhook', 'no end', 'PR-WEBHOOK-IGNORED', WEBHOOK, yes({ received: true }), {
    instead: true,
    when: nth(6),
  }),
  lie('stripe-webhook', 'no results to count', 'PR-SUBSCRIPTION-SILENT', STREAM, events(none), {
    when: RESULT,
  }),
  lie('stripe-webhook', 'down', 'PR-BACKEND-DOWN', WEBHOOK, status(503)),
];
