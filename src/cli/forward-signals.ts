import type { Run } from '../steps/run.ts';

/**
 * Hands signals of the process on to the run: the first cancels it, the second does not wait, unless it says only that
 * the terminal has gone.
 * @param onFirst called with the first of them
 * @returns the function that ends the forwarding
 */
export function forwardSignals(
  run: Run,
  signals: readonly ('SIGINT' | 'SIGTERM' | 'SIGHUP')[],
  onFirst?: () => void,
): () => void {
  let first: NodeJS.Signals | undefined;
  let echoed = false;
  const forward = (signal: NodeJS.Signals): void => {
    // The store of the preferences (its package when-exit) raises the first signal once more when it has tidied up. That
    // is nobody's second key, however late a busy machine delivers it.
    if (signal === first && !echoed) {
      echoed = true;
      return;
    }
    // A terminal that vanishes is told by the kernel, and by its shell or emulator as well: nobody there is impatient.
    if (signal === 'SIGHUP' && first !== undefined) return;
    if (first === undefined) onFirst?.();
    first ??= signal;
    run.cancel(signal === 'SIGTERM' || signal === 'SIGHUP' ? signal : 'SIGINT');
  };
  for (const signal of signals) process.on(signal, forward);
  return () => {
    for (const signal of signals) process.off(signal, forward);
  };
}
