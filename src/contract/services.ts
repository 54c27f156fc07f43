/** A service of the compose stack's compose.yaml. */
export interface Service {
  /** The Bus module that owns it; `null` for third-party software and one-shot containers. */
  readonly module: string | null;
  /** TCP port inside the stack's network; `null` for a worker that only talks to Events. */
  readonly port: number | null;
  /**
   * Direct readiness path (module pages); `null` where the contract documents none. Not reachable through the
   * gateway.
   */
  readonly readiness: string | null;
  /** Which compose profile starts it. */
  readonly profile: 'default' | 'dev-task';
  /** One phrase for a report. */
  readonly role: string;
}

/** Every service of the compose stack by its compose id, in dependency order. */
export const SERVICES = {
  postgres: service(null, 5432, null, 'database for auth, events, usage, billing and notes'),
  mailhog: service(null, 8025, null, 'mail sink for one-time passwords'),
  'bus-local-token': service('bus-operator-token', null, null, 'one-shot: writes the host API token'),
  'bus-events': service('bus-api-provider-events', 8081, null, 'Events API'),
  'bus-auth': service('bus-api-provider-auth', 8080, '/local-dev/v1/healthz', 'auth API'),
  'bus-usage-api': service('bus-api-provider-usage', 8082, '/readyz', 'internal usage collector'),
  'bus-notes-api': service('bus-api-provider-notes', 8092, '/local-dev/v1/healthz', 'notes API'),
  'bus-usage-worker': service('bus-integration-usage', null, null, 'usage worker'),
  'bus-billing-api': service('bus-api-provider-billing', 8083, '/readyz', 'billing API'),
  'bus-billing-worker': service('bus-integration-billing', null, null, 'billing worker'),
  'bus-stripe': service('bus-integration-stripe', 8084, null, 'Stripe worker and webhook ingress'),
  'bus-vm': service('bus-api-provider-vm', 8085, '/readyz', 'VM API, static backend'),
  'bus-codex': service('bus-integration-codex', null, null, 'LLM worker on the Codex CLI'),
  'bus-docker': service('bus-integration-docker', null, null, 'container worker on the Docker socket'),
  'bus-llm': service('bus-api-provider-llm', 8088, '/readyz', 'OpenAI-compatible API'),
  'bus-container-router': service('bus-integration-containers', null, null, 'routes container events'),
  'bus-containers': service('bus-api-provider-containers', 8086, '/readyz', 'containers API'),
  'bus-portal': service('bus-portal', 8090, '/local-dev/v1/healthz', 'portal host'),
  nginx: service('superproject', 8080, '/readyz', 'gateway'),
  'codex-image': optional(null, 'one-shot: prints the Codex CLI version'),
  'bus-integration-task': optional('bus-integration-task', 'dev-task worker for recipient bus-dev'),
  'bus-dev-supervisor': optional('superproject', 'dev-task heartbeat'),
  'testing-agent': optional('superproject', 'runs the smoke test inside the stack'),
} as const satisfies Record<string, Service>;

/** A compose service id. */
export type ServiceId = keyof typeof SERVICES;

function service(
  module: string | null,
  port: number | null,
  readiness: string | null,
  role: string,
): Service {
  return { module, port, readiness, profile: 'default', role };
}

function optional(module: string | null, role: string): Service {
  return { module, port: null, readiness: null, profile: 'dev-task', role };
}
