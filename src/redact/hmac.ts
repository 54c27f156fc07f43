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
 * @returns a function from bytes to their code, 64 hex digits
 */
export function hmacSha256(key: Uint8Array): (bytes: Buffer, start: number, end: number) => string {
  const block = Buffer.alloc(BLOCK);
  block.set(key.length > BLOCK ? hash('sha256', key, 'buffer') : key);
  const outer = Buffer.concat([block.map((byte) => byte ^ OUTER), Buffer.alloc(DIGEST)]);
  let inner = Buffer.concat([block.map((byte) => byte ^ INNER), Buffer.alloc(BLOCK * 16)]);
  return (bytes, start, end) => {
    const length = BLOCK + end - start;
    if (length > inner.length) inner = Buffer.concat([inner.subarray(0, BLOCK), Buffer.alloc(length)]);
    bytes.copy(inner, BLOCK, start, end);
    outer.write(hash('sha256', inner.subarray(0, length), 'binary'), BLOCK, 'latin1');
    return hash('sha256', outer, 'hex');
  };
}
