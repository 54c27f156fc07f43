import type { Envelope } from './dsse.ts';

/** The media type of version 0.3 (https://docs.sigstore.dev/about/bundle/). */
export const SIGSTORE_MEDIA_TYPE = 'application/vnd.dev.sigstore.bundle.v0.3+json';

/**
 * The same envelope and signature for Sigstore's tools. There is no certificate and no transparency log: the key is
 * named by `hint`, and whoever verifies brings it along.
 */
export function sigstoreBundle(envelope: Envelope): Record<string, unknown> {
  return {
    mediaType: SIGSTORE_MEDIA_TYPE,
    verificationMaterial: { publicKey: { hint: envelope.signatures[0].keyid }, tlogEntries: [] },
    dsseEnvelope: envelope,
  };
}
