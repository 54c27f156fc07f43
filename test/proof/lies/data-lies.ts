import type { Asked } from '../lying-gateway.ts';
import {
  events,
  type Json,
  json,
  lie,
  list,
  named,
  noToken,
  nth,
  pardon,
  STRANGER,
  saying,
  set,
  status,
  type ToldLie,
  yes,
} from './lie.ts';

const STATUS = '/api/v1/billing/status';
const ACCOUNT = /^\/api\/internal\/billing\/accounts\//;
const CATALOG = '/api/internal/billing/catalog';
const ENTITLEMENT = '/api/internal/billing/entitlement-check';
const USAGE = '/api/internal/usage-events';
const PUBLISH = '/api/v1/events';
const STREAM = '/api/v1/events/stream';
const WEBHOOK = '/api/internal/stripe/webhook';
const SEARCH = '/api/v1/notes/search';
const NOTE = /^\/api\/v1\/notes\/(?!search$)[^/]+$/;
const ALLOWED = { allowed: true, reason: 'billing_active' };
const DENIED = { allowed: false, reason: 'billing_required' };

const RESULT = named('bus.billing.subscription.result');
const CLAIMED = named('bus.dev.task.claimed');
const DONE = named('bus.dev.task.done');
const OWN = (asked: Asked) => (asked.query.get('name') ?? '').startsWith('example.proof.');
const payload = (change: Json) => (lines: Json[]) =>
  lines.map((line) => ({ ...line, payload: { ...(line.payload as Json), ...change } }));
const twice = (lines: Json[]) => [...lines, ...lines.slice(-1)];
const none = () => [];

/** Lies about billing, entitlement and webhooks. */
const MONEY: readonly ToldLie[] = [
  lie('billing-status', 'somebody else’s', 'PR-BILLING-FOREIGN', STATUS, set({ account_id: STRANGER })),
  lie('billing-status', 'an unknown state', 'PR-BILLING-SHAPE', STATUS, set({ status: 'fine' })),
  lie(
    'billing-status',
    'missing, and nothing to do',
    'PR-BILLING-CONTRADICTION',
    STATUS,
    set({ setup_required: false }),
  ),
  lie('billing-status', 'two views', 'PR-BILLING-DISAGREES', ACCOUNT, set({ plan_id: 'gold' })),
  lie('billing-status', 'any account', 'PR-BILLING-MALFORMED', /accounts\/not-a-uuid/, yes({})),
  lie(
    'billing-status',
    'active for everybody',
    'PR-BILLING-FOREIGN',
    /billing\/(status|accounts)/,
    set({ status: 'active', setup_required: false }),
  ),
  lie('billing-status', 'public', 'PR-BILLING-PUBLIC', STATUS, yes({}), { when: noToken }),
  lie('billing-status', 'a number beyond counting', 'PR-BILLING-SHAPE', STATUS, (told) => {
    const quota =
      '{"feature":"llm:proxy","meter_event_name":"m","window":"day","used":9007199254740993,"limit":1,"remaining":0,"exceeded":true}';
    told.body = told.body.replace('{', `{"usage":[${quota}],`);
  }),

  lie('billing-quota', 'a catalog that forgets', 'PR-CATALOG-ALTERED', CATALOG, set({ plans: [] }), {
    method: 'GET',
    when: nth(1),
  }),
  lie('billing-quota', 'a quota that stands still', 'PR-QUOTA-WRONG', ACCOUNT, (told) => {
    told.body = told.body.replaceAll(/"used":\d+/g, '"used":0');
  }),
  lie(
    'billing-quota',
    'an export that failed',
    'PR-EXPORT-WRONG',
    STREAM,
    events(payload({ status: 'failed', exported: false })),
    { when: named('bus.billing.usage.export.response') },
  ),
  lie('billing-quota', 'a limit that is none', 'PR-QUOTA-UNHEEDED', ENTITLEMENT, yes(ALLOWED)),
  lie(
    'billing-quota',
    'another plan to upgrade to',
    'PR-QUOTA-UNHEEDED',
    ENTITLEMENT,
    set({ recommended_plan: 'x' }),
    {
      when: nth(1),
    },
  ),
  lie(
    'billing-quota',
    'model calls for everybody',
    'PR-BILLING-UNHEEDED',
    '/v1/chat/completions',
    pardon({}),
  ),

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

  lie('stripe-webhook', 'takes everything', 'PR-WEBHOOK-FORGED', WEBHOOK, pardon({ received: true })),
  lie('stripe-webhook', 'takes it and does nothing', 'PR-WEBHOOK-IGNORED', WEBHOOK, yes({ received: true }), {
    instead: true,
    when: nth(4),
  }),
  lie('stripe-webhook', 'refuses all', 'PR-STATUS', WEBHOOK, status(400)),
  lie('stripe-webhook', 'opens by a forged one', 'PR-WEBHOOK-FORGED', ENTITLEMENT, yes(ALLOWED)),
  lie('stripe-webhook', 'applied thrice', 'PR-WEBHOOK-TWICE', STREAM, events(twice), { when: RESULT }),
  lie('stripe-webhook', 'never ends', 'PR-WEBHOOK-IGNORED', ENTITLEMENT, yes(ALLOWED), {
    when: ({ nth: n }) => n > 0,
  }),
];

/** Lies about usage, events, notes and tasks. */
const RECORDS: readonly ToldLie[] = [
  lie(
    'usage-ingest',
    'a row too many',
    'PR-USAGE-STRAY',
    USAGE,
    list((rows) =>
      rows
        .flatMap((row) => [row, { ...row, id: Number(row.id) + 0.5 }].slice(0, 1))
        .concat(rows.slice(-1).map((row) => ({ ...row, id: Number(row.id) + 1, event_id: 'x' }))),
    ),
  ),
  lie(
    'usage-ingest',
    'the repeat counts',
    'PR-USAGE-TWICE',
    USAGE,
    list((rows) => [...rows, ...rows.slice(-1).map((row) => ({ ...row, id: Number(row.id) + 1 }))]),
    { when: ({ nth: n }) => n > 1 },
  ),
  lie(
    'usage-ingest',
    'another amount',
    'PR-USAGE-ALTERED',
    USAGE,
    list((rows) => rows.map((row) => ({ ...row, data: { ...(row.data as Json), total_tokens: 8 } }))),
  ),
  lie(
    'usage-ingest',
    'another account',
    'PR-USAGE-ALTERED',
    USAGE,
    list((rows) => rows.map((row) => ({ ...row, account_id: STRANGER }))),
  ),
  lie(
    'usage-ingest',
    'always empty',
    'PR-USAGE-LOST',
    USAGE,
    list(() => []),
  ),
  lie('usage-ingest', 'always more', 'PR-USAGE-ENDLESS', USAGE, (told, asked) => {
    json((value) => ({ ...value, items: [], has_more: true, page: Number(asked.query.get('page')) }))(
      told,
      asked,
    );
  }),
  lie('usage-ingest', 'another page', 'PR-USAGE-SHAPE', USAGE, set({ page: 2 })),
  lie(
    'usage-ingest',
    'upside down',
    'PR-USAGE-ORDER',
    USAGE,
    list((rows) => rows.map((row) => ({ ...row, occurred_at: '2030-01-01T00:00:00Z' }))),
  ),
  lie('usage-ingest', 'no answer to the repeat', 'PR-USAGE-SILENT', STREAM, events(none), {
    when: named('bus.usage.record.response'),
  }),

  lie('events-replay', 'not accepted', 'PR-EVENTS-NOT-ACCEPTED', PUBLISH, set({ accepted: false })),
  lie(
    'events-replay',
    'accepted and forgotten',
    'PR-EVENTS-LOST',
    PUBLISH,
    (told, asked) =>
      yes({ accepted: true, id: 'evt_forgotten', name: (JSON.parse(asked.body) as Json).name })(told, asked),
    { instead: true, when: nth(1) },
  ),
  lie('events-replay', 'one id for all', 'PR-EVENTS-ID-REPEATED', PUBLISH, set({ id: 'evt_1' })),
  lie('events-replay', 'altered', 'PR-EVENTS-ALTERED', STREAM, events(payload({ text: 'paatos' })), {
    when: OWN,
  }),
  lie(
    'events-replay',
    'a rounded number',
    'PR-EVENTS-ALTERED',
    STREAM,
    (told) => {
      told.body = told.body.replace('9007199254740993', '9007199254740992');
    },
    { when: OWN },
  ),
  lie(
    'events-replay',
    'another order',
    'PR-EVENTS-ORDER',
    STREAM,
    events((all) => all.toReversed()),
    { when: OWN },
  ),
  lie(
    'events-replay',
    'one lost',
    'PR-EVENTS-LOST',
    STREAM,
    events((all) => all.slice(1)),
    { when: OWN },
  ),
  lie('events-replay', 'one twice', 'PR-EVENTS-REPEATED', STREAM, events(twice), { when: OWN }),
  lie(
    'events-replay',
    'owned by whom the body names',
    'PR-STREAM-FOREIGN',
    STREAM,
    events((all) => all.map((line) => ({ ...line, identity_id: STRANGER }))),
    { when: OWN },
  ),
  lie('events-replay', 'wildcards work', 'PR-EVENTS-OPEN', STREAM, pardon([]), { when: named('*') }),
  lie('events-replay', 'no token needed', 'PR-EVENTS-OPEN', STREAM, pardon([]), { when: noToken }),
  lie('events-replay', 'protected names are not', 'PR-EVENTS-OPEN', PUBLISH, pardon({ accepted: true }), {
    when: saying('bus.usage.record.request'),
  }),

  lie('notes-persistence', 'lost', 'PR-NOTES-LOST', NOTE, status(404), {
    method: 'GET',
    when: ({ nth: n, token }) => token && n > 2,
  }),
  lie('notes-persistence', 'altered', 'PR-NOTES-ALTERED', NOTE, set({ body: 'something else' }), {
    method: 'GET',
  }),
  lie(
    'notes-persistence',
    'not found by its text',
    'PR-NOTES-UNFINDABLE',
    SEARCH,
    list(() => []),
  ),
  lie(
    'notes-persistence',
    'found by every text',
    'PR-NOTES-SEARCH',
    SEARCH,
    list(() => [{ id: 'n', title: 't' }]),
    { when: nth(1) },
  ),
  lie('notes-persistence', 'read by others', 'PR-NOTES-FOREIGN', NOTE, pardon({ id: 'n', title: 't' }), {
    method: 'GET',
  }),
  lie(
    'notes-persistence',
    'deleted by others',
    'PR-NOTES-FOREIGN',
    NOTE,
    pardon({ deleted: true, id: 'n' }),
    { method: 'DELETE' },
  ),
  lie(
    'notes-persistence',
    'not deleted',
    'PR-NOTES-UNDELETED',
    NOTE,
    (told, { path }) => yes({ deleted: true, id: path.split('/').at(-1) })(told, {} as Asked),
    { method: 'DELETE', instead: true, when: nth(2) },
  ),

  lie('dev-task', 'claimed twice', 'PR-TASK-CLAIMED-TWICE', STREAM, events(twice), { when: CLAIMED }),
  lie('dev-task', 'claimed by nobody', 'PR-TASK-UNCLAIMED', STREAM, events(none), { when: CLAIMED }),
  lie('dev-task', 'never done', 'PR-TASK-UNFINISHED', STREAM, events(none), { when: DONE }),
  lie('dev-task', 'done twice', 'PR-TASK-DONE-TWICE', STREAM, events(twice), { when: DONE }),
  lie(
    'dev-task',
    'done by another',
    'PR-TASK-OTHER-WORKER',
    STREAM,
    events(payload({ worker_id: 'mallory' })),
    { when: DONE },
  ),
  lie(
    'dev-task',
    'claims what is not its own',
    'PR-TASK-STRAY-CLAIM',
    STREAM,
    events((all) => [
      ...all,
      ...all.slice(-1).map((line) => ({
        ...line,
        payload: {
          ...(line.payload as Json),
          work_ref: String((line.payload as Json).work_ref).replace('#1', '-orphan#1'),
        },
      })),
    ]),
    { when: CLAIMED },
  ),
];

/** Lies about what is kept and decided. */
export const DATA_LIES: readonly ToldLie[] = [...MONEY, ...RECORDS];
