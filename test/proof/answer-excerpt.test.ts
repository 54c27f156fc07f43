import { describe, expect, it } from 'vitest';
import { AnswerExcerpt, EXCERPT_BYTES } from '../../src/proof/answer-excerpt.ts';
import { testHost } from '../fixtures/test-host.ts';

const head = (type: string) => ({ status: 200, headers: { 'content-type': [type] } });

async function* chunksOf(text: string, size = 7): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Reads a whole answer past an excerpt. */
async function read(text: string, type = 'application/json'): Promise<AnswerExcerpt> {
  const excerpt = new AnswerExcerpt();
  const chunks: Buffer[] = [];
  for await (const chunk of excerpt.reading(head(type), chunksOf(text))) chunks.push(chunk);
  expect(Buffer.concat(chunks).toString()).toBe(text);
  return excerpt;
}

describe('the excerpt of an answer', () => {
  it('is a short answer whole, and hands every byte on', async () => {
    expect((await read('{"object":"list"}', 'application/json; charset=utf-8')).text()).toBe(
      '{"object":"list"}',
    );
  });

  it('never cuts a value in two', async () => {
    const list = JSON.stringify(Array.from({ length: 100 }, (_, index) => `value-${index}`));
    const text = (await read(list)).text() ?? '';
    expect(text).toMatch(/^\["value-0",.*"value-\d+",…$/);
    expect(text.length).toBeLessThanOrEqual(EXCERPT_BYTES + 1);
    expect((await read(`"${'x'.repeat(2_000)}"`)).text()).toBe('…');
  });

  it('is nothing of what is no text, and nothing of nothing', async () => {
    expect((await read('PK', 'application/zip')).text()).toBeUndefined();
    expect((await read('')).text()).toBeUndefined();
    expect((await read('{"a":1}\n', 'application/x-ndjson')).text()).toBe('{"a":1}\n');
  });

  it('of an answer that nobody reads is taken, and not waited for', async () => {
    async function* hanging(): AsyncGenerator<Buffer> {
      yield Buffer.from('{"error":"down",');
      await new Promise(() => undefined);
    }
    const excerpt = new AnswerExcerpt();
    const body = excerpt.reading(head('application/json'), hanging());
    await excerpt.peek(
      { ...testHost(), sleep: () => new Promise((resolve) => setTimeout(resolve, 20)) },
      body,
    );
    expect(excerpt.text()).toBe('{"error":"down",…');
  });
});
