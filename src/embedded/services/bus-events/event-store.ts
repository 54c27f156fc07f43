import type { Kysely } from 'kysely';
import type { ErrorDetail } from '../../../contract/errors.ts';
import type { PublishRequest } from '../../../contract/events.ts';
import { EventIds, firstEventIdAt } from './event-id.ts';
import type { EventTables } from './tables.ts';

/** Days an event is kept. The contract names no retention. */
const RETENTION_DAYS = 30;

/** Whose events of which name. */
export interface Topic {
  /** `sub` of the caller: nobody sees another owner's events. */
  readonly owner: string;
  readonly name: string;
}

/** One stored event. */
export interface StoredEvent {
  readonly id: string;
  readonly line: string;
  readonly metadata: string | null;
}

/** Bounds of a read, as ids. */
export interface EventRange {
  /** The least id that is read; empty for no such bound. */
  readonly from: string;
  /** The least id that is not read any more. */
  readonly until: string | undefined;
}

/** The events and the groups' places in them, in the store. */
export class EventStore {
  readonly #db: Kysely<EventTables>;
  readonly #ids: EventIds;

  private constructor(db: Kysely<EventTables>, ids: EventIds) {
    this.#db = db;
    this.#ids = ids;
  }

  /** Opens it, and drops what is older than the retention. */
  static async open(db: Kysely<EventTables>, now: Date): Promise<EventStore> {
    const oldest = firstEventIdAt(now.getTime() - RETENTION_DAYS * 86_400_000);
    const newest = await db
      .selectFrom('bus_events')
      .select('id')
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst();
    const stale = await db
      .selectFrom('bus_events')
      .select('id')
      .where('id', '<', oldest)
      .limit(1)
      .executeTakeFirst();
    if (stale !== undefined) await db.deleteFrom('bus_events').where('id', '<', oldest).execute();
    return new EventStore(db, new EventIds(newest?.id));
  }

  /**
   * Stores an event; it is durable when this resolves.
   * @param owner stamped on it, whatever the caller wrote
   * @returns its id
   */
  async append(
    owner: string,
    event: PublishRequest & { error?: ErrorDetail | undefined },
    now: Date,
  ): Promise<string> {
    const id = this.#ids.next(now);
    const line = JSON.stringify({
      id,
      name: event.name,
      correlationId: event.correlationId,
      payload: event.payload,
      identity_id: owner,
      metadata: event.metadata,
      occurred_at: now.toISOString(),
      error: event.error,
    });
    const metadata = event.metadata === undefined ? null : JSON.stringify(event.metadata);
    await this.#db
      .insertInto('bus_events')
      .values({ id, identity_id: owner, name: event.name, metadata, line })
      .execute();
    return id;
  }

  /** Id of the newest event of a topic, or an empty text. */
  async newestId(topic: Topic): Promise<string> {
    const newest = await this.#ofTopic(topic).orderBy('id', 'desc').limit(1).executeTakeFirst();
    return newest?.id ?? '';
  }

  /**
   * At most `limit` events of a topic in the order they were published.
   * @param after id behind which the read begins, or empty
   */
  async read(topic: Topic, after: string, range: EventRange, limit: number): Promise<readonly StoredEvent[]> {
    let query = this.#ofTopic(topic).where('id', '>', after).where('id', '>=', range.from);
    if (range.until !== undefined) query = query.where('id', '<', range.until);
    return await query.orderBy('id').limit(limit).execute();
  }

  /**
   * Gives a group its place in a topic when it has none yet.
   * @param replay at the beginning; else behind the newest event
   */
  async joinGroup(topic: Topic, group: string, replay: boolean): Promise<void> {
    await this.#db
      .insertInto('bus_event_group_cursors')
      .values({
        identity_id: topic.owner,
        name: topic.name,
        group_name: group,
        cursor_id: replay ? '' : await this.newestId(topic),
      })
      .onConflict((conflict) => conflict.columns(['identity_id', 'name', 'group_name']).doNothing())
      .execute();
  }

  /** Id of the last event that a group has claimed, or an empty text. */
  async cursor(topic: Topic, group: string): Promise<string> {
    const row = await this.#db
      .selectFrom('bus_event_group_cursors')
      .select('cursor_id')
      .where('identity_id', '=', topic.owner)
      .where('name', '=', topic.name)
      .where('group_name', '=', group)
      .executeTakeFirst();
    return row?.cursor_id ?? '';
  }

  /**
   * Moves a group's place, unless somebody else has moved it.
   * @returns whether it was moved
   */
  async moveCursor(topic: Topic, group: string, from: string, to: string): Promise<boolean> {
    const result = await this.#db
      .updateTable('bus_event_group_cursors')
      .set({ cursor_id: to })
      .where('identity_id', '=', topic.owner)
      .where('name', '=', topic.name)
      .where('group_name', '=', group)
      .where('cursor_id', '=', from)
      .executeTakeFirst();
    return result.numUpdatedRows === 1n;
  }

  #ofTopic(topic: Topic) {
    return this.#db
      .selectFrom('bus_events')
      .select(['id', 'line', 'metadata'])
      .where('identity_id', '=', topic.owner)
      .where('name', '=', topic.name);
  }
}
