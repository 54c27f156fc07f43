import { Kysely, PostgresDialect } from 'kysely';
import type { Store } from '../store/database.ts';
import { openPostgresStore } from '../store/postgres-store.ts';

/** Where a service that stores finds its database, and in which schema its tables are. */
interface StorePlace {
  /** Setting of the compose file that holds the connection string. */
  readonly setting: string;
  readonly schema: string;
}

const NOTES: StorePlace = { setting: 'BUS_DATA_POSTGRES_DSN', schema: 'bus_notes' };
const USAGE: StorePlace = { setting: 'BUS_USAGE_DATABASE_URL', schema: 'bus_usage' };
const BILLING: StorePlace = { setting: 'BUS_BILLING_DATABASE_URL', schema: 'bus_billing' };

/** The settings are those of the real stack; of the schemas only `bus_notes` is known from it. */
const PLACES: ReadonlyMap<string, StorePlace> = new Map([
  ['bus-auth', { setting: 'BUS_AUTH_POSTGRES_DSN', schema: 'bus_auth' }],
  ['bus-events', { setting: 'BUS_EVENTS_POSTGRES_DSN', schema: 'bus_events' }],
  ['bus-usage-api', USAGE],
  ['bus-usage-worker', USAGE],
  ['bus-billing-api', BILLING],
  ['bus-billing-worker', BILLING],
  ['bus-notes-api', NOTES],
  ['bus-docker', { setting: 'BUS_DATA_POSTGRES_DSN', schema: 'bus_docker' }],
  ['bus-integration-task', { setting: 'BUS_DATA_POSTGRES_DSN', schema: 'bus_tasks' }],
]);

/**
 * The store of one service that runs alone. A service without one gets a connection that fails when it is used.
 * @param service compose service name
 * @param env the process's environment
 * @throws Error when the service stores and the environment does not say where
 */
export function serviceStore(service: string, env: Readonly<Record<string, string | undefined>>): Store {
  const place = PLACES.get(service);
  if (place === undefined) return { open: () => new Kysely({ dialect: nowhere(service) }) };
  const connectionString = env[place.setting];
  if (!connectionString) throw new Error(`${place.setting} is not set`);
  return openPostgresStore({ connectionString, applicationName: service, schema: place.schema });
}

function nowhere(service: string): PostgresDialect {
  return new PostgresDialect({
    pool: async () => {
      throw new Error(`${service} has no store`);
    },
  });
}
