import type { CheckContext } from './check.ts';

/**
 * Stops the clock by which billing counts the use of an account, and lets it go again when the work is done. Only a
 * stack for demonstration on this machine lets a proof do so, and only for accounts of the proof.
 * @param account a fresh account of the proof
 * @param work is given the function that sets the clock; undefined where this stack has none
 */
export async function withClock<T>(
  { runtime, signal }: CheckContext,
  account: string,
  work: (setClock: ((at: Date) => Promise<void>) | undefined) => Promise<T>,
): Promise<T> {
  const local = runtime.profile.tier === 'local';
  if (!local || runtime.setAccountClock === undefined) return await work(undefined);
  const set = runtime.setAccountClock.bind(runtime);
  try {
    return await work(async (at) => await set(account, at, signal));
  } finally {
    // Also after an abort. Where it fails the stack is gone, or nobody uses the account again: no reason to hide the cause.
    await set(account, undefined, AbortSignal.timeout(5_000)).catch(() => undefined);
  }
}
