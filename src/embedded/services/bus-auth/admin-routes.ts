import type { Hono } from 'hono';
import { approveRequest, rejectRequest } from '../../../contract/auth.ts';
import { ApiError, jsonResponse } from '../../http/api-error.ts';
import { readJsonBody } from '../../http/json-body.ts';
import type { AuthParts } from './auth-parts.ts';
import type { Identity } from './identities.ts';

const BODY_LIMIT_BYTES = 8192;

/** Adds the operator's routes: the waitlist, approval and rejection. */
export function addAdminRoutes(app: Hono, { context, identities, tokens }: AuthParts): void {
  app.get('/admin/waitlist', async (c) => {
    await tokens.caller(c.req.raw, ['waitlist:read']);
    const waiting = await identities.waiting();
    return jsonResponse({ items: waiting.map(entry) });
  });

  app.post('/admin/approve', async (c) => {
    await tokens.caller(c.req.raw, ['waitlist:approve', 'admin:manage']);
    const { email } = await readJsonBody(c.req.raw, approveRequest, { limitBytes: BODY_LIMIT_BYTES });
    const identity = known(await identities.decide(email, 'approved', null));
    context.log(`approved identity ${identity.identity_id}`);
    return jsonResponse({ identity_id: identity.identity_id, email, status: identity.status });
  });

  app.post('/admin/reject', async (c) => {
    await tokens.caller(c.req.raw, ['waitlist:approve', 'admin:manage']);
    const { email, reason } = await readJsonBody(c.req.raw, rejectRequest, { limitBytes: BODY_LIMIT_BYTES });
    const identity = known(await identities.decide(email, 'rejected', reason ?? null));
    context.log(`rejected identity ${identity.identity_id}`);
    return jsonResponse({ identity_id: identity.identity_id, email, status: identity.status });
  });
}

function known(identity: Identity | undefined): Identity {
  if (identity === undefined) throw new ApiError('not_found', 'nobody has registered this address');
  return identity;
}

function entry(identity: Identity) {
  const { email, email_verified, status, identity_id, created_at, updated_at } = identity;
  return { email, email_verified: email_verified === 1, status, identity_id, created_at, updated_at };
}
