import { chmodSync, closeSync, constants, openSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import {
  type DatabaseConnection,
  Kysely,
  type SqliteDatabase,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
} from 'kysely';
import type { ServiceDatabase, Store } from './database.ts';
import { Turns } from './turns.ts';

/** Milliseconds a statement waits for another connection, of this process or of another. */
const LOCK_WAIT_MS = 5000;

/**
 * Opens one SQLite file as the store of every service of this process. What is committed survives `kill -9` and a power
 * cut: write-ahead log, synced at every commit.
 * @param file absolute path; made when missing, readable by its owner alone; `:memory:` is refused because every
 * connection would get a store of its own
 * @throws Error `ELOOP` when the path is a link, and the file system's own errors
 */
export function openSqliteStore(file: string): Store {
  if (file === ':memory:') throw new Error('a store in memory cannot be shared by services');
  closeSync(openSync(file, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o600));
  chmodSync(file, 0o600);
  const turns = new Turns();
  return { open: () => openConnection(file, turns) };
}

function openConnection(file: string, turns: Turns): ServiceDatabase {
  const database = new DatabaseSync(file, { timeout: LOCK_WAIT_MS, enableForeignKeyConstraints: true });
  database.exec('pragma journal_mode = wal; pragma synchronous = full;');
  return new Kysely({ dialect: new SharedSqliteDialect({ database: asKyselyDatabase(database) }, turns) });
}

/** Kysely's SQLite dialect on connections that take turns. */
class SharedSqliteDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig;
  readonly #turns: Turns;

  constructor(config: SqliteDialectConfig, turns: Turns) {
    super(config);
    this.#config = config;
    this.#turns = turns;
  }

  override createDriver(): SqliteDriver {
    return new TurnTakingDriver(this.#config, this.#turns);
  }
}

/**
 * SQLite's own waiting blocks the thread, so two connections of one process could never end each other's wait: one would
 * sit in a transaction that the other does not let go on. Here they take turns before they touch the file. A service that
 * uses its connection inside its own transaction waits for itself; the limit keeps the others from waiting with it.
 */
class TurnTakingDriver extends SqliteDriver {
  readonly #turns: Turns;
  #endTurn: (() => void) | undefined;

  constructor(config: SqliteDialectConfig, turns: Turns) {
    super(config);
    this.#turns = turns;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    this.#endTurn = await this.#turns.take(LOCK_WAIT_MS);
    return await super.acquireConnection();
  }

  override async releaseConnection(): Promise<void> {
    this.#endTurn?.();
    this.#endTurn = undefined;
    await super.releaseConnection();
  }
}

/** Fits Node's SQLite to the few calls that Kysely makes. */
function asKyselyDatabase(database: DatabaseSync): SqliteDatabase {
  return {
    close: () => {
      if (database.isOpen) database.close();
    },
    prepare: (sql) => {
      const statement = database.prepare(sql);
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...parameters.map(bound)),
        run: (parameters) => statement.run(...parameters.map(bound)),
        iterate: (parameters) => statement.iterate(...parameters.map(bound)),
      };
    },
  };
}

function bound(value: unknown): SQLInputValue {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') {
    return value;
  }
  if (value instanceof Uint8Array) return value;
  throw new TypeError(`a ${typeof value} is no column value`);
}
