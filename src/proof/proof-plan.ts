import { isDeepStrictEqual } from 'node:util';
import { type CatalogResponse, catalogPutResponse, catalogResponse } from '../contract/billing-catalog.ts';
import type { Secret } from '../redact/secret.ts';
import type { CallJson } from './call.ts';
import type { CheckContext } from './check.ts';
import { CheckFailure } from './check-failure.ts';

/** Begins the id of everything that a proof puts into a catalog. */
const PREFIX = 'proof-';

/** A plan as a catalog holds it. */
export interface ProofPlan {
  readonly id: string;
  readonly product_id: string;
  readonly features: readonly string[];
  readonly prices: readonly { readonly [field: string]: CallJson }[];
  readonly quotas: readonly { readonly [field: string]: CallJson }[];
}

/**
 * Puts a product, a meter and a plan beside what the catalog holds, reads them back, and takes them out again when the
 * work is done, however it ends. Entries that a former proof could not take out go with them.
 * @param token that may read and write the catalog
 * @throws CheckFailure `PR-CATALOG-ALTERED` when the catalog gives back something else than was stored
 */
export async function withPlan<T>(
  context: CheckContext,
  token: Secret,
  plan: ProofPlan,
  work: () => Promise<T>,
): Promise<T> {
  const found = withoutProofs(await read(context, token, 'as it is'));
  const added = {
    products: [...found.products, { id: plan.product_id, name: 'Proof of bus-setup' }],
    meters: [...found.meters, { name: plan.product_id, unit: 'token' }],
    plans: [...found.plans, plan],
  };
  try {
    await replace(context, token, added, 'with the plan of the proof');
    const stored = await read(context, token, 'with the plan of the proof');
    const kept = stored.plans.find(({ id }) => id === plan.id);
    const product = stored.products.some(({ id }) => id === plan.product_id);
    const meter = stored.meters.some(({ name }) => name === plan.product_id);
    if (!product || !meter || !isDeepStrictEqual(pick(kept), pick(plan))) {
      throw new CheckFailure(
        'PR-CATALOG-ALTERED',
        'product, meter and plan did not come back as they were stored',
      );
    }
    return await work();
  } finally {
    await replace(context, token, found, 'as it was found');
  }
}

function withoutProofs({ products, meters, plans }: CatalogResponse): CatalogResponse {
  return {
    products: products.filter(({ id }) => !id.startsWith(PREFIX)),
    meters: meters.filter(({ name }) => !name.startsWith(PREFIX)),
    plans: plans.filter(({ id }) => !id.startsWith(PREFIX)),
  };
}

function pick(plan: CatalogResponse['plans'][number] | ProofPlan | undefined): unknown {
  return [plan?.product_id, plan?.features, plan?.prices, plan?.quotas];
}

async function read({ http }: CheckContext, token: Secret, how: string): Promise<CatalogResponse> {
  const call = {
    purpose: `for the catalog ${how}`,
    target: 'billing.catalog-get',
    token,
    status: [200],
  } as const;
  return await http.json(call, catalogResponse, 'PR-CATALOG-ALTERED');
}

async function replace({ http }: CheckContext, token: Secret, catalog: object, how: string): Promise<void> {
  // It came as JSON or is written here as such.
  const body = catalog as { readonly [key: string]: CallJson };
  const call = {
    purpose: `to store it ${how}`,
    target: 'billing.catalog-put',
    token,
    body,
    status: [200, 204],
  } as const;
  const answer = await http.call(call);
  if (answer.text() !== '') answer.json(catalogPutResponse, 'PR-CATALOG-ALTERED');
}
