import type { ReasonId } from '../reasons/catalog.ts';
import type { CheckContext } from './check.ts';
import { CheckFailure } from './check-failure.ts';

/** How a wait for something eventually consistent is bounded. */
export interface PollOptions {
  /** Most milliseconds from the first attempt on. */
  readonly withinMs: number;
  /** Reason when the time is over. */
  readonly otherwise: ReasonId;
  /** What was waited for, ends the sentence `within 10 s: …`. */
  readonly what: string;
}

const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 500;

/**
 * Asks again until there is an answer. Only for what the contract lets settle later: replies of workers that travel
 * over Events, and rows that a worker writes. What an attempt throws ends the wait: only absence is waited for.
 * The calls of the last attempt are the evidence: how many came before it is the machine's mood and not the stack's.
 * @param attempt gives the value, or undefined when it is not there yet; makes its calls with the context it is given
 * @throws CheckFailure with `otherwise` when the time is over, and the signal's reason when it is aborted
 */
export async function pollUntil<T, C extends Pick<CheckContext, 'host' | 'signal' | 'http'>>(
  context: C,
  options: PollOptions,
  attempt: (context: C) => Promise<T | undefined>,
): Promise<T> {
  const { host, signal } = context;
  const { withinMs } = options;
  const http = context.http.branch();
  const start = host.monotonic();
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    signal.throwIfAborted();
    http.log.forget();
    const value = await attempt({ ...context, http });
    if (value !== undefined) return value;
    const left = withinMs - (host.monotonic() - start);
    if (left <= 0) throw new CheckFailure(options.otherwise, `within ${withinMs / 1000} s: ${options.what}`);
    await host.sleep(Math.min(pause, left), signal);
  }
}
