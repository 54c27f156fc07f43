import { EVENT_ID_PREFIX } from '../../../contract/events.ts';

const NANOSECONDS_PER_MS = 1_000_000n;

/**
 * The first id that an event published in a given millisecond can have. Ids are nanoseconds since 1970 in 19 digits, as a
 * real stack's look; that width holds until the year 2286, so their order as text is their order in time.
 * @param ms milliseconds since 1970
 */
export function firstEventIdAt(ms: number): string {
  return idOf(BigInt(Math.trunc(ms)) * NANOSECONDS_PER_MS);
}

/** Makes ids that only ever grow, also when the clock is set back or stands still. */
export class EventIds {
  #last: bigint;

  /** @param newest id in the store, or `undefined` when it has none */
  constructor(newest: string | undefined) {
    this.#last = newest === undefined ? 0n : BigInt(newest.slice(EVENT_ID_PREFIX.length));
  }

  /**
   * The next id.
   * @param now wall clock
   */
  next(now: Date): string {
    const clock = BigInt(now.getTime()) * NANOSECONDS_PER_MS;
    this.#last = clock > this.#last ? clock : this.#last + 1n;
    return idOf(this.#last);
  }
}

function idOf(nanoseconds: bigint): string {
  return `${EVENT_ID_PREFIX}${String(nanoseconds).padStart(19, '0')}`;
}
