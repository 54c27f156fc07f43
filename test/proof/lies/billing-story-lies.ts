import {
  events,
  type Json,
  json,
  lie,
  named,
  nth,
  pardon,
  set,
  type Tell,
  type ToldLie,
  yes,
} from './lie.ts';

const ACCOUNT = /^\/api\/internal\/billing\/accounts\//;
const CATALOG = '/api/internal/billing/catalog';
const ENTITLEMENT = '/api/internal/billing/entitlement-check';
const CHAT = '/v1/chat/completions';
const STREAM = '/api/v1/events/stream';
const ALLOWED = { allowed: true, reason: 'billing_active' };
const EXPORTED = named('bus.billing.usage.export.response');

const replaced =
  (from: string | RegExp, to: string): Tell =>
  (told) => {
    told.body = told.body.replaceAll(from, to);
  };
const payload = (change: Json) => (lines: Json[]) =>
  lines.map((line) => ({ ...line, payload: { ...(line.payload as Json), ...change } }));
/** Says no to everything. */
const refuse =
  (type: string): Tell =>
  (told) => {
    told.status = 402;
    told.headers = { 'content-type': 'application/json' };
    told.body = JSON.stringify({ error: { type, message: 'no' } });
  };
const ofProof = (asked: { readonly body: string }) => asked.body.includes('"messages"');

/** Lies about what the billing story shows step by step. */
export const BILLING_STORY_LIES: readonly ToldLie[] = [
  lie(
    'billing-catalog',
    'another price',
    'PR-CATALOG-ALTERED',
    CATALOG,
    replaced('"unit_amount":1900', '"unit_amount":1'),
  ),
  lie('billing-catalog', 'nonsense is stored', 'PR-CATALOG-UNCHECKED', CATALOG, yes({ ok: true }), {
    method: 'PUT',
    when: nth(1),
  }),
  lie('billing-catalog', 'a refusal that empties it', 'PR-CATALOG-ALTERED', CATALOG, set({ plans: [] }), {
    method: 'GET',
    when: nth(2),
  }),
  lie('billing-catalog', 'open to customers', 'PR-CATALOG-OPEN', CATALOG, pardon({}), { method: 'GET' }),
  lie('billing-catalog', 'writable by customers', 'PR-CATALOG-OPEN', CATALOG, pardon({}), {
    method: 'PUT',
    when: nth(2),
  }),
  lie(
    'billing-catalog',
    'not put back',
    'PR-CATALOG-ALTERED',
    CATALOG,
    set({ meters: [{ name: 'm', unit: 'u' }] }),
    {
      method: 'GET',
      when: nth(4),
    },
  ),

  lie('billing-quota', 'half an export', 'PR-EXPORT-WRONG', STREAM, events(payload({ quantity: 200_000 })), {
    when: EXPORTED,
  }),
  lie(
    'billing-quota',
    'another limit after use',
    'PR-QUOTA-WRONG',
    ACCOUNT,
    replaced('"used":400000,"limit":1000000', '"used":400000,"limit":2000000'),
  ),
  lie(
    'billing-quota',
    'no upgrade in the status',
    'PR-BILLING-CONTRADICTION',
    ACCOUNT,
    replaced('"upgrade_required":true', '"upgrade_required":false'),
  ),
  lie(
    'billing-quota',
    'a plan for the neighbour',
    'PR-BILLING-FOREIGN',
    ACCOUNT,
    json((value) => (value.status === 'missing' ? { ...value, plan_id: 'proof-basic' } : value)),
  ),
  lie('billing-quota', 'served at the limit', 'PR-BILLING-UNHEEDED', CHAT, pardon({}), { when: ofProof }),
  lie('billing-quota', 'open after the end', 'PR-QUOTA-UNHEEDED', ENTITLEMENT, yes(ALLOWED), {
    when: nth(3),
  }),

  lie('billing-windows', 'a total that begins again', 'PR-WINDOW-WRONG', ENTITLEMENT, yes(ALLOWED), {
    when: nth(0),
  }),
  lie(
    'billing-windows',
    'a minute that never ends',
    'PR-WINDOW-WRONG',
    ACCOUNT,
    replaced('"used":0', '"used":10'),
  ),
  lie(
    'billing-windows',
    'use that moves to the next window',
    'PR-WINDOW-WRONG',
    ACCOUNT,
    replaced('"used":10', '"used":1'),
  ),
  lie(
    'billing-windows',
    'a denial for another window',
    'PR-WINDOW-WRONG',
    ENTITLEMENT,
    replaced('"window":"minute"', '"window":"hour"'),
  ),

  lie('billing-export', 'half of it', 'PR-EXPORT-WRONG', STREAM, events(payload({ quantity: 3 })), {
    when: EXPORTED,
  }),
  lie(
    'billing-export',
    'an export that failed',
    'PR-EXPORT-WRONG',
    STREAM,
    events(payload({ exported: false, status: 'failed' })),
    { when: EXPORTED },
  ),
  lie(
    'billing-export',
    'a quota that does not hear of it',
    'PR-QUOTA-WRONG',
    ACCOUNT,
    replaced('"used":7', '"used":0'),
  ),
  lie(
    'billing-export',
    'a key of its own each time',
    'PR-EXPORT-WRONG',
    STREAM,
    events((lines) =>
      lines.map((line) => ({
        ...line,
        payload: { ...(line.payload as Json), idempotency_key: `key-${lines.length}` },
      })),
    ),
    { when: EXPORTED },
  ),

  lie('billing-enforcement', 'closed to who pays', 'PR-BILLING-UNHEEDED', CHAT, refuse('billing_required')),
  lie('billing-enforcement', 'another reason', 'PR-BILLING-UNHEEDED', CHAT, refuse('quota_exceeded')),
  lie('billing-enforcement', 'open to who does not pay', 'PR-BILLING-UNHEEDED', CHAT, pardon({}), {
    when: nth(1),
  }),
  lie('billing-enforcement', 'open to the neighbour', 'PR-BILLING-UNHEEDED', CHAT, pardon({}), {
    when: nth(3),
  }),
  lie('billing-enforcement', 'open after the end', 'PR-BILLING-UNHEEDED', CHAT, pardon({}), { when: nth(4) }),
];
