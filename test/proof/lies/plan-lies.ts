import { letIn } from './bearer.ts';
import {
  events,
  type Json,
  json,
  lie,
  named,
  none,
  pardon,
  payload,
  set,
  status,
  type Tell,
  type ToldLie,
  without,
  yes,
} from './lie.ts';

const ACCOUNT = /^\/api\/internal\/billing\/accounts\//;
const CATALOG = '/api/internal/billing/catalog';
const ENTITLEMENT = '/api/internal/billing/entitlement-check';
const CHAT = '/v1/chat/completions';
const STREAM = '/api/v1/events/stream';
const EXPORTED = named('bus.billing.usage.export.response');
const ALLOWED = { allowed: true, reason: 'billing_active' };
const DENIED = { allowed: false, reason: 'quota_exceeded' };

/** Changes the plans of the catalog that are the proof's. */
const proofPlan = (change: (plan: Json) => Json): Tell =>
  json((catalog) => ({
    ...catalog,
    plans: (catalog.plans as Json[]).map((plan) =>
      String(plan.id).startsWith('proof-') ? change(plan) : plan,
    ),
  }));
const quotas = (change: (quota: Json) => Json): Tell =>
  json((value) => ({ ...value, usage: ((value.usage ?? []) as Json[]).map(change) }));
const used = (by: (used: number) => number): Tell =>
  quotas((quota) => {
    const now = by(Number(quota.used));
    const limit = Number(quota.limit);
    return { ...quota, used: now, remaining: Math.max(limit - now, 0), exceeded: now >= limit };
  });

/** Lies about plans and what is used of them. */
export const PLAN_LIES: readonly ToldLie[] = [
  lie('billing-catalog', 'a catalog that forgets', 'PR-CATALOG-ALTERED', CATALOG, set({ plans: [] }), {
    method: 'GET',
  }),
  lie(
    'billing-catalog',
    'a cheaper price',
    'PR-CATALOG-ALTERED',
    CATALOG,
    proofPlan((plan) => ({ ...plan, prices: [{ currency: 'eur', unit_amount: 1, interval: 'month' }] })),
  ),
  lie(
    'billing-catalog',
    'a free plan',
    'PR-CATALOG-ALTERED',
    CATALOG,
    proofPlan((plan) => ({ ...plan, prices: [] })),
  ),
  lie(
    'billing-catalog',
    'another product',
    'PR-CATALOG-ALTERED',
    CATALOG,
    proofPlan((plan) => ({ ...plan, product_id: 'x' })),
  ),
  lie(
    'billing-catalog',
    'a plan that opens more',
    'PR-CATALOG-ALTERED',
    CATALOG,
    proofPlan((plan) => ({ ...plan, features: ['llm:proxy', 'admin:manage'] })),
  ),
  lie('billing-catalog', 'no meters', 'PR-CATALOG-ALTERED', CATALOG, set({ meters: [] }), { method: 'GET' }),
  lie('billing-catalog', 'stored nowhere', 'PR-CATALOG-ALTERED', CATALOG, yes({}), {
    method: 'PUT',
    instead: true,
  }),
  lie('billing-catalog', 'takes everything', 'PR-CATALOG-UNCHECKED', CATALOG, pardon({}), { method: 'PUT' }),
  lie(
    'billing-catalog',
    'read by customers',
    'PR-CATALOG-OPEN',
    CATALOG,
    letIn(({ audience }) => audience.endsWith('/api'), { products: [], meters: [], plans: [] }),
    { method: 'GET' },
  ),
  lie(
    'billing-catalog',
    'written by customers',
    'PR-CATALOG-OPEN',
    CATALOG,
    letIn(({ audience }) => audience.endsWith('/api'), {}),
    { method: 'PUT' },
  ),
  lie('billing-catalog', 'no list of plans', 'PR-CATALOG-ALTERED', CATALOG, without('plans'), {
    method: 'GET',
  }),
  lie('billing-catalog', 'down', 'PR-BACKEND-DOWN', CATALOG, status(503)),

  lie(
    'billing-quota',
    'a limit ten times as high',
    'PR-CATALOG-ALTERED',
    CATALOG,
    proofPlan((plan) => ({
      ...plan,
      quotas: (plan.quotas as Json[]).map((quota) => ({ ...quota, limit: 10_000_000 })),
    })),
  ),
  lie(
    'billing-quota',
    'used before it is',
    'PR-QUOTA-WRONG',
    ACCOUNT,
    used((now) => now + 1),
  ),
  lie(
    'billing-quota',
    'a quota that stands still',
    'PR-QUOTA-WRONG',
    ACCOUNT,
    used(() => 0),
  ),
  lie(
    'billing-quota',
    'one too many',
    'PR-QUOTA-WRONG',
    ACCOUNT,
    used((now) => (now > 0 ? now + 1 : 0)),
  ),
  lie(
    'billing-quota',
    'one too few',
    'PR-QUOTA-WRONG',
    ACCOUNT,
    used((now) => Math.max(now - 1, 0)),
  ),
  lie(
    'billing-quota',
    'one window of six',
    'PR-QUOTA-WRONG',
    ACCOUNT,
    quotas((quota) => (quota.window === 'total' ? { ...quota, used: 0, remaining: quota.limit } : quota)),
  ),
  lie(
    'billing-quota',
    'a sum that does not add up',
    'PR-QUOTA-WRONG',
    ACCOUNT,
    quotas((quota) => ({ ...quota, remaining: Number(quota.remaining) + 1 })),
  ),
  lie('billing-quota', 'another plan', 'PR-BILLING-STALE', ACCOUNT, set({ plan_id: 'gold' })),
  lie(
    'billing-quota',
    'an account of somebody else',
    'PR-BILLING-FOREIGN',
    ACCOUNT,
    set({ account_id: '99999999-9999-4999-8999-999999999999' }),
  ),
  lie(
    'billing-quota',
    'an export that failed',
    'PR-EXPORT-WRONG',
    STREAM,
    events(payload({ status: 'failed', exported: false })),
    { when: EXPORTED },
  ),
  lie(
    'billing-quota',
    'another quantity exported',
    'PR-EXPORT-WRONG',
    STREAM,
    events(payload({ quantity: 400_001 })),
    { when: EXPORTED },
  ),
  {
    ...lie('billing-quota', 'no export', 'PR-EXPORT-WRONG', STREAM, events(none), { when: EXPORTED }),
    silent: true,
  },
  lie('billing-quota', 'a limit that is none', 'PR-QUOTA-UNHEEDED', ENTITLEMENT, yes(ALLOWED)),
  lie('billing-quota', 'a limit from the first on', 'PR-QUOTA-UNHEEDED', ENTITLEMENT, yes(DENIED)),
  lie('billing-quota', 'a number beyond counting', 'PR-BILLING-SHAPE', ACCOUNT, (told) => {
    told.body = told.body.replaceAll(/"limit":\d+/g, '"limit":9007199254740993');
  }),
  lie(
    'billing-quota',
    'customers see another quota',
    'PR-BILLING-DISAGREES',
    '/api/v1/billing/status',
    used(() => 0),
  ),
  {
    ...lie('billing-quota', 'no quotas at all', 'PR-QUOTA-NOT-KEPT', ACCOUNT, without('usage')),
    verdict: 'SKIP',
  },

  lie('billing-windows', 'a window that never ends', 'PR-WINDOW-WRONG', ENTITLEMENT, yes({ ...DENIED })),
  lie('billing-windows', 'a window that is always new', 'PR-WINDOW-WRONG', ENTITLEMENT, yes(ALLOWED)),
  lie('billing-windows', 'a denial that names no window', 'PR-WINDOW-WRONG', ENTITLEMENT, without('usage')),
  lie(
    'billing-windows',
    'a denial that names another window',
    'PR-WINDOW-WRONG',
    ENTITLEMENT,
    json((value) =>
      value.usage === undefined ? value : { ...value, usage: { ...(value.usage as Json), window: 'total' } },
    ),
  ),
  lie(
    'billing-windows',
    'use that is kept beyond the edge',
    'PR-WINDOW-WRONG',
    ACCOUNT,
    used((now) => (now === 0 ? 10 : now)),
  ),
  lie(
    'billing-windows',
    'use that is forgotten',
    'PR-WINDOW-WRONG',
    ACCOUNT,
    used(() => 0),
  ),
  lie('billing-windows', 'exported, and more', 'PR-EXPORT-WRONG', STREAM, events(payload({ quantity: 11 })), {
    when: EXPORTED,
  }),

  {
    ...lie('billing-export', 'never exported', 'PR-EXPORT-NOT-ENABLED', STREAM, events(none), {
      when: EXPORTED,
    }),
    verdict: 'SKIP',
  },
  lie(
    'billing-export',
    'exported with another quantity',
    'PR-EXPORT-WRONG',
    STREAM,
    events(payload({ quantity: 8 })),
    { when: EXPORTED },
  ),
  lie(
    'billing-export',
    'an export that was refused',
    'PR-EXPORT-WRONG',
    STREAM,
    events(payload({ exported: false, status: 'failed' })),
    { when: EXPORTED },
  ),
  lie(
    'billing-export',
    'a quota that stands still',
    'PR-QUOTA-WRONG',
    ACCOUNT,
    used(() => 0),
  ),
  lie(
    'billing-export',
    'a quota one too far',
    'PR-QUOTA-WRONG',
    ACCOUNT,
    used((now) => now + 1),
  ),

  lie('billing-enforcement', 'model calls for everybody', 'PR-BILLING-UNHEEDED', CHAT, pardon({})),
  lie('billing-enforcement', 'model calls for nobody at all', 'PR-BILLING-UNHEEDED', CHAT, (told) => {
    told.status = 402;
    told.headers = { 'content-type': 'application/json' };
    told.body = JSON.stringify({ error: { type: 'billing_required', message: '' } });
  }),
  lie('billing-enforcement', 'the wrong refusal', 'PR-BILLING-UNHEEDED', CHAT, (told) => {
    if (told.status === 402) told.body = JSON.stringify({ error: { type: 'quota_exceeded', message: '' } });
  }),
  lie(
    'billing-enforcement',
    'an update that is not applied',
    'PR-SUBSCRIPTION-IGNORED',
    STREAM,
    events(payload({ applied: false })),
    { when: named('bus.billing.subscription.result') },
  ),
];
