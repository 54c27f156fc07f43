import { LOCAL_ACCOUNT_ID, LOCAL_DEFAULTS } from '../../contract/local-defaults.ts';
import { AUDIENCES, DEFAULT_LOCAL_TOKEN_SCOPES, LOCAL_TOKEN_TTL_SECONDS } from '../../contract/tokens.ts';
import { issueToken } from '../http/issue-token.ts';
import type { ServiceContext } from '../service.ts';

/** Where the Events API stands inside the stack's network. */
const DEFAULT_EVENTS_URL = 'http://bus-events:8081';

/**
 * The root of the Events API, also from a setting that names its collection: pages differ.
 * @param context whose `BUS_EVENTS_API_URL` counts
 * @returns URL without a slash at the end
 */
export function eventsUrl(context: ServiceContext): string {
  const url = context.env.BUS_EVENTS_API_URL || DEFAULT_EVENTS_URL;
  return url.replace(/\/+$/, '').replace(/\/api\/v1\/events$/, '');
}

/**
 * Mints the token a worker speaks to the Events API with: subject `BUS_LOCAL_ACCOUNT_ID`, because streams are filtered by
 * owner, and the scopes of `BUS_LOCAL_TOKEN_SCOPES` unless others are asked for. A new one for each call, so a stack that
 * runs for days keeps its access.
 * @param scopes default: what the local stack grants
 */
export function workerToken(context: ServiceContext, scopes?: readonly string[]): Promise<string> {
  const granted = context.env.BUS_LOCAL_TOKEN_SCOPES?.split(' ').filter((scope) => scope !== '');
  return issueToken({
    secret: context.env.BUS_API_JWT_SECRET || LOCAL_DEFAULTS.BUS_LOCAL_JWT_SECRET.value,
    subject: context.env.BUS_LOCAL_ACCOUNT_ID || LOCAL_ACCOUNT_ID,
    audience: AUDIENCES.api,
    scopes: scopes ?? granted ?? DEFAULT_LOCAL_TOKEN_SCOPES,
    issuedAt: context.now(),
    ttlSeconds: LOCAL_TOKEN_TTL_SECONDS,
  });
}
