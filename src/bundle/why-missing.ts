import { reason } from '../reasons/catalog.ts';
import type { Reason } from '../reasons/reason.ts';
import { SetupError } from '../reasons/setup-error.ts';

/**
 * Turns what a collector threw into the reason that the manifest shows. Only the code of a system error is kept:
 * its message carries paths of the operator's machine.
 */
export function whyMissing(error: unknown): Reason {
  if (error instanceof SetupError) return error.reason;
  const code = systemErrorCode(error);
  if (code !== undefined) return reason('BN-COLLECTOR-FAILED', code);
  return reason('BN-COLLECTOR-FAILED', error instanceof Error ? error.name : 'an unknown failure');
}

/** The code of a system error such as `ENOENT` or `UND_ERR_CONNECT_TIMEOUT`; undefined for any other value. */
export function systemErrorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(error.code) ? error.code : undefined;
}
