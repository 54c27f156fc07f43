import { SERVICES } from '../../contract/services.ts';
import type { ServiceUnit } from './service-unit.ts';

const PORTS: ReadonlyMap<string, number | null> = new Map(
  Object.entries(SERVICES).map(([id, { port }]) => [id, port]),
);

/** The stack's network without a network: a request for `http://<service>:<port>` goes to that service. */
export class InProcessNetwork {
  readonly #units = new Map<string, ServiceUnit>();

  /** Makes a service reachable by its id. */
  add(unit: ServiceUnit): void {
    this.#units.set(unit.definition.id, unit);
  }

  /**
   * Sends a request to the service its address names.
   * @throws TypeError when there is no such service, when it does not listen there, or when it does not run
   */
  async fetch(request: Request): Promise<Response> {
    const { hostname, port } = new URL(request.url);
    const unit = this.#units.get(hostname);
    if (unit === undefined || String(PORTS.get(hostname) ?? '') !== (port || '80')) {
      throw new TypeError(`no service listens on ${hostname}:${port || '80'}`);
    }
    return await unit.handle(request);
  }
}
