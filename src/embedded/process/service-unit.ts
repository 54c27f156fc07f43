import type { RunningService, ServiceContext, ServiceDefinition } from '../service.ts';
import type { ServiceDatabase } from '../store/database.ts';
import { guardedResponse } from './guarded-body.ts';
import type { UnitState } from './parent-messages.ts';

/** Milliseconds a service has to stop in order; after that it is left behind. */
const STOP_LIMIT_MS = 1200;

/** What a unit needs from the process it lives in. */
export interface UnitHost {
  /** Opens a connection to the store. */
  openDatabase(): ServiceDatabase;
  /** Everything of a context that does not belong to one start of one service. */
  readonly surroundings: Pick<
    ServiceContext,
    'env' | 'now' | 'accountNow' | 'monotonic' | 'uuid' | 'random' | 'fetch'
  >;
  log(service: string, line: string): void;
  changed(service: string, state: UnitState, detail?: string): void;
}

interface Life {
  readonly running: RunningService;
  readonly database: ServiceDatabase;
  readonly ending: AbortController;
}

/** One service of the process: started, stopped and started again on its own, from nothing but the store. */
export class ServiceUnit {
  readonly definition: ServiceDefinition;
  readonly #host: UnitHost;
  #life: Life | undefined;
  #state: UnitState = 'exited';
  #since: Date;
  #starts = 0;
  #detail: string | undefined;
  #lastChange: Promise<void> = Promise.resolve();

  constructor(definition: ServiceDefinition, host: UnitHost) {
    this.definition = definition;
    this.#host = host;
    this.#since = host.surroundings.now();
  }

  /** Its state, since when, why where that is not plain, and how often it came up since the process began. */
  get status(): {
    readonly state: UnitState;
    readonly since: Date;
    readonly detail: string | undefined;
    readonly starts: number;
  } {
    return { state: this.#state, since: this.#since, detail: this.#detail, starts: this.#starts };
  }

  /**
   * Starts it; nothing happens when it runs.
   * @throws what the service throws when it cannot start
   */
  start(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#life === undefined) await this.#begin('starting');
    });
  }

  /** Stops it; nothing happens when it does not run. Its streams break off. */
  stop(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#life !== undefined) await this.#end();
      if (this.#state !== 'exited') this.#change('exited', 'stopped');
    });
  }

  /**
   * Stops it, forgets everything that is not in the store, and starts it.
   * @throws what the service throws when it cannot start
   */
  restart(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#life !== undefined) await this.#end();
      await this.#begin('restarting');
    });
  }

  /**
   * Answers a request as the service's port would.
   * @throws TypeError when it does not run, has no port, or stops before it has answered
   */
  async handle(request: Request): Promise<Response> {
    const life = this.#life;
    if (life?.running.handle === undefined) throw new TypeError('connection refused');
    const { signal } = life.ending;
    const broken = Promise.withResolvers<never>();
    const breakOff = () => broken.reject(new TypeError('connection reset'));
    signal.addEventListener('abort', breakOff, { once: true });
    request.signal.addEventListener('abort', breakOff, { once: true });
    try {
      const response = await Promise.race([life.running.handle(request), broken.promise]);
      return guardedResponse(response, request, signal);
    } finally {
      signal.removeEventListener('abort', breakOff);
      request.signal.removeEventListener('abort', breakOff);
    }
  }

  async #begin(state: 'starting' | 'restarting'): Promise<void> {
    this.#change(state);
    const { id } = this.definition;
    const database = this.#host.openDatabase();
    const ending = new AbortController();
    try {
      const running = await this.definition.start({
        ...this.#host.surroundings,
        serviceId: id,
        database,
        signal: ending.signal,
        log: (line) => this.#host.log(id, line),
      });
      this.#life = { running, database, ending };
      this.#starts += 1;
      this.#change('healthy');
    } catch (error) {
      ending.abort();
      await database.destroy();
      this.#change('exited', `could not start: ${error instanceof Error ? error.message : 'unknown error'}`);
      throw error;
    }
  }

  async #end(): Promise<void> {
    const life = this.#life;
    if (life === undefined) return;
    this.#life = undefined;
    life.ending.abort();
    const limit = Promise.withResolvers<void>();
    const timer = setTimeout(limit.resolve, STOP_LIMIT_MS);
    try {
      await Promise.race([life.running.stop(), limit.promise]);
    } catch (error) {
      this.#host.log(
        this.definition.id,
        `stopped with ${error instanceof Error ? error.message : 'an error'}`,
      );
    } finally {
      clearTimeout(timer);
      await life.database.destroy();
    }
  }

  #change(state: UnitState, detail?: string): void {
    this.#state = state;
    this.#detail = detail;
    this.#since = this.#host.surroundings.now();
    this.#host.log(this.definition.id, detail === undefined ? state : `${state}: ${detail}`);
    this.#host.changed(this.definition.id, state, detail);
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const result = this.#lastChange.then(work);
    this.#lastChange = result.catch(() => undefined);
    return result;
  }
}
