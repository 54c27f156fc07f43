import type { CheckContext } from './check.ts';

/** Milliseconds for putting things back after a check was told to stop; less than what it is given to let go. */
const LAST_CALLS_MS = 1_500;

/**
 * The context for putting back what a check changed: the check's own one, and after an abort one whose calls are still
 * made, for a short time.
 */
export function forCleanUp(context: CheckContext): CheckContext {
  if (!context.signal.aborted) return context;
  const signal = AbortSignal.timeout(LAST_CALLS_MS);
  return { ...context, signal, http: context.http.branch(signal) };
}
