/**
 * The HS256 key of a secret setting: its bytes as they stand; only the explicit form `base64:<value>` is
 * decoded.
 * @param secret value of a `…_JWT_SECRET` setting
 */
export function signingKey(secret: string): Uint8Array {
  const prefix = 'base64:';
  if (secret.startsWith(prefix)) return Buffer.from(secret.slice(prefix.length), 'base64');
  return Buffer.from(secret, 'utf8');
}
