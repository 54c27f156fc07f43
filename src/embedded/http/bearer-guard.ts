import { requestUuid } from '../../contract/fields.ts';
import { LOCAL_DEFAULTS } from '../../contract/local-defaults.ts';
import type { Refusals } from '../../contract/refusals.ts';
import type { Audience, Scope } from '../../contract/tokens.ts';
import type { ServiceContext } from '../service.ts';
import { ApiError } from './api-error.ts';
import { authenticate, type Principal, requireScope } from './authenticate.ts';

/** What a service asks of every caller. */
export interface BearerGuardOptions {
  /** Setting that holds this service's HS256 secret, e.g. `BUS_BILLING_JWT_SECRET`. */
  readonly secretSetting: string;
  readonly audience: Audience;
  readonly refusals: Refusals;
}

/** Lets a caller with one scope in and refuses every other. */
export type BearerGuard = (request: Request, scope: Scope) => Promise<Principal>;

/**
 * Makes the guard of a service's routes: token first, then scope.
 * @returns gives the principal; throws the ApiError with which this service refuses
 */
export function bearerGuard(context: ServiceContext, options: BearerGuardOptions): BearerGuard {
  const { audience, refusals } = options;
  const secret =
    context.env[options.secretSetting] ||
    context.env.BUS_LOCAL_JWT_SECRET ||
    LOCAL_DEFAULTS.BUS_LOCAL_JWT_SECRET.value;
  return async (request, scope) => {
    const principal = await authenticate(request, { secret, audience, now: context.now() });
    requireScope(principal, scope, refusals.missingScope);
    return principal;
  };
}

/**
 * Gives the account a principal acts for: its subject, which must be a UUID where accounts are billed.
 * @returns UUID in lower case
 * @throws ApiError 401 `invalid_auth`
 */
export function accountOf(principal: Principal): string {
  const account = requestUuid.safeParse(principal.subject);
  if (!account.success) throw new ApiError('invalid_auth', 'token subject is no account id');
  return account.data;
}
