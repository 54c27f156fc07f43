import type { RouteId } from '../contract/routes.ts';
import type { CallOptions } from './call.ts';

/** Routes whose success tells what a customer pays, opens a page that is as good as a credential, or names prices. */
const CONFIDENTIAL: ReadonlySet<string> = new Set<RouteId>([
  'billing.status',
  'billing.checkout-session',
  'billing.portal-session',
  'billing.catalog-get',
  'billing.catalog-put',
]);

/**
 * True when nothing of a successful answer may be kept, because journal and bundle carry what is kept and must not carry
 * what a customer pays for. A refusal tells nothing of a customer.
 */
export function isConfidential({ target, confidential }: CallOptions, status: number | undefined): boolean {
  if ((status ?? 0) >= 400) return false;
  return confidential === true || (typeof target === 'string' && CONFIDENTIAL.has(target));
}
