import { createHmac, timingSafeEqual } from 'node:crypto';
import { STRIPE_SIGNATURE_TOLERANCE_SECONDS } from '../../../contract/stripe.ts';

const SCHEME = 'v1';
const SHA256_BYTES = 32;
const MAX_HEADER_LENGTH = 4096;

/**
 * Tells whether a `Stripe-Signature` header (`t=<unix seconds>,v1=<hex>[,v1=<hex>…]`) signs a body: one `v1` must
 * be the HMAC-SHA256 of `<t>.<body>`, compared in constant time, and `t` must be near the clock. Form:
 * https://docs.stripe.com/webhooks#verify-manually
 * @param body the request body, byte for byte as it came
 * @param header value of `Stripe-Signature`; `null` when there is none
 * @param secret the endpoint's signing secret, taken literally
 * @param now current time
 */
export function isSigned(body: Uint8Array, header: string | null, secret: string, now: Date): boolean {
  if (header === null || header.length > MAX_HEADER_LENGTH || secret === '') return false;
  const pairs = header.split(',').map((pair) => pair.trim().split('=', 2));
  const times = pairs.filter(([key]) => key === 't').map(([, value]) => value ?? '');
  const [time] = times;
  if (times.length !== 1 || time === undefined || !/^[0-9]{1,15}$/.test(time)) return false;
  if (Math.abs(now.getTime() / 1000 - Number(time)) > STRIPE_SIGNATURE_TOLERANCE_SECONDS) return false;

  const expected = createHmac('sha256', secret).update(`${time}.`).update(body).digest();
  let signed = false;
  for (const [key, value] of pairs) {
    if (key !== SCHEME || value === undefined || !/^[0-9a-f]+$/.test(value)) continue;
    const given = Buffer.from(value, 'hex');
    // Every candidate is compared, so that the time taken tells nothing about which one fits.
    if (given.length === SHA256_BYTES && timingSafeEqual(given, expected)) signed = true;
  }
  return signed;
}
