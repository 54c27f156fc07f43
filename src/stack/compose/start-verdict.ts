import type { ReasonId } from '../../reasons/catalog.ts';
import type { ProfileService } from '../profile-schema.ts';
import type { ServiceStatus } from '../runtime.ts';
import type { Container } from './containers.ts';

/** Restarts by Docker itself within one start, from which on nobody waits for the service any more. */
const CRASH_LOOP_RESTARTS = 3;
/** Milliseconds that a failing health check is given to recover: Docker has tried it several times by then. */
const UNHEALTHY_GRACE_MS = 10_000;

/** How far a start has come. */
export type StartVerdict =
  | { readonly verdict: 'ready' }
  | { readonly verdict: 'waiting'; readonly awaited: readonly ServiceStatus[] }
  | { readonly verdict: 'failed'; readonly reason: ReasonId; readonly service: ServiceStatus };

/** What there was of the project before a start: containers of an earlier one are not judged until they run again. */
export type Baseline = ReadonlyMap<string, { readonly startedAt: string; readonly restarts: number }>;

/** What a start remembers of its containers as they were. */
export function baselineOf(containers: readonly Container[]): Baseline {
  return new Map(containers.map(({ id, startedAt, restarts }) => [id, { startedAt, restarts }]));
}

/** Judges a start, look by look. It remembers since when a service is unhealthy. */
export class StartJudge {
  readonly #services: readonly ProfileService[];
  readonly #baseline: Baseline;
  readonly #unhealthySince = new Map<string, number>();

  constructor(services: readonly ProfileService[], baseline: Baseline) {
    this.#services = services;
    this.#baseline = baseline;
  }

  /**
   * @param states what the services are in now, with the answers of the gateway
   * @param upEnded whether `docker compose up` has come to its end: before that, nothing is old any more or missing
   * @param now milliseconds on a clock that never goes back
   */
  judge(
    states: readonly ServiceStatus[],
    containers: readonly Container[],
    upEnded: boolean,
    now: number,
  ): StartVerdict {
    const optional = new Set(this.#services.filter(isOptional).map(({ id }) => id));
    const judged = states.filter(({ service }) => !optional.has(service));
    for (const status of judged) {
      const own = containers.filter(({ service }) => service === status.service);
      if (!upEnded && own.every((container) => this.#isOld(container))) continue;
      const reason = this.#failure(status, own, now);
      if (reason !== undefined) return { verdict: 'failed', reason, service: status };
    }
    const awaited = judged.filter(({ state }) => !['running', 'healthy', 'done', 'skipped'].includes(state));
    return upEnded && awaited.length === 0 ? { verdict: 'ready' } : { verdict: 'waiting', awaited };
  }

  #failure(status: ServiceStatus, own: readonly Container[], now: number): ReasonId | undefined {
    if (own.some((container) => this.#restarts(container) >= CRASH_LOOP_RESTARTS)) return 'ST-CRASH-LOOP';
    if (status.state === 'exited') return 'ST-SERVICE-EXITED';
    if (status.state !== 'unhealthy') {
      this.#unhealthySince.delete(status.service);
      return undefined;
    }
    const since = this.#unhealthySince.get(status.service) ?? now;
    this.#unhealthySince.set(status.service, since);
    return now - since >= UNHEALTHY_GRACE_MS ? 'ST-SERVICE-UNHEALTHY' : undefined;
  }

  #isOld({ id, startedAt }: Container): boolean {
    return this.#baseline.get(id)?.startedAt === startedAt;
  }

  #restarts({ id, restarts }: Container): number {
    return restarts - (this.#baseline.get(id)?.restarts ?? 0);
  }
}

/** A stack is ready without its optional services, but not without one that only a compose file of the customer has. */
export function isOptional({ role }: ProfileService): boolean {
  return role === 'optional' || role === 'skipped';
}
