import type { Kysely } from 'kysely';
import type { ServiceDatabase } from '../../store/database.ts';

/** The tables of the Events API, by the names the real one uses (bus-api-provider-events page). */
export type EventTables = {
  bus_events: {
    /** `evt_` and 19 digits: the order of publishing is the order of these texts. */
    id: string;
    /** `sub` of the token that published it. */
    identity_id: string;
    name: string;
    /** JSON object of labels, or null. */
    metadata: string | null;
    /** The whole stream line as compact JSON, without its line end. */
    line: string;
  };
  bus_event_group_cursors: {
    identity_id: string;
    name: string;
    group_name: string;
    /** Id of the last event the group has claimed, or empty. */
    cursor_id: string;
  };
};

/**
 * Makes the tables where they are missing.
 * @returns the same connection, which now knows them
 */
export async function withEventTables(database: ServiceDatabase): Promise<Kysely<EventTables>> {
  await database.schema
    .createTable('bus_events')
    .ifNotExists()
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('identity_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('metadata', 'text')
    .addColumn('line', 'text', (column) => column.notNull())
    .execute();
  await database.schema
    .createIndex('bus_events_by_owner_and_name')
    .ifNotExists()
    .on('bus_events')
    .columns(['identity_id', 'name', 'id'])
    .execute();
  await database.schema
    .createTable('bus_event_group_cursors')
    .ifNotExists()
    .addColumn('identity_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('group_name', 'text', (column) => column.notNull())
    .addColumn('cursor_id', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('bus_event_group_cursors_key', ['identity_id', 'name', 'group_name'])
    .execute();
  return database.$extendTables<EventTables>();
}
