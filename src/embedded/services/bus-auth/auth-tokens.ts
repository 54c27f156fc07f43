import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { REFUSALS } from '../../../contract/refusals.ts';
import { AUDIENCES, type Audience, type Scope } from '../../../contract/tokens.ts';
import { ApiError } from '../../http/api-error.ts';
import { authenticate, type Principal, requireScope } from '../../http/authenticate.ts';
import { issueToken } from '../../http/issue-token.ts';
import type { ServiceContext } from '../../service.ts';
import type { AuthTables } from './tables.ts';

/** A token to issue. */
export interface TokenGrant {
  readonly subject: string;
  readonly audience: Audience;
  readonly scopes: readonly string[];
  readonly ttlSeconds: number;
}

/** Issues, checks and revokes the tokens of the auth provider. */
export class AuthTokens {
  readonly #db: Kysely<AuthTables>;
  readonly #context: ServiceContext;
  readonly #secret: string;

  /** @param secret the HS256 secret as the setting has it */
  constructor(db: Kysely<AuthTables>, context: ServiceContext, secret: string) {
    this.#db = db;
    this.#context = context;
    this.#secret = secret;
  }

  /**
   * Signs a token.
   * @returns the answer's fields: the token, its type, expiry, audience and granted resources
   */
  async issue(grant: TokenGrant) {
    const issuedAt = this.#context.now();
    const token = await issueToken({
      ...grant,
      secret: this.#secret,
      issuedAt,
      tokenId: this.#context.uuid(),
    });
    return {
      access_token: token,
      token_type: 'Bearer',
      expires_in: grant.ttlSeconds,
      expires_at: new Date((Math.floor(issuedAt.getTime() / 1000) + grant.ttlSeconds) * 1000).toISOString(),
      audience: grant.audience,
      resources: grant.scopes.join(' '),
    };
  }

  /**
   * The caller, by an auth token that nobody has revoked.
   * @param scopes one of these is needed; none means that any auth token will do
   * @throws ApiError 401, or 403 for a missing scope
   */
  async caller(request: Request, scopes: readonly Scope[] = []): Promise<Principal> {
    const caller = await this.#verified(request, [AUDIENCES.auth]);
    if (scopes.length > 0) requireScope(caller, scopes, REFUSALS.auth.missingScope);
    return caller;
  }

  /**
   * The bearer of a Bus token of any audience.
   * @throws ApiError 401
   */
  async bearer(request: Request): Promise<Principal> {
    return await this.#verified(request, Object.values(AUDIENCES));
  }

  /** Revokes the token that a caller came with. */
  async revoke(principal: Principal): Promise<void> {
    const now = this.#context.now().toISOString();
    const expires = new Date(Math.ceil(principal.expiresAt) * 1000).toISOString();
    await this.#db.deleteFrom('bus_auth_revocations').where('expires_at', '<', now).execute();
    await this.#db
      .insertInto('bus_auth_revocations')
      .values({ token_key: keyOf(principal), expires_at: expires })
      .onConflict((conflict) => conflict.column('token_key').doNothing())
      .execute();
  }

  async #verified(request: Request, audience: readonly Audience[]): Promise<Principal> {
    const principal = await authenticate(request, {
      secret: this.#secret,
      audience,
      now: this.#context.now(),
    });
    const revoked = await this.#db
      .selectFrom('bus_auth_revocations')
      .select('token_key')
      .where('token_key', '=', keyOf(principal))
      .executeTakeFirst();
    if (revoked !== undefined) throw new ApiError('invalid_auth', 'token has been revoked');
    return principal;
  }
}

/** Names a token by what it says and not by its text: the same token can be written in more than one way. */
function keyOf({ tokenId, subject, audience, scopes, issuedAt, expiresAt }: Principal): string {
  const says = JSON.stringify([tokenId ?? null, subject, audience, [...scopes], issuedAt, expiresAt]);
  return createHash('sha256').update(says).digest('hex');
}
