import { isDeepStrictEqual } from 'node:util';
import { type BillingStatusResponse, billingStatusResponse } from '../../contract/billing.ts';
import { REFUSALS } from '../../contract/refusals.ts';
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
    const { http, access, host } = context;
    const token = await granted(context, 'BUS_API_TOKEN');
    const own = await http.json(
      { purpose: 'with a token', target: 'billing.status', token, status: [200] },
      billingStatusResponse,
      'PR-BILLING-SHAPE',
    );
    mustBeAbout(own, access.accountId, 'own status');
    mustBeConsistent(own);

    const internal = await granted(context, 'BUS_INTERNAL_TOKEN');
    const account = { target: 'billing.account-status', token: internal } as const;
    const params = { account_id: http.variable('BUS_LOCAL_ACCOUNT_ID', access.accountId) };
    const seen = await http.json(
      { ...account, purpose: 'as operator', params, status: [200] },
      billingStatusResponse,
      'PR-BILLING-SHAPE',
    );
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

    const subject = http.variable('PROOF_OTHER_SUBJECT', host.uuid());
    const stranger = await altered(context, 'BUS_API_TOKEN', { name: 'BUS_OTHER_API_TOKEN', subject });
    const fresh = await http.json(
      { purpose: 'with a token of a new account', target: 'billing.status', token: stranger, status: [200] },
      billingStatusResponse,
      'PR-BILLING-SHAPE',
    );
    mustBeAbout(fresh, subject, 'status of a new account');
    mustBeConsistent(fresh);
    if (fresh.status !== 'missing') {
      throw new CheckFailure('PR-BILLING-FOREIGN', `a new account has status ${fresh.status}`);
    }
    await http.call({
      purpose: 'without a token',
      target: 'billing.status',
      status: REFUSALS.billing.invalidToken.allowed,
      accepted: 'PR-BILLING-PUBLIC',
    });
    return { status: 'PASS', observed: `Status ${own.status} for the own account, missing for a new one.` };
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
