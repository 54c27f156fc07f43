import type { Kysely } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { streamQuery } from '../../src/contract/events.ts';
import { unicastFeed } from '../../src/embedded/services/bus-events/event-feeds.ts';
import { EventIds, firstEventIdAt } from '../../src/embedded/services/bus-events/event-id.ts';
import { EventStore } from '../../src/embedded/services/bus-events/event-store.ts';
import { type EventTables, withEventTables } from '../../src/embedded/services/bus-events/tables.ts';
import { Turns } from '../../src/embedded/store/turns.ts';
import { type ScratchStore, scratchStore } from './scratch-store.ts';

const TOPIC = { owner: 'me', name: 'example.work' };
const NOW = new Date('2026-05-01T10:00:00Z');
const DAY_MS = 86_400_000;
const EVERYTHING = { from: '', until: undefined };
const stays = () => false;

let scratch: ScratchStore;
let tables: Kysely<EventTables>;
beforeEach(async () => {
  scratch = await scratchStore();
  tables = await withEventTables(scratch.database);
});
afterEach(() => scratch.end());

describe('event ids', () => {
  it('grow while the clock stands still, goes back and goes on', () => {
    const ids = new EventIds(undefined);
    const times = [NOW, NOW, new Date(NOW.getTime() - DAY_MS), NOW, new Date(NOW.getTime() + 1)];
    const made = times.map((time) => ids.next(time));
    expect(made[0]).toBe('evt_1777629600000000000');
    expect(new Set(made).size).toBe(made.length);
    expect(made).toEqual(made.toSorted());
  });

  it('go on behind the newest of the store, also with a clock that was set back', async () => {
    const before = await EventStore.open(tables, NOW);
    const old = await before.append('me', { name: 'example.work' }, NOW);
    const after = await EventStore.open(tables, NOW);
    expect((await after.append('me', { name: 'example.work' }, new Date(0))) > old).toBe(true);
  });

  it('have one width, so that text sorts as time does', () => {
    expect(firstEventIdAt(0)).toBe('evt_0000000000000000000');
    expect(firstEventIdAt(0) < firstEventIdAt(1)).toBe(true);
    expect(firstEventIdAt(Date.parse('2285-01-01T00:00:00Z'))).toHaveLength(firstEventIdAt(0).length);
  });
});

describe('the event store', () => {
  it('drops what is older than thirty days when it is opened', async () => {
    const store = await EventStore.open(tables, NOW);
    await store.append('me', { name: 'example.work', payload: 'old' }, new Date(NOW.getTime() - 31 * DAY_MS));
    await store.append('me', { name: 'example.work', payload: 'new' }, new Date(NOW.getTime() - 29 * DAY_MS));
    const again = await EventStore.open(tables, NOW);
    const kept = await again.read(TOPIC, '', EVERYTHING, 10);
    expect(kept.map(({ line }) => JSON.parse(line).payload)).toEqual(['new']);
  });

  it('does not count an event as claimed that a listener who has gone would have got', async () => {
    const store = await EventStore.open(tables, NOW);
    await store.append('me', { name: 'example.work', payload: 1 }, NOW);
    const query = streamQuery.parse({ name: 'example.work', delivery: 'unicast', replay: 'true' });
    const feed = await unicastFeed(store, TOPIC, query, new Turns());
    for (const leavesAt of [1, 2]) {
      let asked = 0;
      expect(await feed.take(() => ++asked >= leavesAt)).toEqual([]);
    }
    expect(await feed.take(stays)).toHaveLength(1);
    expect(await feed.take(stays)).toEqual([]);
  });

  it('gives an event to one of two that claim at the same time, without taking turns', async () => {
    const store = await EventStore.open(tables, NOW);
    for (let n = 0; n < 20; n++) await store.append('me', { name: 'example.work', payload: n }, NOW);
    const query = streamQuery.parse({ name: 'example.work', delivery: 'unicast', replay: 'true' });
    const drain = async () => {
      const feed = await unicastFeed(store, TOPIC, query, new Turns());
      const got: string[] = [];
      for (let events = await feed.take(stays); events.length > 0; events = await feed.take(stays)) {
        got.push(...events.map(({ id }) => id));
      }
      return got;
    };
    const claimed = (await Promise.all([drain(), drain(), drain()])).flat();
    expect(claimed).toHaveLength(20);
    expect(new Set(claimed).size).toBe(20);
  });
});
