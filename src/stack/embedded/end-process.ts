import type { Host } from '../../host/host.ts';
import { isSameProcess } from '../../host/process-identity.ts';

/** A process that can be told from a later one with the same id. */
export interface KnownProcess {
  readonly pid: number;
  /** From `processStart`. */
  readonly start: string;
}

/** Milliseconds between two looks at a process that shall end. */
const LOOK_MS = 20;

/**
 * Waits until a process has ended.
 * @param ms milliseconds to wait at the most
 * @returns false when it still runs then
 */
export async function hasEnded(known: KnownProcess, ms: number, host: Host): Promise<boolean> {
  const until = host.monotonic() + ms;
  while (await isSameProcess(known.pid, known.start)) {
    if (host.monotonic() >= until) return false;
    await host.sleep(LOOK_MS);
  }
  return true;
}

/**
 * Ends a process: SIGTERM, and SIGKILL when it takes no notice. A process that is not the known one is left alone.
 * @param patienceMs milliseconds between the two
 * @returns false when it runs in spite of both
 */
export async function endProcess(known: KnownProcess, patienceMs: number, host: Host): Promise<boolean> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    if (!(await isSameProcess(known.pid, known.start))) return true;
    try {
      process.kill(known.pid, signal);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return true;
      throw error;
    }
    if (await hasEnded(known, patienceMs, host)) return true;
  }
  return false;
}
