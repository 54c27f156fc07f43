import { GRANTS } from '../proof/grants.ts';
import type { Secret } from '../redact/secret.ts';
import type { StackAccess } from '../stack/runtime.ts';

const LIFETIME_SECONDS = 60;

/**
 * A token for the few calls of a collector: one that ends soon, where the stack lets us make one, and else the one that
 * the operator has given for that purpose.
 * @returns undefined when there is neither
 */
export async function collectorToken(
  access: StackAccess,
  name: 'BUS_API_TOKEN' | 'BUS_INTERNAL_TOKEN',
): Promise<Secret | undefined> {
  const grant = { name, ...GRANTS[name] };
  return (await access.token({ ...grant, ttlSeconds: LIFETIME_SECONDS })) ?? (await access.token(grant));
}
