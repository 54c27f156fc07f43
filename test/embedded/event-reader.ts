import { STREAM_CONTENT_TYPE, type StreamLine, streamLine } from '../../src/contract/events.ts';
import type { EmbeddedProcess } from './embedded-process.ts';

/** A stream that is open. */
export interface OpenStream {
  /** The next event. Fails when the stream ends first. */
  next(): Promise<StreamLine>;
  /** Everything it has brought so far, as it came. */
  readonly lines: readonly string[];
  /** Hangs up. */
  close(): Promise<void>;
}

/** Opens a stream through the gateway; it is open when this resolves. */
export async function openStream(
  stack: EmbeddedProcess,
  token: string,
  query: Record<string, string>,
): Promise<OpenStream> {
  const hangUp = new AbortController();
  const response = await stack.call(`/api/v1/events/stream?${new URLSearchParams(query)}`, {
    token,
    signal: hangUp.signal,
  });
  if (response.status !== 200 || response.body === null)
    throw new Error(`stream refused with ${response.status}`);
  if (response.headers.get('content-type') !== STREAM_CONTENT_TYPE) throw new Error('not a stream');
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const lines: string[] = [];
  const waiting: string[] = [];
  let rest = '';
  return {
    lines,
    async next() {
      while (waiting.length === 0) {
        const { done, value } = await reader.read();
        if (done) throw new Error('the stream has ended');
        const parts = (rest + value).split('\n');
        rest = parts.pop() ?? '';
        lines.push(...parts);
        waiting.push(...parts);
      }
      return streamLine.parse(JSON.parse(waiting.shift() ?? ''));
    },
    async close() {
      hangUp.abort();
      await reader.cancel().catch(() => undefined);
    },
  };
}

/** What a stream with `follow=false` brings. */
export async function replay(
  stack: EmbeddedProcess,
  token: string,
  query: Record<string, string>,
): Promise<readonly string[]> {
  const parameters = new URLSearchParams({ replay: 'true', follow: 'false', ...query });
  const response = await stack.call(`/api/v1/events/stream?${parameters}`, { token });
  if (response.status !== 200) throw new Error(`stream refused with ${response.status}`);
  return (await response.text()).split('\n').filter((line) => line !== '');
}
