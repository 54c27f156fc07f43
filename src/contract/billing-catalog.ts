import { z } from 'zod';
import { quotaWindow } from './billing.ts';
import { emptyWhenNull, filledText, text } from './fields.ts';

const id = filledText(128);

/**
 * What must never be stored in a catalog (bus-api-provider-billing page): provider keys, webhook secrets,
 * database passwords.
 */
const SECRET_SHAPE = /\b(sk|rk)_(test|live)_|\bwhsec_|:\/\/[^/\s:@]*:[^/\s@]+@/;

/**
 * Non-secret provider ids of an entry, e.g. `{"stripe_price_id":"price_…"}`. The field's name is this
 * project's choice.
 */
const providerIds = z
  .record(
    filledText(64),
    filledText(256).refine((value) => !SECRET_SHAPE.test(value), 'looks like a secret'),
  )
  .optional();

/** One quota of a plan: at most `limit` units of a meter per window. */
export const planQuota = z.strictObject({
  feature: filledText(128),
  meter_event_name: filledText(128),
  window: quotaWindow,
  limit: z.int().min(1),
  upgrade_plan_id: id.optional(),
});

/** A parsed plan quota: canonical window. */
export type PlanQuota = z.output<typeof planQuota>;

const product = z.strictObject({ id, name: filledText(256), provider_ids: providerIds });
const meter = z.strictObject({ name: filledText(128), unit: filledText(64), provider_ids: providerIds });
const price = z.strictObject({
  currency: z.string().regex(/^[A-Za-z]{3}$/),
  unit_amount: z.int().min(0),
  interval: filledText(32),
  provider_ids: providerIds,
});
const plan = z.strictObject({
  id,
  product_id: id,
  features: z.array(filledText(128)).max(256),
  prices: z.array(price).max(64).default([]),
  quotas: z.array(planQuota).max(256).default([]),
  provider_ids: providerIds,
});

/** Body of `PUT /api/internal/billing/catalog`: replaces the whole catalog. */
export const billingCatalog = z
  .strictObject({
    products: z.array(product).max(256),
    meters: z.array(meter).max(256),
    plans: z.array(plan).max(256),
  })
  .superRefine((catalog, context) => {
    const products = new Set(catalog.products.map((entry) => entry.id));
    const complain = (message: string, ...path: (string | number)[]) =>
      context.addIssue({ code: 'custom', message, path });
    if (products.size !== catalog.products.length) complain('two products have one id', 'products');
    if (repeats(catalog.meters.map((entry) => entry.name))) complain('two meters have one name', 'meters');
    if (repeats(catalog.plans.map((entry) => entry.id))) complain('two plans have one id', 'plans');
    for (const [index, entry] of catalog.plans.entries()) {
      if (!products.has(entry.product_id)) complain('no such product', 'plans', index, 'product_id');
      const keys = entry.quotas.map((quota) =>
        JSON.stringify([quota.feature, quota.meter_event_name, quota.window]),
      );
      if (repeats(keys)) complain('two quotas have one feature, meter and window', 'plans', index, 'quotas');
    }
  });

/** A valid catalog. */
export type BillingCatalog = z.output<typeof billingCatalog>;

const listed = <T extends z.ZodType>(item: T) => emptyWhenNull(z.array(item).max(4096));

/**
 * Answer of `GET /api/internal/billing/catalog`: the three lists, whatever else a real stack stores with
 * them.
 */
export const catalogResponse = z.object({
  products: listed(z.looseObject({ id, name: text(256) })),
  meters: listed(z.looseObject({ name: filledText(128), unit: text(64) })),
  plans: listed(
    z.looseObject({
      id,
      product_id: id,
      features: z.array(filledText(128)).max(256).nullish(),
      prices: listed(
        z.looseObject({ currency: text(16), unit_amount: z.int(), interval: text(32) }),
      ).nullish(),
      quotas: listed(
        z.looseObject({
          feature: filledText(128),
          meter_event_name: filledText(128),
          window: filledText(32),
          limit: z.int(),
        }),
      ).nullish(),
    }),
  ),
});

/** A parsed stored catalog. Kept whole, so that a proof can put back exactly what it found. */
export type CatalogResponse = z.output<typeof catalogResponse>;

/**
 * Answer of `PUT /api/internal/billing/catalog`: the stored catalog, or a status of the update; both are
 * allowed.
 */
export const catalogPutResponse = z.union([
  catalogResponse.transform((catalog) => ({ kind: 'catalog' as const, catalog })),
  z
    .object({ status: text(128).optional(), ok: z.boolean().optional(), updated: z.boolean().optional() })
    .refine(({ ok, updated }) => ok !== false && updated !== false, 'the update was not applied')
    .transform(({ status }) => ({ kind: 'status' as const, status })),
]);

/** A parsed answer to a catalog update. */
export type CatalogPutResponse = z.output<typeof catalogPutResponse>;

function repeats(names: readonly string[]): boolean {
  return new Set(names).size !== names.length;
}
