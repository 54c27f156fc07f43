import type { Host } from '../host/host.ts';
import type { Run } from '../steps/run.ts';

/** Milliseconds in which a signal that comes again is the echo of the first. */
const ECHO_MS = 100;

/**
 * Hands signals of the process on to the run: the first cancels it, the second does not wait.
 * @param onFirst called with the first of them
 * @returns the function that ends the forwarding
 */
export function forwardSignals(
  run: Run,
  host: Host,
  signals: readonly ('SIGINT' | 'SIGTERM' | 'SIGHUP')[],
  onFirst?: () => void,
): () => void {
  let firstAt: number | undefined;
  const forward = (signal: NodeJS.Signals): void => {
    const now = host.monotonic();
    // The store of the preferences raises each signal once more when it has tidied up; that is nobody's second key.
    if (firstAt !== undefined && now - firstAt < ECHO_MS) return;
    if (firstAt === undefined) onFirst?.();
    firstAt ??= now;
    run.cancel(signal === 'SIGTERM' || signal === 'SIGHUP' ? signal : 'SIGINT');
  };
  for (const signal of signals) process.on(signal, forward);
  return () => {
    for (const signal of signals) process.off(signal, forward);
  };
}
