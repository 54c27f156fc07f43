import type { StreamLine } from '../../src/contract/events.ts';
import { type EmbeddedProcess, testToken } from './embedded-process.ts';

const WAIT_MS = 10_000;

/**
 * Publishes a request event over HTTP and reads its answer from the stream, as a client of the stack does.
 * @param answerName name of the event that answers
 * @returns the whole line, with `payload` or `error`
 */
export async function ask(
  stack: EmbeddedProcess,
  name: string,
  payload: unknown,
  answerName = name.replace(/\.request$/, '.response').replace(/\.update$/, '.result'),
): Promise<StreamLine & { payload: Record<string, unknown> }> {
  const token = await testToken();
  const correlationId = crypto.randomUUID();
  const published = await stack.call('/api/v1/events', { token, json: { name, correlationId, payload } });
  if (published.status !== 202) throw new Error(`publishing answered ${published.status}`);
  return await untilEvent(stack, answerName, (line) => line.correlationId === correlationId);
}

/**
 * Reads a stream from its beginning until an event fits.
 * @param name of the event
 * @param fits which one is wanted
 */
export async function untilEvent(
  stack: EmbeddedProcess,
  name: string,
  fits: (line: StreamLine & { payload: Record<string, unknown> }) => boolean,
): Promise<StreamLine & { payload: Record<string, unknown> }> {
  const token = await testToken();
  const stop = AbortSignal.timeout(WAIT_MS);
  const path = `/api/v1/events/stream?name=${name}&delivery=broadcast&replay=true`;
  const response = await stack.call(path, { token, signal: stop });
  if (response.body === null || response.status !== 200)
    throw new Error(`stream answered ${response.status}`);
  let rest = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines.filter((text) => text.trim() !== '')) {
      const event = JSON.parse(line);
      if (fits(event)) return event;
    }
  }
  throw new Error(`no ${name}`);
}

/** Every event of a name that was published so far. */
export async function replay(
  stack: EmbeddedProcess,
  name: string,
): Promise<(StreamLine & { payload: Record<string, unknown> })[]> {
  const token = await testToken();
  const path = `/api/v1/events/stream?name=${name}&delivery=broadcast&replay=true&follow=false`;
  const text = await (await stack.call(path, { token })).text();
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line));
}
