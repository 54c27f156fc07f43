import type { Hop } from '../hops.ts';
import type { VolatileHeaders } from '../kept-headers.ts';
import type { Results } from './results.ts';

/** What is known of a check that differs from run to run. */
export interface RunFacts {
  /** Milliseconds from the check's start to its verdict. */
  readonly totalMs: number;
  /** Milliseconds of each call, in the order of the check's `exchanges`. */
  readonly exchangesMs: readonly number[];
  /** Stretches of the way of the one request that the check followed; empty when it followed none. */
  readonly hops: readonly Hop[];
  /** Headers of each answer that belong to it only, in the same order; empty when there are none at all. */
  readonly answerHeaders: readonly VolatileHeaders[];
}

/** The facts by check id, made once: reports look them up for each check, and there may be thousands. */
export function runFactsOf({ volatile }: Results): ReadonlyMap<string, RunFacts> {
  const headers = new Map(volatile.answerHeaders.map(({ check, exchanges }) => [check, exchanges]));
  return new Map(
    volatile.latencies.map(({ check, totalMs, exchangesMs, hops = [] }) => [
      check,
      { totalMs, exchangesMs, hops, answerHeaders: headers.get(check) ?? [] },
    ]),
  );
}
