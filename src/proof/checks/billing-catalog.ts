import { REFUSALS } from '../../contract/refusals.ts';
import type { Check } from '../check.ts';
import { CheckFailure } from '../check-failure.ts';
import { granted } from '../grants.ts';
import { CATALOG_HOLD, PROOF_PRICE, PROOF_PRODUCT, readCatalog, withPlans } from '../proof-plan.ts';

const PLAN = 'proof-basic';

/** What is sold stands in the catalog as it was put there, and only an operator puts it. */
export const billingCatalog: Check = {
  id: 'billing-catalog',
  title: 'The catalog keeps what is sold',
  group: 'billing',
  service: 'bus-billing-api',
  holds: [CATALOG_HOLD],
  proves:
    'A product, a meter, a plan and its price come back from the catalog as they were stored, a catalog that contradicts itself is refused and changes nothing, customers cannot read or write it, and it is put back as it was found.',
  doesNotProve: 'That the payment provider has the same products and prices.',
  route: 'billing.catalog-get',
  async run(context) {
    const { http, story } = context;
    const token = await granted(context, 'BUS_CATALOG_TOKEN');
    const customer = await granted(context, 'BUS_API_TOKEN');
    const plan = {
      id: PLAN,
      product_id: PROOF_PRODUCT,
      features: ['llm:proxy'],
      prices: [PROOF_PRICE],
      quotas: [],
    };
    const work = async () => {
      await story.tell(
        {
          asked: 'The operator sends a plan of a product that does not exist.',
          expected: 'refused with 400, and the catalog stays',
          shows: 'A mistake cannot replace the catalog.',
        },
        async () => {
          await http.call({
            purpose: 'to store a plan without its product',
            target: 'billing.catalog-put',
            token,
            body: { products: [], meters: [], plans: [plan] },
            status: [400, 422],
            accepted: 'PR-CATALOG-UNCHECKED',
          });
          const kept = await readCatalog(context, token, 'after the refusal');
          if (!kept.plans.some(({ id }) => id === PLAN) || kept.products.length === 0) {
            throw new CheckFailure('PR-CATALOG-ALTERED', 'a refused catalog changed the stored one');
          }
        },
        () => 'refused, and the catalog is unchanged',
      );
      await story.tell(
        {
          asked: 'A customer tries to read the catalog, and to replace it by an empty one.',
          expected: 'both refused',
          shows: 'Only an operator decides what is sold.',
        },
        async () => {
          const refused = { token: customer, status: REFUSALS.billing.wrongAudience.allowed } as const;
          const accepted = 'PR-CATALOG-OPEN';
          const read = { purpose: 'as a customer, to read', target: 'billing.catalog-get' } as const;
          await http.call({ ...refused, ...read, accepted });
          const write = { purpose: 'as a customer, to replace', target: 'billing.catalog-put' } as const;
          await http.call({ ...refused, ...write, accepted, body: { products: [], meters: [], plans: [] } });
        },
        () => 'both refused',
      );
    };
    await withPlans(context, token, [plan], work);
    return { status: 'PASS', observed: 'Stored, read back, guarded, and put back as it was found.' };
  },
};
