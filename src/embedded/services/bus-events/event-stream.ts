import type { EventFeed } from './event-feeds.ts';

/** How a stream ends by itself. */
export interface EventStreamOptions {
  /** Resolves at the topic's next event; called before the feed is asked. */
  readonly nextEvent: () => Promise<void>;
  /** Goes on when the feed has nothing more for now. */
  readonly follow: boolean;
  /** Ends after this many events. */
  readonly limit: number | undefined;
  /** Aborted when the service stops. */
  readonly signal: AbortSignal;
  /** Called once when the stream has ended, however it did. */
  readonly onEnd: () => void;
}

/**
 * The body of an event stream: one event a line. It asks the feed only when its reader wants more, so a slow reader costs
 * no memory and claims nothing ahead.
 */
export function eventStream(feed: EventFeed, options: EventStreamOptions): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const end = Promise.withResolvers<void>();
  let ended = false;
  let left = options.limit ?? Number.POSITIVE_INFINITY;
  const finish = () => {
    if (ended) return;
    ended = true;
    options.signal.removeEventListener('abort', finish);
    end.resolve();
    options.onEnd();
  };
  options.signal.addEventListener('abort', finish, { once: true });
  if (options.signal.aborted) finish();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          while (!ended) {
            const changed = options.nextEvent();
            const events = (await feed.take(() => ended)).slice(0, left);
            if (events.length > 0 && !ended) {
              left -= events.length;
              controller.enqueue(encoder.encode(events.map(({ line }) => `${line}\n`).join('')));
              if (left > 0) return;
            }
            if (left === 0 || !options.follow) finish();
            else await Promise.race([changed, end.promise]);
          }
          controller.close();
        } catch (error) {
          finish();
          throw error;
        }
      },
      cancel: finish,
    },
    { highWaterMark: 0 },
  );
}
