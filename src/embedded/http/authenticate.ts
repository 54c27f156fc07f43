import { errors, type JWTPayload, jwtVerify } from 'jose';
import type { Refusal } from '../../contract/refusals.ts';
import { type Audience, JWT_ALGORITHM, tokenClaims } from '../../contract/tokens.ts';
import { ApiError } from './api-error.ts';
import { signingKey } from './signing-key.ts';

/** Seconds by which a token may have been issued in the future: clocks of two machines. */
const ISSUED_AHEAD_SECONDS = 60;

/** Longest bearer token that is looked at, in characters. */
const TOKEN_LIMIT = 16 * 1024;

/** Who calls, from a verified token. */
export interface Principal {
  /** The `sub` claim: identity and account. */
  readonly subject: string;
  readonly audience: readonly string[];
  readonly scopes: ReadonlySet<string>;
  /** The token's identifier, where it has one. */
  readonly tokenId: string | undefined;
  /** Seconds since 1970. */
  readonly issuedAt: number;
  /** Seconds since 1970. */
  readonly expiresAt: number;
}

/** What a token is held against. */
export interface AuthenticateOptions {
  /** The HS256 secret as the setting has it. */
  readonly secret: string;
  /** The only audiences that are accepted: one, or a list of which the token must have one. */
  readonly audience: Audience | readonly Audience[];
  readonly now: Date;
}

/**
 * Verifies the bearer token of a request: HS256 and nothing else, signature, audience, and the claims `sub`, `aud`,
 * `scope`, `iat` and `exp`, all of them required.
 * @throws ApiError 401 `invalid_auth`
 */
export async function authenticate(request: Request, options: AuthenticateOptions): Promise<Principal> {
  const token = bearerToken(request);
  const payload = await verified(token, options);
  const claims = tokenClaims.safeParse(payload);
  if (!claims.success) throw refused('token claims are not valid');
  const { sub, aud, scope, iat, exp, jti } = claims.data;
  if (iat > options.now.getTime() / 1000 + ISSUED_AHEAD_SECONDS)
    throw refused('token is issued in the future');
  return {
    subject: sub,
    audience: aud,
    scopes: new Set(scope),
    tokenId: jti,
    issuedAt: iat,
    expiresAt: exp,
  };
}

/**
 * Refuses a caller that has not one of the scopes.
 * @param scopes any one of these is enough
 * @param refusal how this service refuses it (`REFUSALS.<service>.missingScope`)
 * @throws ApiError with the refusal's status and type
 */
export function requireScope(
  principal: Principal,
  scopes: string | readonly string[],
  refusal: Pick<Refusal, 'status' | 'type'>,
): void {
  const wanted = typeof scopes === 'string' ? [scopes] : scopes;
  if (wanted.some((scope) => principal.scopes.has(scope))) return;
  throw new ApiError(refusal.type, `token lacks scope ${wanted.join(' or ')}`, { status: refusal.status });
}

function bearerToken(request: Request): string {
  const header = request.headers.get('authorization');
  if (header === null) throw refused('missing bearer token');
  const token = /^Bearer +([A-Za-z0-9._~+/=-]+)$/i.exec(header)?.[1];
  if (token === undefined || token.length > TOKEN_LIMIT) throw refused('malformed bearer token');
  return token;
}

async function verified(token: string, options: AuthenticateOptions): Promise<JWTPayload> {
  try {
    const { payload, protectedHeader } = await jwtVerify(token, signingKey(options.secret), {
      algorithms: [JWT_ALGORITHM],
      audience: typeof options.audience === 'string' ? options.audience : [...options.audience],
      currentDate: options.now,
      requiredClaims: ['sub', 'aud', 'scope', 'iat', 'exp'],
    });
    if (protectedHeader.typ !== undefined && protectedHeader.typ.toUpperCase() !== 'JWT') {
      throw refused('token type is not JWT');
    }
    return payload;
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw refused(reasonOf(error));
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'token has expired';
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'aud')
    return 'token audience is not accepted';
  if (error instanceof errors.JWTClaimValidationFailed) return 'token claims are not valid';
  return 'token is not valid';
}

function refused(message: string): ApiError {
  return new ApiError('invalid_auth', message);
}
