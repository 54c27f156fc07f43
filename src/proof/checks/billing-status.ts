import { isDeepStrictEqual } from 'node:util';
import { type BillingStatusResponse, billingStatusResponse } from '../../contract/billing.ts';
import { REFUSALS } from '../../contract/refusals.ts';
import type { CallOptions } from '../call.ts';
import type { Check } from '../check.ts';
import { CheckFailure } from '../check-failure.ts';
import { altered, granted } from '../grants.ts';
import { shown } from '../plain-text.ts';

/** Billing tells each account about itself, and says the same on both of its doors. */
export const billingStatus: Check = {
  id: 'billing-status',
  title: 'Billing status of the token’s own account',
  group: 'billing',
  service: 'bus-billing-api',
  uses: ['bus-billing-worker', 'bus-events'],
  proves:
    'Billing answers the documented status for the account of the token, agrees with the operator’s view of it, and tells a new account that it has no billing.',
  doesNotProve: 'That a payment provider would charge anybody.',
  route: 'billing.status',
  async run(context) {
    const { http, access, host, story } = context;
    const token = await granted(context, 'BUS_API_TOKEN');
    const internal = await granted(context, 'BUS_INTERNAL_TOKEN');
    const ask = async (options: Pick<CallOptions, 'purpose' | 'target' | 'token' | 'params'>) =>
      await http.json(
        { ...options, status: [200], confidential: true },
        billingStatusResponse,
        'PR-BILLING-SHAPE',
      );
    const account = { target: 'billing.account-status', token: internal } as const;

    const own = await story.tell(
      {
        asked: 'The account of the token asks for its billing status.',
        expected: 'a status of that account that does not contradict itself',
        shows: 'A customer is told about the own account.',
      },
      async () => {
        const status = await ask({ purpose: 'with a token', target: 'billing.status', token });
        mustBeAbout(status, access.accountId, 'own status');
        mustBeConsistent(status);
        return status;
      },
      ({ status }) => `status ${status}`,
    );
    await story.tell(
      {
        asked: 'An operator asks for the same account, and for one that is no UUID.',
        expected: 'word for word the same; 400 for the other',
        shows: 'Customer and operator see one truth.',
      },
      async () => {
        const params = { account_id: http.variable('BUS_LOCAL_ACCOUNT_ID', access.accountId) };
        const seen = await ask({ ...account, purpose: 'as operator', params });
        if (!isDeepStrictEqual(seen, own)) {
          throw new CheckFailure(
            'PR-BILLING-DISAGREES',
            'the operator’s view of the account is not the account’s own',
          );
        }
        await http.call({
          ...account,
          purpose: 'for an account that is no UUID',
          params: { account_id: 'not-a-uuid' },
          status: [400],
          accepted: 'PR-BILLING-MALFORMED',
        });
      },
      () => 'the same; the other was refused',
    );
    const fresh = await story.tell(
      {
        asked: 'A new account asks for its status.',
        expected: 'missing, and what to do about it',
        shows: 'A new customer is no error, and sees nothing of others.',
      },
      async () => {
        const subject = http.variable('PROOF_OTHER_SUBJECT', host.uuid());
        const name = 'BUS_OTHER_API_TOKEN';
        const stranger = await altered(context, 'BUS_API_TOKEN', { name, subject });
        const purpose = 'with a token of a new account';
        const status = await ask({ purpose, target: 'billing.status', token: stranger });
        mustBeAbout(status, subject, 'status of a new account');
        mustBeConsistent(status);
        if (status.status !== 'missing') {
          throw new CheckFailure('PR-BILLING-FOREIGN', `a new account has status ${status.status}`);
        }
        return status;
      },
      ({ status, next_action: next }) => `status ${status}, next ${shown(next)}`,
    );
    await story.tell(
      {
        asked: 'Somebody without a token asks.',
        expected: 'refused',
        shows: 'Billing is nobody else’s business.',
      },
      () =>
        http.call({
          purpose: 'without a token',
          target: 'billing.status',
          status: REFUSALS.billing.invalidToken.allowed,
          accepted: 'PR-BILLING-PUBLIC',
        }),
      ({ status }) => `status ${status}`,
    );
    return {
      status: 'PASS',
      observed: `Status ${own.status} for the own account, ${fresh.status} for a new one.`,
    };
  },
};

function mustBeAbout(status: BillingStatusResponse, account: string, what: string): void {
  if (status.account_id.toLowerCase() !== account.toLowerCase()) {
    throw new CheckFailure('PR-BILLING-FOREIGN', `${what}: it is about account ${shown(status.account_id)}`);
  }
}

/** The documented rules that hold between the fields of a billing status. */
function mustBeConsistent(status: BillingStatusResponse): void {
  const wrong = contradiction(status);
  if (wrong !== undefined) throw new CheckFailure('PR-BILLING-CONTRADICTION', wrong);
}

function contradiction(status: BillingStatusResponse): string | undefined {
  const usage = status.usage ?? [];
  // Whether exactly the limit counts as exceeded is left open.
  const odd = usage.find(
    ({ used, limit, remaining, exceeded }) =>
      remaining !== Math.max(limit - used, 0) || (exceeded ? used < limit : used > limit),
  );
  if (odd !== undefined)
    return `quota of ${shown(odd.feature)}: used, limit, remaining and exceeded do not add up`;
  const exceeded = usage.some((quota) => quota.exceeded);
  if (status.status === 'missing' && !status.setup_required) return 'missing, but setup_required is false';
  if (status.status === 'missing' && (status.features ?? []).length > 0)
    return 'missing, but features are enabled';
  if (status.status === 'active' && status.setup_required) return 'active, but setup_required is true';
  if (status.setup_required && status.next_action !== undefined && status.next_action !== 'setup_billing') {
    return `setup_required, but next_action is ${shown(status.next_action)}`;
  }
  if (status.upgrade_required === true && (!exceeded || status.setup_required)) {
    return 'upgrade_required without an exceeded quota';
  }
  return undefined;
}
