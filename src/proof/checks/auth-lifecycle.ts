import {
  approveResponse,
  authStatusResponse,
  otpRequestResponse,
  otpVerifyResponse,
  registerResponse,
  tokenResponse,
} from '../../contract/auth.ts';
import { PROOF_EMAIL_DOMAIN } from '../../contract/local-defaults.ts';
import { REFUSALS } from '../../contract/refusals.ts';
import { AUDIENCES } from '../../contract/tokens.ts';
import { Secret } from '../../redact/secret.ts';
import type { Check, CheckContext } from '../check.ts';
import { CheckFailure } from '../check-failure.ts';
import { granted } from '../grants.ts';
import { mailedPassword } from '../mailbox-reader.ts';
import { mustNotApproveThemselves, mustOpenWhatWasGranted } from '../person-boundaries.ts';
import { shown } from '../plain-text.ts';
import { claimsOf } from '../token-claims.ts';

const RESOURCE = 'llm:proxy';
const PARTS = 6;

/** One person's way from an address to an accepted API token, and every door that is shut before its time. */
export const authLifecycle: Check = {
  id: 'auth-lifecycle',
  title: 'From one-time password to an accepted token',
  group: 'auth',
  service: 'bus-auth',
  uses: ['mailhog', 'bus-llm'],
  proves:
    'A mailed one-time password signs in once and gives no API token before approval, which only an operator can give; the token after it opens the models it was granted for and none of four other services; signing out ends the session.',
  doesNotProve: 'That mail reaches a real mailbox: the local stack’s mail sink was read.',
  route: 'auth.token',
  needs: ['auth-waitlist'],
  async run(context) {
    const { http, access, marker } = context;
    if (access.mailboxUrl === undefined) {
      return { status: 'SKIP', reason: 'PR-NO-MAILBOX', detail: 'this stack has no mail sink to read' };
    }
    const email = `proof-${marker}@${PROOF_EMAIL_DOMAIN}`;
    const registered = await http.json(
      { purpose: 'with a new address', target: 'auth.register', body: { email }, status: [200] },
      registerResponse,
      'PR-REGISTER-SHAPE',
    );
    if (registered.status !== 'waitlisted') {
      throw new CheckFailure('PR-REGISTER-STATUS', `expected waitlisted, got ${shown(registered.status)}`);
    }
    context.progress(1, PARTS, 'registered');

    const person = await signIn(context, access.mailboxUrl, email);
    context.progress(2, PARTS, 'signed in with a mailed password');

    await expectStatus(context, person, 'waitlisted');
    await requestToken(context, person.token, RESOURCE, 'before approval', 'PR-TOKEN-BEFORE-APPROVAL');
    await mustNotApproveThemselves(context, person.token, email);
    context.progress(3, PARTS, 'refused before approval');

    const admin = await granted(context, 'BUS_AUTH_ADMIN_TOKEN');
    const approved = await http.json(
      { purpose: 'as operator', target: 'auth.approve', token: admin, body: { email }, status: [200] },
      approveResponse,
      'PR-APPROVE-SHAPE',
    );
    if (approved.identity_id !== person.identity) {
      throw new CheckFailure('PR-APPROVE-IDENTITY', 'approval names another identity than the sign-in');
    }
    await expectStatus(context, person, 'approved');
    context.progress(4, PARTS, 'approved');

    const apiToken = await apiTokenOf(context, person);
    await mustOpenWhatWasGranted(context, apiToken, person.token);
    await requestToken(
      context,
      person.token,
      'admin:manage',
      'for a resource out of reach',
      'PR-TOKEN-OVERGRANTED',
    );
    context.progress(5, PARTS, 'the token is accepted');

    await leave(context, person.token, admin, email);
    return {
      status: 'PASS',
      observed:
        'The password signed in once; no token before approval, an accepted one after it, none after sign-out.',
    };
  },
};

interface Person {
  readonly token: Secret;
  readonly identity: string;
}

async function signIn(context: CheckContext, mailboxUrl: string, email: string): Promise<Person> {
  const { http } = context;
  const challenge = await http.call({
    purpose: 'for a password',
    target: 'auth.otp-request',
    body: { email },
    status: [200],
  });
  challenge.json(otpRequestResponse, 'PR-OTP-SHAPE');
  const otp = await mailedPassword(context, mailboxUrl, email);
  if (challenge.text().includes(otp.reveal())) {
    throw new CheckFailure('PR-OTP-IN-ANSWER', 'the answer to the request holds the password');
  }
  const wrong = new Secret(
    'BUS_WRONG_OTP',
    otp.reveal().replace(/[0-9]$/, (digit) => String((Number(digit) + 1) % 10)),
  );
  const verify = { target: 'auth.otp-verify', status: [400, 401] } as const;
  await http.call({
    ...verify,
    purpose: 'with a wrong password',
    body: { email, otp: wrong },
    accepted: 'PR-OTP-WRONG',
  });
  const answer = await http.json(
    { ...verify, purpose: 'with the mailed password', body: { email, otp }, status: [200] },
    otpVerifyResponse,
    'PR-OTP-SHAPE',
  );
  await http.call({
    ...verify,
    purpose: 'with the same password again',
    body: { email, otp },
    accepted: 'PR-OTP-REUSED',
  });
  const token = context.secrets.secret('BUS_AUTH_TOKEN', answer.access_token);
  const claims = claimsOf(token);
  if (!claims.aud.includes(AUDIENCES.auth) || claims.aud.length !== 1) {
    throw new CheckFailure('PR-TOKEN-AUDIENCE', `signing in gave a token for ${shown(claims.aud)}`);
  }
  return { token, identity: answer.identity_id };
}

async function expectStatus(
  { http }: CheckContext,
  person: Person,
  wanted: 'waitlisted' | 'approved',
): Promise<void> {
  const status = await http.json(
    { purpose: `while ${wanted}`, target: 'auth.status', token: person.token, status: [200] },
    authStatusResponse,
    'PR-AUTH-STATUS-SHAPE',
  );
  if (status.identity_id !== person.identity) {
    throw new CheckFailure('PR-AUTH-STATUS-FOREIGN', 'the status is about another identity');
  }
  if (status.status !== wanted || !status.email_verified) {
    const seen = `${shown(status.status)}, verified ${status.email_verified}`;
    throw new CheckFailure('PR-AUTH-STATUS-STALE', `expected ${wanted} and verified, got ${seen}`);
  }
}

/** A request that must be refused. */
async function requestToken(
  { http }: CheckContext,
  token: Secret,
  resources: string,
  purpose: string,
  accepted: 'PR-TOKEN-BEFORE-APPROVAL' | 'PR-TOKEN-OVERGRANTED' | 'PR-TOKEN-AFTER-LOGOUT',
): Promise<void> {
  const status = accepted === 'PR-TOKEN-AFTER-LOGOUT' ? [401] : [403, 400];
  await http.call({
    purpose,
    target: 'auth.token',
    token,
    body: { resources, ttl_seconds: 60 },
    status,
    accepted,
  });
}

async function apiTokenOf(context: CheckContext, person: Person): Promise<Secret> {
  const answer = await context.http.json(
    {
      purpose: 'after approval',
      target: 'auth.token',
      token: person.token,
      body: { resources: RESOURCE, ttl_seconds: 60 },
      status: [200],
      main: true,
    },
    tokenResponse,
    'PR-TOKEN-SHAPE',
  );
  const token = context.secrets.secret('BUS_PERSON_API_TOKEN', answer.access_token);
  const claims = claimsOf(token);
  if (claims.sub !== person.identity)
    throw new CheckFailure('PR-TOKEN-SUBJECT', 'the token is of another identity');
  if (claims.aud.length !== 1 || claims.aud[0] !== AUDIENCES.api) {
    throw new CheckFailure('PR-TOKEN-AUDIENCE', `asked for an API token, got audience ${shown(claims.aud)}`);
  }
  if (claims.scope.length !== 1 || claims.scope[0] !== RESOURCE) {
    throw new CheckFailure('PR-TOKEN-SCOPE', `asked for ${RESOURCE}, got ${shown(claims.scope)}`);
  }
  if (claims.exp - claims.iat > 60) {
    throw new CheckFailure(
      'PR-TOKEN-LIFETIME',
      `asked for 60 s, got ${Math.round(claims.exp - claims.iat)} s`,
    );
  }
  return token;
}

async function leave(context: CheckContext, token: Secret, admin: Secret, email: string): Promise<void> {
  const { http } = context;
  await http.call({ purpose: 'to sign out', target: 'auth.logout', token, status: [204, 200] });
  await requestToken(context, token, RESOURCE, 'after signing out', 'PR-TOKEN-AFTER-LOGOUT');
  await http.call({
    purpose: 'after signing out',
    target: 'auth.status',
    token,
    status: REFUSALS.auth.invalidToken.allowed,
    accepted: 'PR-SESSION-AFTER-LOGOUT',
  });
  await http.call({
    purpose: 'to reject the proof’s address',
    target: 'auth.reject',
    token: admin,
    body: { email, reason: 'proof data' },
    status: [200],
  });
}
