import type { Host } from '../../host/host.ts';
import { AccountClocks } from '../account-clocks.ts';
import type { ServiceDefinition } from '../service.ts';
import type { Store } from '../store/database.ts';
import { InProcessNetwork } from './in-process-network.ts';
import type { UnitState } from './parent-messages.ts';
import type { ServiceLogs } from './service-logs.ts';
import { ServiceUnit } from './service-unit.ts';

/** What a stack is made of. */
export interface EmbeddedStackOptions {
  readonly host: Pick<Host, 'now' | 'monotonic' | 'uuid' | 'random'>;
  readonly definitions: readonly ServiceDefinition[];
  readonly store: Store;
  readonly logs: ServiceLogs;
  /** Settings that every service sees. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Called at every change of a service. */
  readonly changed: (service: string, state: UnitState, detail?: string) => void;
}

/** All services of the stack in one process, on one store, on a network that does not leave the process. */
export class EmbeddedStack {
  readonly units: readonly ServiceUnit[];
  readonly logs: ServiceLogs;
  /** Test clocks of accounts. */
  readonly clocks = new AccountClocks();
  readonly #byId: ReadonlyMap<string, ServiceUnit>;

  constructor(options: EmbeddedStackOptions) {
    const network = new InProcessNetwork();
    this.logs = options.logs;
    this.units = options.definitions.map(
      (definition) =>
        new ServiceUnit(definition, {
          openDatabase: () => options.store.open(),
          surroundings: {
            env: options.env,
            now: options.host.now,
            accountNow: (account) => this.clocks.of(account),
            monotonic: options.host.monotonic,
            uuid: options.host.uuid,
            random: options.host.random,
            fetch: (request) => network.fetch(request),
          },
          log: (service, line) => options.logs.add(service, line),
          changed: options.changed,
        }),
    );
    this.#byId = new Map(this.units.map((unit) => [unit.definition.id, unit]));
    for (const unit of this.units) network.add(unit);
  }

  /**
   * The unit of a service.
   * @throws Error when there is none
   */
  unit(id: string): ServiceUnit {
    const unit = this.#byId.get(id);
    if (unit === undefined) throw new Error(`no service ${id}`);
    return unit;
  }

  /**
   * Starts every service as soon as those it depends on have started, the rest side by side. A dependency that is not
   * part of this stack runs elsewhere and is not waited for.
   * @throws the first error of a service that could not start, when all that began has settled; Error when services
   * depend on each other in a circle
   */
  async start(): Promise<void> {
    const started = new Map<string, Promise<void>>();
    const begin = (unit: ServiceUnit, dependants: readonly string[]): Promise<void> => {
      const { id, dependsOn } = unit.definition;
      if (dependants.includes(id)) throw new Error(`${id} depends on itself`);
      const before = dependsOn
        .map((other) => this.#byId.get(other))
        .filter((other) => other !== undefined)
        .map((other) => begin(other, [...dependants, id]));
      const known = started.get(id) ?? Promise.all(before).then(() => unit.start());
      started.set(id, known);
      return known;
    };
    const outcomes = await Promise.allSettled(this.units.map((unit) => begin(unit, [])));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  /** Stops every service at once, each within its own limit. */
  async stop(): Promise<void> {
    await Promise.all(this.units.map((unit) => unit.stop()));
  }
}
