import type { StreamLine } from '../../src/contract/events.ts';
import { responseName } from '../../src/embedded/events-client.ts';
import { type EmbeddedProcess, testToken } from './embedded-process.ts';
import { openStream, replay } from './event-reader.ts';

/** An event whose payload is an object, as all of the stack's own are. */
export type StackEvent = Omit<StreamLine, 'payload'> & { readonly payload: Record<string, unknown> };

/**
 * Publishes a request event over HTTP and reads its answer from the stream, as a client of the stack does.
 * @returns the whole line, with `payload` or `error`
 */
export async function ask(stack: EmbeddedProcess, name: string, payload: unknown): Promise<StackEvent> {
  const correlationId = crypto.randomUUID();
  await publish(stack, name, payload, correlationId);
  return await untilEvent(stack, responseName(name), (event) => event.correlationId === correlationId);
}

/** Publishes an event with the local account's token. */
export async function publish(
  stack: EmbeddedProcess,
  name: string,
  payload: unknown,
  correlationId: string = crypto.randomUUID(),
): Promise<void> {
  const token = await testToken();
  const response = await stack.call('/api/v1/events', { token, json: { name, correlationId, payload } });
  if (response.status !== 202) throw new Error(`publishing answered ${response.status}`);
}

/** Reads the events of a name from the first on until one fits. */
export async function untilEvent(
  stack: EmbeddedProcess,
  name: string,
  fits: (event: StackEvent) => boolean,
): Promise<StackEvent> {
  const stream = await openStream(stack, await testToken(), { name, delivery: 'broadcast', replay: 'true' });
  try {
    for (;;) {
      const event = (await stream.next()) as StackEvent;
      if (fits(event)) return event;
    }
  } finally {
    await stream.close();
  }
}

/** Every event of a name that was published so far. */
export async function eventsSoFar(stack: EmbeddedProcess, name: string): Promise<readonly StackEvent[]> {
  const lines = await replay(stack, await testToken(), { name });
  return lines.map((line) => JSON.parse(line) as StackEvent);
}

/** Restarts a service on its own, through the control listener. */
export async function restart(stack: EmbeddedProcess, service: string): Promise<void> {
  const response = await stack.control('POST', `/services/${service}/restart`);
  if (!response.ok) throw new Error(`restarting ${service} answered ${response.status}`);
}
