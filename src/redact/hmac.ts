import { hash } from 'node:crypto';

/** Bytes that SHA-256 takes at a time. */
const BLOCK = 64;
const DIGEST = 32;
const INNER = 0x36;
const OUTER = 0x5c;

/**
 * HMAC-SHA256 (RFC 2104) for many short texts under one key. `createHmac` makes three objects a text, which is what a
 * log full of different secrets would then wait for.
 * @param key at most 64 bytes; a longer one is hashed first
 * @returns a function from a text (taken as UTF-8) to its code, 64 hex digits
 */
export function hmacSha256(key: Uint8Array): (text: string) => string {
  const block = Buffer.alloc(BLOCK);
  block.set(key.length > BLOCK ? hash('sha256', key, 'buffer') : key);
  const outer = Buffer.concat([block.map((byte) => byte ^ OUTER), Buffer.alloc(DIGEST)]);
  let inner = Buffer.concat([block.map((byte) => byte ^ INNER), Buffer.alloc(BLOCK * 16)]);
  return (text) => {
    const most = BLOCK + text.length * 3;
    if (most > inner.length) inner = Buffer.concat([inner.subarray(0, BLOCK), Buffer.alloc(most)]);
    const end = BLOCK + inner.write(text, BLOCK, 'utf8');
    outer.write(hash('sha256', inner.subarray(0, end), 'hex'), BLOCK, 'hex');
    return hash('sha256', outer, 'hex');
  };
}
