import { type KeyObject, verify } from 'node:crypto';
import { z } from 'zod';

/** Type of an in-toto statement in an envelope. */
export const STATEMENT_TYPE = 'application/vnd.in-toto+json';

const base64 = z.string().regex(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/);

/** Format of a DSSE envelope (https://github.com/secure-systems-lab/dsse) with exactly one signature. */
export const envelopeSchema = z.strictObject({
  payloadType: z.string(),
  payload: base64,
  /** `keyid` is a hint that nobody signs: it must never choose a key that is trusted. */
  signatures: z.tuple([z.strictObject({ keyid: z.string(), sig: base64 })]),
});
/** A DSSE envelope with one signature. */
export type Envelope = z.infer<typeof envelopeSchema>;

/** The bytes that are signed: DSSE's pre-authentication encoding. */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): Buffer {
  const type = Buffer.from(payloadType);
  return Buffer.concat([
    Buffer.from(`DSSEv1 ${type.length} `),
    type,
    Buffer.from(` ${payload.byteLength} `),
    payload,
  ]);
}

/**
 * Wraps a payload.
 * @param sign signs the bytes of {@link preAuthEncoding}
 * @param keyid names the key for people
 */
export function envelopeOf(
  payloadType: string,
  payload: Uint8Array,
  keyid: string,
  sign: (bytes: Uint8Array) => Uint8Array,
): Envelope {
  const signature = Buffer.from(sign(preAuthEncoding(payloadType, payload)));
  return {
    payloadType,
    payload: Buffer.from(payload).toString('base64'),
    signatures: [{ keyid, sig: signature.toString('base64') }],
  };
}

/**
 * Checks an envelope.
 * @returns the bytes that were verified, which are the only ones to parse; undefined when the signature is wrong
 */
export function verifiedPayload(envelope: Envelope, key: KeyObject): Buffer | undefined {
  const payload = Buffer.from(envelope.payload, 'base64');
  const [{ sig }] = envelope.signatures;
  const signed = preAuthEncoding(envelope.payloadType, payload);
  return verify(null, signed, key, Buffer.from(sig, 'base64')) ? payload : undefined;
}
