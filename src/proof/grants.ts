import {
  AUDIENCES,
  DEFAULT_LOCAL_TOKEN_SCOPES,
  type Scope,
  WAITLIST_ADMIN_SCOPES,
} from '../contract/tokens.ts';
import type { Secret } from '../redact/secret.ts';
import type { TokenRequest } from '../stack/runtime.ts';
import type { CheckContext } from './check.ts';
import { CheckSkip } from './check-failure.ts';

/**
 * The tokens of a proof. A name stands for one grant everywhere, so that the commands of a report need each variable
 * set once.
 */
export const GRANTS = {
  /** What the local stack writes for its operator. */
  BUS_API_TOKEN: { audience: AUDIENCES.api, scopes: DEFAULT_LOCAL_TOKEN_SCOPES },
  /** What a trusted service needs for the internal routes that a proof reads. */
  BUS_INTERNAL_TOKEN: {
    audience: AUDIENCES.internal,
    scopes: ['usage:read', 'billing:read', 'billing:entitlement:check', 'container:admin'],
  },
  /** An operator of the billing catalog. */
  BUS_CATALOG_TOKEN: {
    audience: AUDIENCES.internal,
    scopes: ['billing:catalog:read', 'billing:catalog:write'],
  },
  /** An operator of the waitlist. */
  BUS_AUTH_ADMIN_TOKEN: { audience: AUDIENCES.auth, scopes: WAITLIST_ADMIN_SCOPES },
} as const satisfies Record<string, { readonly audience: string; readonly scopes: readonly Scope[] }>;

/** Name of a grant, and of the shell variable that holds its token. */
export type GrantName = keyof typeof GRANTS;

/**
 * A valid token of a grant.
 * @throws CheckSkip when this stack does not give such a token
 */
export async function granted(context: CheckContext, name: GrantName): Promise<Secret> {
  const { audience, scopes } = GRANTS[name];
  return await tokenOf(context, { name, audience, scopes });
}

/**
 * A token like the one of a grant in everything but the named part.
 * @param name name of the secret, and of the variable in shown commands
 * @throws CheckSkip when this stack does not give such a token
 */
export async function altered(
  context: CheckContext,
  grant: GrantName,
  change: Partial<TokenRequest> & Pick<TokenRequest, 'name'>,
): Promise<Secret> {
  const { audience, scopes } = GRANTS[grant];
  return await tokenOf(context, { audience, scopes, ...change });
}

/** The scopes of a grant but one. */
export function scopesWithout(grant: GrantName, missing: Scope): readonly Scope[] {
  return GRANTS[grant].scopes.filter((scope) => scope !== missing);
}

async function tokenOf(context: CheckContext, request: TokenRequest): Promise<Secret> {
  const token = await context.access.token(request);
  if (token === undefined) {
    throw new CheckSkip('PR-TOKEN-NOT-GIVEN', `no token for audience ${request.audience} (${request.name})`);
  }
  return token;
}
