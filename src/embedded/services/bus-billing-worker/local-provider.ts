import { createHash } from 'node:crypto';
import type { BillingProvider } from './billing-provider.ts';

/** Host of the local pages. `.invalid` never resolves (RFC 2606), so nobody is sent to a page of somebody else. */
const LOCAL_BILLING_ORIGIN = 'https://billing.bus.invalid';

/**
 * Makes the deterministic provider: no network, the same answer to the same request, every meter event accepted.
 * @param label name in `provider`, `BUS_BILLING_PROVIDER`
 */
export function localProvider(label: string): BillingProvider {
  const session = (kind: string, ...about: readonly string[]) => ({
    url: `${LOCAL_BILLING_ORIGIN}/local/${kind}/${digest(kind, ...about)}`,
    provider: label,
  });
  return {
    checkoutSession: async ({ accountId, feature = '' }) => session('checkout', accountId, feature),
    portalSession: async ({ accountId }) => session('portal', accountId),
    recordMeterEvent: async ({ idempotencyKey }) => ({
      accepted: true,
      provider: label,
      eventId: `local_meter_${digest(idempotencyKey)}`,
    }),
  };
}

/** Half a SHA-256 in hexadecimal: the account does not show in the URL, and two requests never meet by chance. */
function digest(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
