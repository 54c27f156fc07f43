import type { Secret } from '../../redact/secret.ts';
import {
  callsAreFree,
  callsAskBilling,
  letThrough,
  modelCall,
  refusedCall,
  servedCall,
} from '../billed-calls.ts';
import { changePlan, newCustomer, type ProofCustomer } from '../billing-customer.ts';
import type { Check, CheckContext, CheckOutcome } from '../check.ts';
import { CheckSkip } from '../check-failure.ts';
import { thenPutBack } from '../clean-up.ts';
import { altered } from '../grants.ts';

/** When the refusal is made that stands for the check in reports. */
const BEFORE = 'before the subscription';

/** Model calls are served for accounts that may make them, and for nobody else. */
export const billingEnforcement: Check = {
  id: 'billing-enforcement',
  title: 'Model calls ask billing',
  group: 'billing',
  service: 'bus-llm',
  uses: ['bus-billing-api', 'bus-billing-worker', 'bus-events', 'bus-codex', 'bus-usage-worker'],
  proves:
    'A model call of an account without a subscription is refused, the same call is served while the account is subscribed and others stay refused, and it is refused again after cancelling.',
  doesNotProve: 'That the answer comes from a model: fixed answers do for this.',
  leaves:
    'Accounts with random ids, one with a canceled subscription, the usage of one model call, and the events of it.',
  route: 'llm.chat-completions',
  deadlineMs: 120_000,
  async run(context) {
    const customer = await newCustomer(context, 'PROOF_ACCOUNT_ID');
    const neighbour = await newCustomer(context, 'PROOF_OTHER_ACCOUNT_ID');
    const own = { name: 'BUS_ACCOUNT_API_TOKEN', subject: customer.account };
    const token = await altered(context, 'BUS_API_TOKEN', own);
    const other = { name: 'BUS_OTHER_ACCOUNT_API_TOKEN', subject: neighbour.account };
    const foreign = await altered(context, 'BUS_API_TOKEN', other);
    await mustAskBilling(context, token);
    return await tell(context, customer, token, foreign);
  },
};

/** @throws CheckSkip where calls do not ask, or where it cannot be found out without a cost */
async function mustAskBilling(context: CheckContext, token: Secret): Promise<void> {
  await context.story.tell(
    {
      asked:
        'An account without a subscription sends /v1/chat/completions something that nothing can execute.',
      expected: 'refused for want of billing, before anything else is looked at',
      shows: 'Whether model calls ask billing on this stack; finding out costs nothing.',
    },
    async () => {
      const found = await callsAskBilling(context, token);
      if (found === 'yes') return 'refused for want of billing';
      if (found === 'no')
        throw new CheckSkip('PR-BILLING-NOT-ENFORCED', 'the call was not refused by billing');
      if (!(await callsAreFree(context)))
        throw new CheckSkip('PR-CALL-COSTS', 'only a whole call could tell');
      // The stack looks at the body first. Its setting says that it asks, and an answer costs nothing here.
      const { status } = await modelCall(context, token, 'to find out');
      if (status !== 200) return 'refused for want of billing, once the call was whole';
      throw new CheckSkip(
        'PR-BILLING-NOT-ENFORCED',
        'the setting here says that calls ask, the stack served one',
      );
    },
    (seen) => seen,
  );
}

async function tell(
  context: CheckContext,
  customer: ProofCustomer,
  token: Secret,
  foreign: Secret,
): Promise<CheckOutcome> {
  const refused = async (whose: Secret, when: string, asked: string, shows: string) =>
    await context.story.tell(
      { asked, expected: 'refused, billing_required', shows },
      // The first of them stands for the check: anybody can repeat it with an account that nobody pays for.
      () => refusedCall(context, whose, 'billing_required', when, when === BEFORE),
      (seen) => seen,
    );
  await refused(
    token,
    BEFORE,
    'The account calls a model without a subscription.',
    'Nobody is served for nothing.',
  );
  const paid = async () => {
    await changePlan(context, customer, 'active', 'calls');
    context.progress(1, 3, 'refused without a subscription');
    const free = await served(context, token);
    context.progress(2, 3, 'served with a subscription');
    await refused(
      foreign,
      'of another account meanwhile',
      'Another account makes the same call meanwhile.',
      'A subscription is good for the account that has it.',
    );
    return free;
  };
  const free = await thenPutBack(context, paid, (last) => changePlan(last, customer, 'canceled', 'calls'));
  await refused(
    token,
    'after cancelling',
    'The subscription is canceled, and the account calls again.',
    'Who no longer pays is no longer served.',
  );
  const paying = free ? 'served with one' : 'let through by billing with one (an answer would cost quota)';
  return {
    status: 'PASS',
    observed: `Refused without a subscription, ${paying}, refused for another account and after cancelling.`,
  };
}

/** @returns false where a served call would cost something: then only billing itself is asked */
async function served(context: CheckContext, token: Secret): Promise<boolean> {
  const line = {
    asked: 'The account subscribes and makes the same call.',
    expected: 'served with an answer',
    shows: 'Who pays is served.',
  };
  if (!(await callsAreFree(context))) {
    const free = {
      asked: 'The account subscribes and sends what nothing can execute.',
      expected: 'turned away, and not by billing',
      shows:
        'Billing lets through who pays; an answer would cost quota of the model provider, and none is asked for.',
    };
    await context.story.tell(
      free,
      () => letThrough(context, token),
      (seen) => seen,
    );
    return false;
  }
  await context.story.tell(
    line,
    () => servedCall(context, token, 'with the subscription'),
    (seen) => seen,
  );
  return true;
}
