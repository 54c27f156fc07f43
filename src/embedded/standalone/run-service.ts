import { SERVICES } from '../../contract/services.ts';
import { systemHost } from '../../host/host.ts';
import { ApiError } from '../http/api-error.ts';
import { ServiceLogs } from '../process/service-logs.ts';
import { ServiceUnit } from '../process/service-unit.ts';
import { stackEnvironment } from '../process/stack-environment.ts';
import { SERVICE_DEFINITIONS } from '../service-registry.ts';
import { type ContainerListener, listenInContainer } from './container-listener.ts';
import { serviceStore } from './service-store.ts';

/** Greatest request body in bytes: above the largest that a service of the contract takes. */
const BODY_LIMIT_BYTES = 4 * 1024 * 1024;

const PORTS: ReadonlyMap<string, number | null> = new Map(
  Object.entries(SERVICES).map(([id, { port }]) => [id, port]),
);

/** A service that runs alone. */
export interface LoneService {
  /** Closes its port, then stops it. */
  stop(): Promise<void>;
}

/**
 * Runs one service of the stack alone in this process: on its contract port, on PostgreSQL, and with the other services
 * at their own addresses.
 * @param id compose service name, e.g. `bus-llm`
 * @param environment the process's; names are those of the real stack
 * @param writeLog takes one line of the log, without its line end
 * @throws Error when there is no such service, when a setting is missing, and what the service throws at its start
 */
export async function runService(
  id: string,
  environment: Readonly<Record<string, string | undefined>>,
  writeLog: (line: string) => void,
): Promise<LoneService> {
  const definition = SERVICE_DEFINITIONS.find((candidate) => candidate.id === id);
  if (definition === undefined) throw new Error(`there is no service ${id}`);
  const host = systemHost();
  const env = stackEnvironment(setOnly(environment));
  const store = serviceStore(id, env);
  const logs = new ServiceLogs(writeLog, host.now);
  const unit = new ServiceUnit(definition, {
    openDatabase: () => store.open(),
    surroundings: {
      env,
      now: host.now,
      monotonic: host.monotonic,
      uuid: host.uuid,
      random: host.random,
      fetch: (request) => fetch(request),
    },
    log: (service, line) => logs.add(service, line),
    changed: () => undefined,
  });
  await unit.start();
  const listener = await listen(unit, PORTS.get(id) ?? null);
  return {
    async stop() {
      await Promise.all([listener?.close(), unit.stop()]);
    },
  };
}

async function listen(unit: ServiceUnit, port: number | null): Promise<ContainerListener | undefined> {
  if (port === null) return undefined;
  return await listenInContainer(port, {
    bodyLimitBytes: BODY_LIMIT_BYTES,
    handle: (request) => unit.handle(request),
    tooLarge: () => new ApiError('request_body_too_large', 'the body is too large').toResponse(),
    malformed: () => new ApiError('bad_request', 'the request is malformed').toResponse(),
  });
}

function setOnly(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const set = Object.entries(environment).filter(([, value]) => value !== undefined);
  return Object.fromEntries(set) as Record<string, string>;
}
