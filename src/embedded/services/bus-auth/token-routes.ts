import type { Hono } from 'hono';
import { authEmptyRequest, tokenRequest } from '../../../contract/auth.ts';
import { AUDIENCES } from '../../../contract/tokens.ts';
import { ApiError, jsonResponse } from '../../http/api-error.ts';
import { readJsonBody } from '../../http/json-body.ts';
import type { AuthParts } from './auth-parts.ts';
import type { Identity } from './identities.ts';
import { AUTH_TOKEN_TTL_SECONDS } from './sign-in-routes.ts';

const BODY_LIMIT_BYTES = 16 * 1024;

/** Adds the routes of whoever has a token: status, API token, refresh, logout, me, check. */
export function addTokenRoutes(app: Hono, { context, identities, tokens }: AuthParts): void {
  const grantable = new Set(
    (context.env.BUS_AUTH_API_USER_RESOURCES || context.env.BUS_LOCAL_TOKEN_SCOPES || '')
      .split(' ')
      .filter(Boolean),
  );

  app.get('/status', async (c) => {
    const caller = await tokens.caller(c.req.raw, ['status:read']);
    const identity = await identities.bySubject(caller.subject);
    if (identity === undefined) throw new ApiError('not_found', 'the token belongs to no identity');
    const { identity_id, status, email_verified } = identity;
    return jsonResponse({ identity_id, status, email_verified: email_verified === 1 });
  });

  app.post('/token', async (c) => {
    const caller = await tokens.caller(c.req.raw, ['token:issue']);
    const request = await readJsonBody(c.req.raw, tokenRequest, { limitBytes: BODY_LIMIT_BYTES });
    const identity = entitled(await identities.bySubject(caller.subject));
    if (!request.resources.every((resource) => grantable.has(resource))) {
      throw new ApiError('forbidden', 'a resource outside the allow-list was asked for');
    }
    const token = await tokens.issue({
      subject: identity.identity_id,
      audience: AUDIENCES.api,
      scopes: request.resources,
      ttlSeconds: request.ttl_seconds,
    });
    context.log('issued an API token');
    return jsonResponse(token);
  });

  app.post('/token/refresh', async (c) => {
    const caller = await tokens.caller(c.req.raw);
    await readJsonBody(c.req.raw, authEmptyRequest, { limitBytes: BODY_LIMIT_BYTES, emptyIsObject: true });
    await tokens.revoke(caller);
    const token = await tokens.issue({
      subject: caller.subject,
      audience: AUDIENCES.auth,
      scopes: [...caller.scopes],
      ttlSeconds: AUTH_TOKEN_TTL_SECONDS,
    });
    return jsonResponse(token);
  });

  app.post('/logout', async (c) => {
    const caller = await tokens.caller(c.req.raw);
    await readJsonBody(c.req.raw, authEmptyRequest, { limitBytes: BODY_LIMIT_BYTES, emptyIsObject: true });
    await tokens.revoke(caller);
    return new Response(null, { status: 204 });
  });

  app.get('/me', async (c) => {
    const { subject, audience, scopes } = await tokens.caller(c.req.raw);
    return jsonResponse({ identity_id: subject, audience: single(audience), scope: [...scopes].join(' ') });
  });

  app.get('/check', async (c) => {
    const { subject, audience, scopes, issuedAt, expiresAt } = await tokens.bearer(c.req.raw);
    const scope = [...scopes].join(' ');
    return jsonResponse({ sub: subject, aud: single(audience), scope, iat: issuedAt, exp: expiresAt });
  });
}

function entitled(identity: Identity | undefined): Identity {
  if (identity === undefined) throw new ApiError('forbidden', 'the token belongs to no identity');
  if (identity.status !== 'approved') throw new ApiError('forbidden', `the identity is ${identity.status}`);
  if (identity.email_verified !== 1) throw new ApiError('forbidden', 'the address is not verified');
  return identity;
}

function single(audience: readonly string[]): string | readonly string[] {
  return audience.length === 1 ? (audience[0] ?? '') : audience;
}
