import { Kysely, PostgresDialect } from 'kysely';
import { Pool, TypeOverrides, types } from 'pg';
import type { ServiceDatabase, Store } from './database.ts';
import { RetryingPool, untilMade } from './postgres-pool.ts';

/** Milliseconds a statement waits: for a connection to the server, for its turn on it, and for its end. */
const WAIT_MS = 5000;

/** Milliseconds after which an unused connection is given back. */
const IDLE_MS = 60_000;

/** Where a service keeps its tables. */
export interface PostgresStoreOptions {
  /** `postgres://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=disable`, as the compose file has it; holds a password. */
  readonly connectionString: string;
  /** Shown by the server's own lists of connections. */
  readonly applicationName: string;
  /** Schema of the tables, made when missing: lower-case letters, digits and underscores. */
  readonly schema: string;
}

/**
 * Opens a PostgreSQL database as the store of one service. Nothing is connected before the first statement, and a lost
 * connection is made again with the next one. A connection runs one transaction at a time, as the SQLite store does.
 * @throws RangeError when the schema is no plain name
 */
export function openPostgresStore(options: PostgresStoreOptions): Store {
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(options.schema)) throw new RangeError('the schema is no plain name');
  return { open: () => openConnection(options) };
}

function openConnection({
  connectionString,
  applicationName,
  schema,
}: PostgresStoreOptions): ServiceDatabase {
  const pool = new Pool({
    connectionString,
    application_name: applicationName,
    options: `-c search_path=${schema}`,
    types: wholeNumbers(),
    max: 1,
    connectionTimeoutMillis: WAIT_MS,
    statement_timeout: WAIT_MS,
    idleTimeoutMillis: IDLE_MS,
    keepAlive: true,
    onConnect: (client) => untilMade(() => client.query(`create schema if not exists "${schema}"`)),
  });
  // An idle connection that the server ends would otherwise end the process; the next statement makes another.
  pool.on('error', () => undefined);
  return new Kysely({ dialect: new PostgresDialect({ pool: new RetryingPool(pool) }) });
}

/** Reads a `bigint` as SQLite does, as a number; one that a number cannot hold stays text. */
function wholeNumbers(): TypeOverrides {
  const overrides = new TypeOverrides();
  overrides.setTypeParser(types.builtins.INT8, (text: string) => {
    const number = Number(text);
    return Number.isSafeInteger(number) ? number : text;
  });
  return overrides;
}
