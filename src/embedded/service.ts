import type { ServiceDatabase } from './store/database.ts';

/** What a service of the embedded stack is given. The same services run alone, one a process, on another store. */
export interface ServiceContext {
  /** Compose service name, e.g. `bus-llm`. */
  readonly serviceId: string;
  /** Settings by the names of the real stack (`BUS_LOCAL_JWT_SECRET`, `BUS_LLM_BILLING_BACKEND` …). */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Wall clock; tests set it. */
  now(): Date;
  /** The test clock of one account (UUID in lower case), where it was given one. */
  accountNow?(account: string): Date | undefined;
  /** Milliseconds on a clock that never goes back, for durations. */
  monotonic(): number;
  /** A random UUID (version 4). */
  uuid(): string;
  /** `size` random bytes. */
  random(size: number): Buffer;
  /**
   * Calls another service by its own address, e.g. `http://bus-events:8081/api/v1/events`, as the containers of the real
   * stack do. In one process the call does not leave it; alone it is `fetch`.
   * @throws TypeError when nothing answers there, as `fetch` does
   */
  readonly fetch: (request: Request) => Promise<Response>;
  /** This service's own connection to the store. Closed by whoever made it, after `stop`. */
  readonly database: ServiceDatabase;
  /** Aborted when the service stops, before `stop` is called: ends its streams, timers and calls. */
  readonly signal: AbortSignal;
  /** One line of the service's own log. Never a token, a one-time password or a body. */
  log(line: string): void;
}

/** A service that runs. */
export interface RunningService {
  /** Answers one HTTP request; the path is the one that the service sees behind the gateway. Absent for pure workers. */
  readonly handle?: (request: Request) => Promise<Response>;
  /** Waits until its streams, timers and subscriptions have ended, and forgets everything that is not in the store. */
  stop(): Promise<void>;
}

/** One service of the embedded stack. */
export interface ServiceDefinition {
  /** Compose service name, e.g. `bus-llm`. */
  readonly id: string;
  /** Services that must answer before this one starts. */
  readonly dependsOn: readonly string[];
  /** Starts it; resolves when it is ready. */
  start(context: ServiceContext): Promise<RunningService>;
}
