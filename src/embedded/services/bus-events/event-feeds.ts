import { METADATA_KEYS, type StreamQuery } from '../../../contract/events.ts';
import type { Turns } from '../../store/turns.ts';
import { firstEventIdAt } from './event-id.ts';
import type { EventRange, EventStore, StoredEvent, Topic } from './event-store.ts';

/** Most events that are read from the store at once. */
const BATCH = 100;

/** Where a stream gets its events from. */
export interface EventFeed {
  /**
   * The next events, or none when there are none now.
   * @param ended tells whether the listener has gone; what it would have got stays where it was
   */
  take(ended: () => boolean): Promise<readonly StoredEvent[]>;
}

/**
 * Every event of the topic: all of them with `replay`, else those published from now on.
 */
export async function broadcastFeed(store: EventStore, topic: Topic, query: StreamQuery): Promise<EventFeed> {
  const range = rangeOf(query);
  let after = query.replay ? '' : await store.newestId(topic);
  return {
    async take() {
      for (;;) {
        const events = await store.read(topic, after, range, BATCH);
        after = events.at(-1)?.id ?? after;
        const wanted = events.filter((event) => matches(event, query));
        if (wanted.length > 0 || events.length < BATCH) return wanted;
      }
    },
  };
}

/**
 * The events that a group has not claimed yet, one at a time; who takes one, takes it from the whole group. A group that
 * is new begins at the topic's first event with `replay`, else behind its newest; later its place is remembered.
 * @param turns one after the other within a group
 */
export async function unicastFeed(
  store: EventStore,
  topic: Topic,
  query: StreamQuery,
  turns: Turns,
): Promise<EventFeed> {
  await store.joinGroup(topic, query.group, query.replay);
  const range = rangeOf(query);
  const claim = async (ended: () => boolean): Promise<readonly StoredEvent[]> => {
    for (;;) {
      const from = await store.cursor(topic, query.group);
      const [event] = await store.read(topic, from, range, 1);
      if (event === undefined || ended()) return [];
      if (!(await store.moveCursor(topic, query.group, from, event.id))) continue;
      if (!matches(event, query)) continue;
      if (!ended()) return [event];
      await store.moveCursor(topic, query.group, event.id, from);
      return [];
    }
  };
  return {
    async take(ended) {
      const endTurn = await turns.take();
      try {
        return await claim(ended);
      } finally {
        endTurn();
      }
    },
  };
}

function rangeOf({ since, until }: StreamQuery): EventRange {
  return {
    from: since === undefined ? '' : firstEventIdAt(Date.parse(since)),
    until: until === undefined ? undefined : firstEventIdAt(Date.parse(until) + 1),
  };
}

function matches(event: StoredEvent, query: StreamQuery): boolean {
  const wanted = METADATA_KEYS.filter((key) => query[key] !== undefined);
  if (wanted.length === 0) return true;
  const metadata: Record<string, unknown> = event.metadata === null ? {} : JSON.parse(event.metadata);
  return wanted.every((key) => metadata[key] === query[key]);
}
