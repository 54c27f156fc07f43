import { registerResponse, rejectResponse, waitlistResponse } from '../../contract/auth.ts';
import { PROOF_EMAIL_DOMAIN } from '../../contract/local-defaults.ts';
import { REFUSALS } from '../../contract/refusals.ts';
import type { Check, CheckContext } from '../check.ts';
import { CheckFailure } from '../check-failure.ts';
import { altered, granted } from '../grants.ts';
import { shown } from '../plain-text.ts';

/** Bytes of the largest waitlist that is read: about fifty thousand people. */
const WAITLIST_BYTES = 16 * 1024 * 1024;

/** Registering puts an address on the waitlist that the operator sees, and nothing else does. */
export const authWaitlist: Check = {
  id: 'auth-waitlist',
  title: 'Registration leads to the waitlist',
  group: 'auth',
  service: 'bus-auth',
  proves:
    'A new address is waitlisted once, the operator finds it on the waitlist unverified, a malformed address is refused, and the waitlist is closed to others.',
  doesNotProve: 'That mail is delivered, or that anybody approves the registration.',
  route: 'auth.register',
  async run(context) {
    const { http, marker } = context;
    const email = `proof-${marker}@${PROOF_EMAIL_DOMAIN}`;
    const first = await register(context, email, 'a new address');
    const again = await register(context, email, 'the same address again');
    if (first.identity_id !== undefined && again.identity_id !== first.identity_id) {
      throw new CheckFailure('PR-REGISTER-IDENTITY', 'the same address got another identity');
    }
    for (const malformed of [`proof-${marker}`, `proof-${marker}@`, '']) {
      await http.call({
        purpose: `with the malformed address ${shown(malformed.replace(marker, '…'))}`,
        target: 'auth.register',
        body: { email: malformed },
        status: [400],
        accepted: 'PR-REGISTER-MALFORMED',
      });
    }
    await onTheWaitlist(context, email);
    return {
      status: 'PASS',
      observed: 'A new address is waitlisted, once and unverified; malformed ones are refused.',
    };
  },
};

async function register({ http }: CheckContext, email: string, who: string) {
  const answer = await http.json(
    { purpose: `with ${who}`, target: 'auth.register', body: { email }, status: [200] },
    registerResponse,
    'PR-REGISTER-SHAPE',
  );
  if (answer.status !== 'waitlisted') {
    throw new CheckFailure('PR-REGISTER-STATUS', `${who}: expected waitlisted, got ${shown(answer.status)}`);
  }
  if (answer.email !== undefined && answer.email !== email) {
    throw new CheckFailure('PR-REGISTER-SHAPE', `${who}: the answer is about ${shown(answer.email)}`);
  }
  return answer;
}

async function onTheWaitlist(context: CheckContext, email: string): Promise<void> {
  const { http } = context;
  const admin = await granted(context, 'BUS_AUTH_ADMIN_TOKEN');
  const waitlist = async (purpose: string) =>
    await http.json(
      { purpose, target: 'auth.waitlist', token: admin, status: [200], maxBytes: WAITLIST_BYTES },
      waitlistResponse,
      'PR-WAITLIST-SHAPE',
    );
  const entries = (await waitlist('as operator')).items.filter((item) => item.email === email);
  const [entry] = entries;
  if (entry === undefined)
    throw new CheckFailure('PR-WAITLIST-MISSING', 'the new address is not on the waitlist');
  if (entries.length > 1)
    throw new CheckFailure('PR-WAITLIST-TWICE', `the new address is on it ${entries.length} times`);
  if (entry.status !== 'waitlisted' || entry.email_verified) {
    const seen = `status ${shown(entry.status)}, verified ${entry.email_verified}`;
    throw new CheckFailure('PR-WAITLIST-STATE', `expected waitlisted and unverified, got ${seen}`);
  }
  const nobody = await altered(context, 'BUS_AUTH_ADMIN_TOKEN', {
    name: 'BUS_AUTH_ADMIN_TOKEN_WITHOUT_WAITLIST',
    scopes: ['status:read', 'token:issue'],
  });
  await http.call({
    purpose: 'with a token that lacks waitlist:read',
    target: 'auth.waitlist',
    token: nobody,
    status: REFUSALS.auth.missingScope.allowed,
    accepted: 'PR-WAITLIST-OPEN',
  });
  await http.call({
    purpose: 'without a token',
    target: 'auth.waitlist',
    status: REFUSALS.auth.invalidToken.allowed,
    accepted: 'PR-WAITLIST-OPEN',
  });
  await http.call({
    purpose: 'with a customer’s token',
    target: 'auth.waitlist',
    token: await granted(context, 'BUS_API_TOKEN'),
    status: REFUSALS.auth.wrongAudience.allowed,
    accepted: 'PR-WAITLIST-OPEN',
  });
  // Rejecting takes the proof's address off the waitlist again.
  await http.json(
    {
      purpose: 'to reject the proof’s address',
      target: 'auth.reject',
      token: admin,
      body: { email, reason: 'proof data' },
      status: [200],
    },
    rejectResponse,
    'PR-WAITLIST-SHAPE',
  );
  const left = (await waitlist('after the rejection')).items.find((item) => item.email === email);
  if (left !== undefined && left.status !== 'rejected') {
    throw new CheckFailure('PR-WAITLIST-STATE', `rejected, but listed as ${shown(left.status)}`);
  }
}
