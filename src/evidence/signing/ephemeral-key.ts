import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import type { Host } from '../../host/host.ts';
import { ed25519PublicKey, type SshPublicKey } from './ssh-public-key.ts';

/** DER in front of the 32 bytes of an Ed25519 private key (RFC 8410, section 7). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

/** A key that lives in memory for the time of one signing and is then gone. */
export interface EphemeralKey {
  readonly publicKey: SshPublicKey;
  /** The public key for `openssl` and Sigstore tools. */
  readonly publicKeyPem: string;
  /** An Ed25519 signature, 64 bytes. */
  sign(message: Uint8Array): Buffer;
}

/** Makes a key from the host's randomness. */
export function ephemeralKey(host: Pick<Host, 'random'>): EphemeralKey {
  const privateKey = createPrivateKey({
    key: Buffer.concat([PKCS8_PREFIX, host.random(32)]),
    format: 'der',
    type: 'pkcs8',
  });
  const publicKey = createPublicKey(privateKey);
  const spki = publicKey.export({ format: 'der', type: 'spki' });
  return {
    publicKey: ed25519PublicKey(spki.subarray(-32)),
    publicKeyPem: publicKey.export({ format: 'pem', type: 'spki' }).toString(),
    sign: (message) => sign(null, message, privateKey),
  };
}
