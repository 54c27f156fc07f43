import { z } from 'zod';
import { eventAccess } from '../../contract/event-access.ts';
import {
  eventError,
  publishRequest,
  STREAM_CONTENT_TYPE,
  type StreamQuery,
  streamQuery,
} from '../../contract/events.ts';
import { REFUSALS } from '../../contract/refusals.ts';
import { AUDIENCES } from '../../contract/tokens.ts';
import { ApiError, jsonResponse } from '../http/api-error.ts';
import { authenticate, type Principal, requireScope } from '../http/authenticate.ts';
import { readJsonBody } from '../http/json-body.ts';
import { serviceApp } from '../http/service-app.ts';
import type { ServiceContext, ServiceDefinition } from '../service.ts';
import { Turns } from '../store/turns.ts';
import { broadcastFeed, unicastFeed } from './bus-events/event-feeds.ts';
import { EventStore } from './bus-events/event-store.ts';
import { eventStream } from './bus-events/event-stream.ts';
import { KeyedParts } from './bus-events/keyed-parts.ts';
import { withEventTables } from './bus-events/tables.ts';
import { TopicSignal } from './bus-events/topic-signal.ts';

/** Most streams that are open at a time. */
const STREAM_LIMIT = 1000;

/** What workers add to a publish document when they answer with a failure. */
const withError = z.object({ error: eventError.optional() });

/** The Events API: publish, and streams with broadcast, unicast groups and replay (bus-api-provider-events page). */
export const busEvents: ServiceDefinition = {
  id: 'bus-events',
  dependsOn: [],
  async start(context) {
    const store = await EventStore.open(await withEventTables(context.database), context.now());
    const app = eventsApp(context, store);
    return { handle: async (request) => await app.fetch(request), stop: async () => undefined };
  },
};

function eventsApp(context: ServiceContext, store: EventStore) {
  const signals = new KeyedParts(() => new TopicSignal());
  const groups = new KeyedParts(() => new Turns());
  const open = new Set<symbol>();
  const app = serviceApp(context);

  app.post('/api/v1/events', async (c) => {
    const caller = await callerOf(c.req.raw, context);
    const event = parsedEvent(await readJsonBody(c.req.raw, z.unknown(), { exactNumbers: true }));
    requireScope(caller, eventAccess(event.name).publish, REFUSALS.events.missingScope);
    const id = await store.append(caller.subject, event, context.now());
    signals.get([caller.subject, event.name])?.notify();
    return jsonResponse({ accepted: true, id, name: event.name }, 202);
  });

  app.get('/api/v1/events/stream', async (c) => {
    const caller = await callerOf(c.req.raw, context);
    const query = parsedQuery(c.req.query());
    requireScope(caller, eventAccess(query.name).stream, REFUSALS.events.missingScope);
    if (open.size >= STREAM_LIMIT) throw new ApiError('streaming_unavailable', 'too many streams are open');
    const topic = { owner: caller.subject, name: query.name };
    const signal = signals.borrow([topic.owner, topic.name]);
    const turns = groups.borrow([topic.owner, topic.name, query.group]);
    const stream = Symbol(topic.name);
    open.add(stream);
    const onEnd = () => {
      signal.giveBack();
      turns.giveBack();
      open.delete(stream);
    };
    try {
      const feed =
        query.delivery === 'unicast'
          ? await unicastFeed(store, topic, query, turns.part)
          : await broadcastFeed(store, topic, query);
      context.log(`stream of ${topic.name}, ${query.delivery}`);
      const body = eventStream(feed, {
        nextEvent: () => signal.part.next(),
        follow: query.follow,
        limit: query.limit,
        signal: context.signal,
        onEnd,
      });
      return new Response(body, {
        headers: { 'content-type': STREAM_CONTENT_TYPE, 'cache-control': 'no-store' },
      });
    } catch (error) {
      onEnd();
      throw error;
    }
  });
  return app;
}

function callerOf(request: Request, context: ServiceContext): Promise<Principal> {
  return authenticate(request, {
    secret: context.env.BUS_API_JWT_SECRET ?? '',
    audience: AUDIENCES.api,
    now: context.now(),
  });
}

function parsedEvent(body: unknown) {
  const event = publishRequest.safeParse(body);
  const failure = withError.safeParse(body);
  if (!event.success || !failure.success) {
    throw new ApiError('bad_request', 'the body is not an event with a valid name');
  }
  return { ...event.data, error: failure.data.error };
}

function parsedQuery(raw: Readonly<Record<string, string>>): StreamQuery {
  const query = streamQuery.safeParse(raw);
  if (query.success) return query.data;
  throw new ApiError('bad_request', `parameter ${String(query.error.issues[0]?.path[0])} is not valid`);
}
