import type { Hono } from 'hono';
import { emailRequest, OTP_TTL_SECONDS, otpVerifyRequest } from '../../../contract/auth.ts';
import { LOCAL_DEFAULTS } from '../../../contract/local-defaults.ts';
import { AUDIENCES, VERIFIED_TOKEN_SCOPES } from '../../../contract/tokens.ts';
import { ApiError, jsonResponse } from '../../http/api-error.ts';
import { readJsonBody } from '../../http/json-body.ts';
import type { ServiceContext } from '../../service.ts';
import { DELIVERY_PATH } from '../mailhog.ts';
import type { AuthParts } from './auth-parts.ts';

/** Seconds an auth token lives. The contract names no lifetime. */
export const AUTH_TOKEN_TTL_SECONDS = 3600;

const BODY_LIMIT_BYTES = 4096;

/** Adds the routes that need no token: registration and one-time passwords. */
export function addSignInRoutes(app: Hono, { context, identities, passwords, tokens }: AuthParts): void {
  app.post('/register', async (c) => {
    const { email } = await readJsonBody(c.req.raw, emailRequest, { limitBytes: BODY_LIMIT_BYTES });
    const identity = await identities.register(email);
    return jsonResponse({ status: identity.status, email });
  });

  app.post('/otp/request', async (c) => {
    const { email } = await readJsonBody(c.req.raw, emailRequest, { limitBytes: BODY_LIMIT_BYTES });
    if (!(await passwords.admit(email))) throw new ApiError('rate_limited', 'too many one-time passwords');
    // The answer is the same for an address nobody has registered, so it does not tell who has.
    if ((await identities.byEmail(email)) !== undefined) {
      const otp = await passwords.issue(email);
      if (!(await mailed(context, email, otp))) {
        await passwords.withdraw(email);
        throw new ApiError('backend_unavailable', 'the mail could not be delivered');
      }
    }
    return jsonResponse({ status: 'challenge_sent', expires_in: OTP_TTL_SECONDS });
  });

  app.post('/otp/verify', async (c) => {
    const { email, otp } = await readJsonBody(c.req.raw, otpVerifyRequest, { limitBytes: BODY_LIMIT_BYTES });
    const right = await passwords.redeem(email, otp);
    const identity = right ? await identities.verify(email) : undefined;
    if (identity === undefined) throw new ApiError('invalid_auth', 'the one-time password is not valid');
    const token = await tokens.issue({
      subject: identity.identity_id,
      audience: AUDIENCES.auth,
      scopes: VERIFIED_TOKEN_SCOPES,
      ttlSeconds: AUTH_TOKEN_TTL_SECONDS,
    });
    return jsonResponse({
      ...token,
      identity_id: identity.identity_id,
      email_verified: identity.email_verified === 1,
      status: identity.status,
    });
  });
}

async function mailed(context: ServiceContext, email: string, otp: string): Promise<boolean> {
  const mail = {
    from: context.env.BUS_AUTH_SMTP_FROM || LOCAL_DEFAULTS.BUS_AUTH_SMTP_FROM.value,
    to: email,
    subject: 'Your Bus one-time password',
    text: `Your one-time password is ${otp}.\r\nIt can be used once within ${OTP_TTL_SECONDS / 60} minutes.\r\n`,
  };
  const request = new Request(`http://mailhog:8025${DELIVERY_PATH}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(mail),
    signal: context.signal,
  });
  const response = await context.fetch(request).catch(() => undefined);
  await response?.body?.cancel();
  return response?.ok === true;
}
