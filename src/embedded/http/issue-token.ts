import { SignJWT } from 'jose';
import { type Audience, JWT_ALGORITHM } from '../../contract/tokens.ts';
import { signingKey } from './signing-key.ts';

/** What a token says. */
export interface IssueTokenOptions {
  /** The HS256 secret as the setting has it. */
  readonly secret: string;
  readonly subject: string;
  readonly audience: Audience;
  /** Space-separated in the claim. */
  readonly scopes: readonly string[];
  readonly issuedAt: Date;
  readonly ttlSeconds: number;
  /** `jti`, for tokens that can be revoked. */
  readonly tokenId?: string;
}

/**
 * Signs a token with the five claims every service requires.
 * @returns the compact JWT
 */
export async function issueToken(options: IssueTokenOptions): Promise<string> {
  const issuedAt = Math.floor(options.issuedAt.getTime() / 1000);
  const token = new SignJWT({ scope: options.scopes.join(' ') })
    .setProtectedHeader({ alg: JWT_ALGORITHM, typ: 'JWT' })
    .setSubject(options.subject)
    .setAudience(options.audience)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + options.ttlSeconds);
  if (options.tokenId !== undefined) token.setJti(options.tokenId);
  return await token.sign(signingKey(options.secret));
}
