import type { CheckContext } from './check.ts';
import { CleanUpFailure } from './check-failure.ts';

/** Milliseconds for putting things back after a check was told to stop; less than what it is given to let go. */
const LAST_CALLS_MS = 4_000;

/**
 * Does work that changes something in the stack, and puts that back however the work ends.
 * @param putBack is given a context whose calls are still made after an abort
 * @throws what the work or the putting back throws; both as a {@link CleanUpFailure}, when both fail
 */
export async function thenPutBack<T>(
  context: CheckContext,
  work: () => Promise<T>,
  putBack: (context: CheckContext) => Promise<void>,
): Promise<T> {
  const done = await putBackAfterFailure(context, work, putBack);
  await putBack(forCleanUp(context));
  return done;
}

/**
 * Does work that puts back itself what it changes, unless it fails.
 * @param putBack as for {@link thenPutBack}; not called when the work succeeds
 * @throws as {@link thenPutBack}
 */
export async function putBackAfterFailure<T>(
  context: CheckContext,
  work: () => Promise<T>,
  putBack: (context: CheckContext) => Promise<void>,
): Promise<T> {
  try {
    return await work();
  } catch (first) {
    await putBack(forCleanUp(context)).catch((second: unknown) => {
      throw new CleanUpFailure(first, second);
    });
    throw first;
  }
}

/**
 * The context for putting back what a check changed: the check's own one, and after an abort one whose calls are still
 * made, for a short time.
 */
export function forCleanUp(context: CheckContext): CheckContext {
  if (!context.signal.aborted) return context;
  const signal = AbortSignal.timeout(LAST_CALLS_MS);
  return { ...context, signal, http: context.http.branch(signal) };
}
