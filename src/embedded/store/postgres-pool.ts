import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import type { Pool, PoolClient } from 'pg';

/** How often a statement that makes a table is tried when another service makes the same at the same moment. */
const TRIES = 5;

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const UNIQUE_VIOLATION = '23505';
/** Duplicate table, schema and object: a table's row type is such an object. */
const DUPLICATES: ReadonlySet<unknown> = new Set(['42P07', '42P06', '42710']);

/** Fits the driver's pool to Kysely, and its errors to what the services know of a store. */
export class RetryingPool implements PostgresPool {
  readonly options: object;
  readonly #pool: Pool;
  readonly #clients = new WeakMap<PoolClient, PostgresPoolClient>();

  /** @param pool ended by whoever ends this one */
  constructor(pool: Pool) {
    this.#pool = pool;
    this.options = pool.options;
  }

  /** @throws the server's own error, or one with a code of the network */
  async connect(): Promise<PostgresPoolClient> {
    const client = await this.#pool.connect().catch((error: unknown) => {
      throw withCode(error);
    });
    // Kysely knows a connection by its object, so each has one as long as it lives.
    const known = this.#clients.get(client) ?? new RetryingClient(client);
    this.#clients.set(client, known);
    return known;
  }

  /** Waits until every connection is given back and closed. */
  async end(): Promise<void> {
    await this.#pool.end();
  }
}

class RetryingClient implements PostgresPoolClient {
  readonly #client: PoolClient;

  constructor(client: PoolClient) {
    this.#client = client;
  }

  query<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  query<R>(
    statement: string | PostgresCursor<R>,
    parameters: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<R>> | PostgresCursor<R> {
    if (typeof statement !== 'string') throw new TypeError('no cursors here');
    return this.#run<R>(statement, parameters);
  }

  release(destroy?: boolean): void {
    this.#client.release(destroy);
  }

  async #run<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>> {
    try {
      const result = await untilMade(() => this.#client.query(sql, [...parameters]));
      return result as unknown as PostgresQueryResult<R>;
    } catch (error) {
      throw withCode(error);
    }
  }
}

/**
 * Runs a statement that may make a table or a schema. `create … if not exists` looks first and makes then: of two that do
 * so at once, one is told that the name is there already, or that the server's own list has it. Tried again, it finds it.
 * @throws the server's error
 */
export async function untilMade<T>(statement: () => Promise<T>, tries = TRIES): Promise<T> {
  try {
    return await statement();
  } catch (error) {
    if (tries > 1 && isMadeMeanwhile(error)) return await untilMade(statement, tries - 1);
    throw error;
  }
}

/** Which of the two errors it is follows from how far the other one had come. */
function isMadeMeanwhile(error: unknown): boolean {
  const { code, schema } = error as { code?: unknown; schema?: unknown };
  if (code === UNIQUE_VIOLATION) return schema === 'pg_catalog';
  return DUPLICATES.has(code);
}

/** The driver's own errors of a lost connection and of a wait that took too long have no code. */
function withCode(error: unknown): unknown {
  if (!(error instanceof Error) || 'code' in error) return error;
  return Object.assign(error, { code: /timeout/i.test(error.message) ? 'STORE_BUSY' : 'ECONNRESET' });
}
