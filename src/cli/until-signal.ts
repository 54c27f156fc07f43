import { constants } from 'node:os';

const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Does the work of a command that is no run, and ends it when this process is told to end: programs that it called are
 * ended with it. The second signal does not wait for that.
 * @returns the exit code of the work; 128 and the number of the signal once one came, also when the work was done by then
 * @throws what the work throws
 */
export async function untilSignal(work: (signal: AbortSignal) => Promise<number>): Promise<number> {
  const ended = new AbortController();
  let code: number | undefined;
  const listeners = ENDING.map((name) => {
    const end = (): void => {
      code ??= 128 + constants.signals[name];
      ended.abort();
    };
    // Once: the next one finds nobody that listens, and ends the process at once.
    process.once(name, end);
    return () => process.off(name, end);
  });
  try {
    const done = await work(ended.signal);
    return code ?? done;
  } catch (error) {
    if (code === undefined) throw error;
    return code;
  } finally {
    for (const forget of listeners) forget();
  }
}
