import type { Hono } from 'hono';
import { INTERNAL_KEY_HEADER, internalTokenRequest } from '../../../contract/auth.ts';
import { AUDIENCES, type Audience, INTERNAL_TOKEN_TTL_SECONDS } from '../../../contract/tokens.ts';
import { ApiError, jsonResponse } from '../../http/api-error.ts';
import { readJsonBody } from '../../http/json-body.ts';
import { sameText } from '../../http/same-text.ts';
import type { AuthParts } from './auth-parts.ts';

const BODY_LIMIT_BYTES = 16 * 1024;

/** Adds the internal token endpoint: a token of any subject and audience for whoever has the shared key. */
export function addInternalRoutes(app: Hono, { context, tokens }: AuthParts): void {
  const key = context.env.BUS_AUTH_INTERNAL_SHARED_KEY ?? '';
  const ttlSeconds = Number(context.env.BUS_AUTH_INTERNAL_TOKEN_TTL_SECONDS || INTERNAL_TOKEN_TTL_SECONDS);
  if (!Number.isSafeInteger(ttlSeconds) || ttlSeconds < 1) {
    throw new RangeError('BUS_AUTH_INTERNAL_TOKEN_TTL_SECONDS must be a whole number of seconds');
  }

  app.post('/token', async (c) => {
    if (key === '' || !sameText(c.req.header(INTERNAL_KEY_HEADER) ?? '', key)) {
      throw new ApiError('forbidden', 'the internal key is missing or wrong');
    }
    const request = await readJsonBody(c.req.raw, internalTokenRequest, {
      limitBytes: BODY_LIMIT_BYTES,
      emptyIsObject: true,
    });
    if (!/^[A-Za-z0-9][A-Za-z0-9._:@-]*$/.test(request.subject)) {
      throw new ApiError('forbidden', 'the subject is not valid');
    }
    if (!isAudience(request.audience)) throw new ApiError('forbidden', 'the audience is not valid');
    const { subject, audience, resources } = request;
    const token = await tokens.issue({ subject, audience, scopes: resources, ttlSeconds });
    context.log(`issued a token for ${audience}`);
    return jsonResponse({ ...token, subject });
  });
}

function isAudience(text: string): text is Audience {
  return Object.values<string>(AUDIENCES).includes(text);
}
