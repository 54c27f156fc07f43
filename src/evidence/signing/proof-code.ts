import { sha256Hex } from '../../bundle/archive.ts';

/** How many hex digits of the manifest's digest a proof code holds. */
const DIGITS = 16;
const SHAPE = /^(SHA256:[A-Za-z0-9+/]{43})\.([0-9a-f]{16})$/;

/**
 * What two people compare over another channel: the fingerprint of the key that signed, a dot, and the first 16 hex
 * digits of the SHA-256 of what it signed.
 * @param fingerprint `SHA256:…` as `ssh-keygen` prints it
 * @param manifest bytes of `manifest-sha256.txt`
 */
export function proofCode(fingerprint: string, manifest: Uint8Array): string {
  return `${fingerprint}.${sha256Hex(manifest).slice(0, DIGITS)}`;
}

/** True for a text that is a proof code. */
export function isProofCode(text: string): boolean {
  return SHAPE.test(text);
}
