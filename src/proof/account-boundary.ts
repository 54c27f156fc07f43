import { type ProofCustomer, statusOf } from './billing-customer.ts';
import type { CheckContext } from './check.ts';
import { CheckFailure } from './check-failure.ts';

/**
 * Tells and demands that billing shows nothing of one account in another.
 * @param neighbour an account that never did anything
 * @throws CheckFailure `PR-BILLING-FOREIGN`
 */
export async function neighbourSeesNothing(context: CheckContext, neighbour: ProofCustomer): Promise<void> {
  await context.story.tell(
    {
      asked: 'Another account asks for its status meanwhile.',
      expected: 'missing, without plan, features or quotas',
      shows: 'Nothing of one account is seen or charged in another.',
    },
    async () => {
      const status = await statusOf(context, neighbour, 'for another account');
      const { plan_id: plan, features = [], usage = [] } = status;
      if (status.status === 'missing' && plan === undefined && features.length + usage.length === 0) return;
      throw new CheckFailure('PR-BILLING-FOREIGN', `another account has status ${status.status}`);
    },
    () => 'missing; no plan, no features, no quotas',
  );
}
