import type { RouteId } from '../contract/routes.ts';
import type { Exchange } from './verdict.ts';

/** Most exchanges that a result holds; what comes after is made but not kept. */
const MAX_EXCHANGES = 500;

interface Entry {
  readonly route: RouteId | undefined;
  readonly main: boolean;
  readonly exchange: Exchange;
}

/** The calls of one check in the order in which they began. */
export class ExchangeLog {
  readonly #entries: (Entry | ExchangeLog | undefined)[] = [];

  /**
   * Keeps a place for a call that begins, so that side-by-side calls stand in the order of the check's own text.
   * @returns the function that fills the place when the call has ended
   */
  begin(route: RouteId | undefined, main: boolean): (exchange: Exchange) => void {
    const place = this.#entries.length;
    this.#entries.push(undefined);
    return (exchange) => {
      this.#entries[place] = { route, main, exchange };
    };
  }

  /** A log of its own at this place, for a strand of calls that runs beside others. */
  branch(): ExchangeLog {
    const branch = new ExchangeLog();
    this.#entries.push(branch);
    return branch;
  }

  /** Drops the calls so far: those of an attempt that found nothing yet, when the same is asked anew. */
  forget(): void {
    this.#entries.length = 0;
  }

  /** All ended calls, at most 500. */
  all(): Exchange[] {
    return this.#ended()
      .slice(0, MAX_EXCHANGES)
      .map(({ exchange }) => exchange);
  }

  /**
   * The call that stands for the check: the one marked so, else the first successful one of its route, else the first
   * of its route.
   */
  standFor(route: string): Exchange | undefined {
    const ended = this.#ended();
    const ofRoute = ended.filter((entry) => entry.route === route);
    const chosen =
      ended.find((entry) => entry.main) ??
      ofRoute.find(({ exchange }) => exchange.status !== undefined && exchange.status < 300) ??
      ofRoute[0];
    return chosen?.exchange;
  }

  #ended(): Entry[] {
    return this.#entries.flatMap((entry) => {
      if (entry === undefined) return [];
      return entry instanceof ExchangeLog ? entry.#ended() : [entry];
    });
  }
}
