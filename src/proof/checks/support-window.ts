import { reason } from '../../reasons/catalog.ts';
import type { Check } from '../check.ts';
import { CheckFailure, CheckSkip } from '../check-failure.ts';
import { granted } from '../grants.ts';
import { askSupport, type SupportStatus, windowWords } from '../support-status.ts';

/** A support package is an entitlement like any other; this one tells of the operator's own account. */
export const supportWindow: Check = {
  id: 'support-window',
  title: 'Support package of the account',
  group: 'support',
  service: 'bus-billing-api',
  uses: ['bus-billing-worker', 'bus-events'],
  proves: 'The entitlement route allows support for the account, and its package is inside of its window.',
  doesNotProve: 'What the package promises: that stands in the contract.',
  route: 'billing.entitlement-check',
  async run(context) {
    const { access, host, http, story } = context;
    const token = await granted(context, 'BUS_INTERNAL_TOKEN');
    const account = http.variable('BUS_LOCAL_ACCOUNT_ID', access.accountId);
    const status = await story.tell(
      {
        asked: 'Ask the entitlement route whether the account of this stack has support.',
        expected: 'allowed, and today inside of the window of the package',
        shows: 'Who may call support, and until when.',
      },
      async () => settled(await askSupport({ http, token, account, now: host.now() })),
      words,
    );
    return { status: 'PASS', observed: `Support is active: ${words(status)}.` };
  },
};

/** @throws CheckSkip without support, or where nobody may ask; CheckFailure when the answer cannot be trusted */
function settled(status: SupportStatus): SupportStatus {
  const { state, why } = status;
  if (why === undefined) return status;
  if (state !== 'unknown') {
    throw new CheckSkip(why.id, status.package === undefined ? state : `${state}, ${words(status)}`);
  }
  const { class: kind, sentence } = reason(why.id);
  const detail = why.detail ?? sentence;
  if (kind !== 'platform' && kind !== 'timeout') throw new CheckSkip(why.id, detail);
  throw new CheckFailure(why.id, detail);
}

function words({ package: id = 'without an id', window }: SupportStatus): string {
  return `package ${id}, ${windowWords(window)}`;
}
