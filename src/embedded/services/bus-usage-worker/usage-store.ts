import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import type { UsageItem, UsagePage, UsageRecordPayload } from '../../../contract/usage.ts';
import type { ServiceDatabase } from '../../store/database.ts';
import { sortableInstant, wireInstant } from './instant.ts';

type UsageEventRow = {
  id: number;
  event_id: string | null;
  /** Nine digits of a second, UTC: sorts as it reads. */
  occurred_at: string;
  account_id: string | null;
  event_type: string;
  data: string | null;
};

type UsageTables = {
  bus_usage_accounts: { account_id: string; first_seen_at: string };
  bus_usage_events: UsageEventRow;
  /** The last id that was given: ids are never used again, also after the newest row was deleted. */
  bus_usage_counter: { name: string; last_id: number };
};

/** Which records are meant: those at or before a time, one page of them. */
export interface UsageSelector {
  /** RFC 3339, inclusive. */
  readonly before: string;
  /** From 1. */
  readonly page: number;
  readonly page_size: number;
}

/** What recording did: the row's id, and whether it is new. */
export interface RecordedUsage {
  readonly id: number;
  readonly recorded: boolean;
}

const COUNTER = 'usage_events';

/** Usage records in the store. The worker writes them, the collector API reads and deletes them. */
export class UsageStore {
  readonly #database: Kysely<UsageTables>;

  private constructor(database: Kysely<UsageTables>) {
    this.#database = database;
  }

  /**
   * Opens the store and makes the tables that are missing.
   * @throws the store's own error when it cannot be written
   */
  static async open(connection: ServiceDatabase): Promise<UsageStore> {
    const database = connection.$extendTables<UsageTables>();
    await createTables(database);
    return new UsageStore(database);
  }

  /** Records usage once per `event_id`; a record without one is always new. */
  async record(payload: UsageRecordPayload, now: Date): Promise<RecordedUsage> {
    return await this.#database.transaction().execute(async (transaction) => {
      // Taking the next id first makes two workers take turns, so that the same event id cannot come in twice.
      const { last_id: id } = await transaction
        .updateTable('bus_usage_counter')
        .set((update) => ({ last_id: update('last_id', '+', 1) }))
        .where('name', '=', COUNTER)
        .returning('last_id')
        .executeTakeFirstOrThrow();
      if (payload.event_id !== undefined) {
        const known = await transaction
          .selectFrom('bus_usage_events')
          .select('id')
          .where('event_id', '=', payload.event_id)
          .executeTakeFirst();
        if (known !== undefined) return { id: Number(known.id), recorded: false };
      }
      await transaction
        .insertInto('bus_usage_events')
        .values(rowOf(id, payload, now))
        .execute();
      if (payload.account_id !== undefined) {
        await transaction
          .insertInto('bus_usage_accounts')
          .values({ account_id: payload.account_id, first_seen_at: now.toISOString() })
          .onConflict((conflict) => conflict.column('account_id').doNothing())
          .execute();
      }
      return { id: Number(id), recorded: true };
    });
  }

  /** Lists one page, ordered by time and then by id. */
  async list(selector: UsageSelector): Promise<UsagePage> {
    const rows = await selected(this.#database.selectFrom('bus_usage_events'), selector, 1)
      .selectAll()
      .execute();
    return {
      items: rows.slice(0, selector.page_size).map(itemOf),
      page: selector.page,
      page_size: selector.page_size,
      before: wireInstant(sortableInstant(selector.before)),
      has_more: rows.length > selector.page_size,
    };
  }

  /** Deletes exactly the records that {@link list} gives for the same selector. */
  async delete(selector: UsageSelector): Promise<number> {
    const { numDeletedRows } = await this.#database
      .deleteFrom('bus_usage_events')
      .where('id', 'in', (query) => selected(query.selectFrom('bus_usage_events'), selector, 0).select('id'))
      .executeTakeFirst();
    return Number(numDeletedRows);
  }

  /** Tells whether the store can be read. */
  async reachable(): Promise<boolean> {
    try {
      await sql`select 1`.execute(this.#database);
      return true;
    } catch {
      return false;
    }
  }
}

function selected<T>(
  query: SelectQueryBuilder<UsageTables, 'bus_usage_events', T>,
  { before, page, page_size }: UsageSelector,
  extra: number,
) {
  return query
    .where('occurred_at', '<=', sortableInstant(before))
    .orderBy('occurred_at')
    .orderBy('id')
    .limit(page_size + extra)
    .offset((page - 1) * page_size);
}

function rowOf(id: number, payload: UsageRecordPayload, now: Date): UsageEventRow {
  return {
    id,
    event_id: payload.event_id ?? null,
    occurred_at: sortableInstant(payload.occurred_at ?? now.toISOString()),
    account_id: payload.account_id ?? null,
    event_type: payload.event_type,
    data: payload.data === undefined ? null : JSON.stringify(payload.data),
  };
}

function itemOf(row: UsageEventRow): UsageItem {
  return {
    id: Number(row.id),
    ...(row.event_id === null ? {} : { event_id: row.event_id }),
    occurred_at: wireInstant(row.occurred_at),
    ...(row.account_id === null ? {} : { account_id: row.account_id }),
    event_type: row.event_type,
    ...(row.data === null ? {} : { data: JSON.parse(row.data) as Record<string, unknown> }),
  };
}

async function createTables(database: Kysely<UsageTables>): Promise<void> {
  await database.schema
    .createTable('bus_usage_accounts')
    .ifNotExists()
    .addColumn('account_id', 'text', (column) => column.primaryKey())
    .addColumn('first_seen_at', 'text', (column) => column.notNull())
    .execute();
  await database.schema
    .createTable('bus_usage_events')
    .ifNotExists()
    .addColumn('id', 'bigint', (column) => column.primaryKey())
    .addColumn('event_id', 'text')
    .addColumn('occurred_at', 'text', (column) => column.notNull())
    .addColumn('account_id', 'text')
    .addColumn('event_type', 'text', (column) => column.notNull())
    .addColumn('data', 'text')
    .execute();
  // Absent event ids do not collide: in SQL no null equals another.
  await database.schema
    .createIndex('bus_usage_events_event_id')
    .ifNotExists()
    .unique()
    .on('bus_usage_events')
    .column('event_id')
    .execute();
  await database.schema
    .createIndex('bus_usage_events_order')
    .ifNotExists()
    .on('bus_usage_events')
    .columns(['occurred_at', 'id'])
    .execute();
  await database.schema
    .createTable('bus_usage_counter')
    .ifNotExists()
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('last_id', 'bigint', (column) => column.notNull())
    .execute();
  await database
    .insertInto('bus_usage_counter')
    .values({ name: COUNTER, last_id: 0 })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
}
