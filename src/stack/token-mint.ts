import { SignJWT, UnsecuredJWT } from 'jose';
import { JWT_ALGORITHM } from '../contract/tokens.ts';
import type { Host } from '../host/host.ts';
import type { Secret, SecretRegistry } from '../redact/secret.ts';
import type { TokenRequest } from './runtime.ts';

/** Seconds a token lives when the request does not say. */
const DEFAULT_TTL_SECONDS = 600;

/** What tokens are minted with. */
export interface MintOptions {
  /** `BUS_LOCAL_JWT_SECRET` of the stack. */
  readonly signingSecret: Secret;
  /** Subject of a token that names none. */
  readonly accountId: string;
  readonly host: Host;
  readonly secrets: SecretRegistry;
}

/**
 * Mints a bearer token with the local signing secret, as `bus operator token issue --local` does, and makes it known
 * to the redactor. A flaw gives one that every service must refuse.
 */
export async function mintToken(request: TokenRequest, options: MintOptions): Promise<Secret> {
  const { host, secrets } = options;
  const now = Math.floor(host.now().getTime() / 1_000);
  const ttl = request.ttlSeconds ?? DEFAULT_TTL_SECONDS;
  // An expired token was issued before it expired, else it would be refused for the wrong reason.
  const issuedAt = ttl > 0 ? now : now + ttl - DEFAULT_TTL_SECONDS;
  const claims = { scope: request.scopes.join(' ') };
  const subject = request.subject ?? options.accountId;
  const id = host.uuid();
  if (request.flaw === 'alg-none') {
    const token = new UnsecuredJWT(claims)
      .setSubject(subject)
      .setAudience(request.audience)
      .setJti(id)
      .setIssuedAt(issuedAt)
      .setExpirationTime(now + ttl)
      .encode();
    return secrets.secret(request.name, token);
  }
  const key = request.flaw === 'wrong-signature' ? host.random(32) : signingKey(options.signingSecret);
  const token = await new SignJWT(claims)
    .setProtectedHeader({ alg: JWT_ALGORITHM, typ: 'JWT' })
    .setSubject(subject)
    .setAudience(request.audience)
    .setJti(id)
    .setIssuedAt(issuedAt)
    .setExpirationTime(now + ttl)
    .sign(key);
  return secrets.secret(request.name, token);
}

/** Secrets are taken literally; only the explicit form `base64:…` is decoded. */
function signingKey(secret: Secret): Uint8Array {
  const value = secret.reveal();
  return value.startsWith('base64:') ? Buffer.from(value.slice(7), 'base64') : Buffer.from(value, 'utf8');
}
