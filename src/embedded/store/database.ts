import type { Kysely } from 'kysely';

/**
 * A service's own connection to the store, without tables: a service adds its own with `$extendTables<…>()` and creates
 * them at start with `schema.createTable(…).ifNotExists()`.
 *
 * The same statements run on SQLite here and on PostgreSQL where every service is a container of its own. So: columns are
 * `text`, `integer` or `bigint`; times are RFC 3339 text in UTC; JSON is text; keys are text made by the service; upserts
 * are `on conflict`; nothing that only one of the two has. A transaction holds the store, so it never awaits the network.
 */
export type ServiceDatabase = Kysely<Record<never, never>>;

/** One SQL store that services share. */
export interface Store {
  /**
   * Opens a connection for one service. Whoever opens it ends it with `destroy()`.
   * @throws the store's own error when it cannot be opened
   */
  open(): ServiceDatabase;
}
