import type { ComposeView } from './look.ts';

/** Milliseconds for which a service is given a chance to answer before the gateway is restarted for the first time. */
const FIRST_PATIENCE_MS = 10_000;

/**
 * nginx keeps the addresses that it resolved at its own start, and a container that came later may have another: the
 * gateway then answers 502 for ever. From outside that looks like a service that still compiles, so the gateway is
 * restarted after a while, and again after twice as long each time.
 */
export class StaleGateway {
  readonly #gateway: string;
  #since: number | undefined;
  #patienceMs = FIRST_PATIENCE_MS;

  /** @param gateway service that is the gateway */
  constructor(gateway: string) {
    this.#gateway = gateway;
  }

  /**
   * Tells whether the gateway is to be restarted now.
   * @param view what the last look saw, with the answers of the gateway
   * @param now milliseconds on a clock that never goes back
   */
  isDue(view: Pick<ComposeView, 'answers' | 'containers'>, now: number): boolean {
    if (!this.#missesYounger(view)) {
      this.#since = undefined;
      return false;
    }
    this.#since ??= now;
    if (now - this.#since < this.#patienceMs) return false;
    this.#since = now;
    this.#patienceMs *= 2;
    return true;
  }

  /** True when a service whose container runs, and was started after the gateway's, gets no answer through it. */
  #missesYounger({ answers, containers }: Pick<ComposeView, 'answers' | 'containers'>): boolean {
    const runs = containers.filter(({ state }) => state === 'running');
    const gateway = runs.find(({ service }) => service === this.#gateway);
    if (gateway === undefined) return false;
    const missed = new Set(answers.filter(({ answers }) => !answers).map(({ service }) => service));
    return runs.some(
      ({ service, startedAt }) =>
        missed.has(service) && Date.parse(startedAt) > Date.parse(gateway.startedAt),
    );
  }
}
