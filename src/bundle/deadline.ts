import type { Host } from '../host/host.ts';
import { SetupError } from '../reasons/setup-error.ts';

/**
 * Runs work under a deadline of its own. Work that ignores its signal is left behind: whoever hangs loses its own
 * result and holds up nobody.
 * @param limitMs milliseconds
 * @param outer aborts the work as well
 * @param work gets a signal that is aborted at the deadline
 * @throws SetupError `BN-DEADLINE`, the outer signal's reason, or what the work throws
 */
export async function withDeadline<T>(
  host: Host,
  limitMs: number,
  outer: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  outer.throwIfAborted();
  const inner = new AbortController();
  const clock = new AbortController();
  const forward = (): void => inner.abort(outer.reason);
  outer.addEventListener('abort', forward, { once: true });
  const aborted = new Promise<never>((_, reject) => {
    inner.signal.addEventListener('abort', () => reject(inner.signal.reason), { once: true });
  });
  host.sleep(limitMs, clock.signal).then(
    () => inner.abort(new SetupError('BN-DEADLINE', `not within ${limitMs} ms`)),
    () => undefined,
  );
  try {
    return await Promise.race([work(inner.signal), aborted]);
  } finally {
    clock.abort();
    outer.removeEventListener('abort', forward);
  }
}
