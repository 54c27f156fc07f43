import { isDeepStrictEqual } from 'node:util';
import { type CatalogResponse, catalogPutResponse, catalogResponse } from '../contract/billing-catalog.ts';
import type { Secret } from '../redact/secret.ts';
import type { CallJson } from './call.ts';
import type { CheckContext } from './check.ts';
import { CheckFailure } from './check-failure.ts';
import { forCleanUp, putBackAfterFailure } from './clean-up.ts';
import type { StoryLine } from './story.ts';

/** Begins the id of everything that a proof puts into a catalog. */
const PREFIX = 'proof-';
/** What checks that change the catalog hold, because it is replaced whole. */
export const CATALOG_HOLD = 'billing-catalog';
/** Product and meter of every plan of a proof. */
export const PROOF_PRODUCT = 'proof-product';
const PROOF_METER = 'proof-tokens';

const STORED: StoryLine = {
  asked:
    'The operator puts a product, a meter and a plan with its price and quotas beside what the catalog holds.',
  expected: 'all of it is read back as it was stored',
  shows: 'What is offered is what was decided.',
};
const PUT_BACK: StoryLine = {
  asked: 'The operator puts the catalog back.',
  expected: 'it reads as before the proof',
  shows: 'The proof leaves the offer as it found it.',
};

/** A plan as a catalog holds it. Its id begins with `proof-`, and its product is {@link PROOF_PRODUCT}. */
export interface ProofPlan {
  readonly id: string;
  readonly product_id: string;
  readonly features: readonly string[];
  readonly prices: readonly { readonly [field: string]: CallJson }[];
  readonly quotas: readonly { readonly [field: string]: CallJson }[];
}

/** A price for plans of a proof: a number that must come back as it was stored, and that nobody is asked to pay. */
export const PROOF_PRICE = { currency: 'eur', unit_amount: 1900, interval: 'month' } as const;

/**
 * Puts a product, a meter and plans beside what the catalog holds, reads them back, and takes them out again when the
 * work is done, however it ends. Entries that a former proof could not take out go with them.
 * @param token that may read and write the catalog
 * @throws CheckFailure `PR-CATALOG-ALTERED` when the catalog gives back something else than was stored
 */
export async function withPlans<T>(
  context: CheckContext,
  token: Secret,
  plans: readonly ProofPlan[],
  work: () => Promise<T>,
): Promise<T> {
  const found = withoutProofs(await readCatalog(context, token, 'as it is'));
  const added = {
    products: [...found.products, { id: PROOF_PRODUCT, name: 'Proof of bus-setup' }],
    meters: [...found.meters, { name: PROOF_METER, unit: 'token' }],
    plans: [...found.plans, ...plans],
  };
  const { story } = context;
  const store = async () => {
    await storeCatalog(context, token, added, 'with the plan of the proof');
    mustHold(await readCatalog(context, token, 'with the plan of the proof'), plans);
  };
  const putBack = async (last: CheckContext) => {
    await storeCatalog(last, token, found, 'as it was found');
    if (isDeepStrictEqual(await readCatalog(last, token, 'as it was found'), found)) return;
    throw new CheckFailure('PR-CATALOG-ALTERED', 'the catalog that was put back did not come back');
  };
  const storeAndWork = async () => {
    await story.tell(STORED, store, () => 'all of it came back unchanged');
    return await work();
  };
  const result = await putBackAfterFailure(context, storeAndWork, putBack);
  await story.tell(
    PUT_BACK,
    () => putBack(forCleanUp(context)),
    () => 'it reads as it did before',
  );
  return result;
}

/** Reads the catalog. @param how completes the purpose, e.g. `as it is` */
export async function readCatalog(
  { http }: CheckContext,
  token: Secret,
  how: string,
): Promise<CatalogResponse> {
  const call = {
    purpose: `for the catalog ${how}`,
    target: 'billing.catalog-get',
    token,
    status: [200],
  } as const;
  return await http.json(call, catalogResponse, 'PR-CATALOG-ALTERED');
}

function mustHold(stored: CatalogResponse, plans: readonly ProofPlan[]): void {
  const product = stored.products.some(({ id }) => id === PROOF_PRODUCT);
  const meter = stored.meters.some(({ name }) => name === PROOF_METER);
  const kept = plans.every((plan) =>
    isDeepStrictEqual(pick(stored.plans.find(({ id }) => id === plan.id)), pick(plan)),
  );
  if (product && meter && kept) return;
  throw new CheckFailure(
    'PR-CATALOG-ALTERED',
    'product, meter and plan did not come back as they were stored',
  );
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

async function storeCatalog(
  { http }: CheckContext,
  token: Secret,
  catalog: object,
  how: string,
): Promise<void> {
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
