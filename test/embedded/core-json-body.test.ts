import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ApiError } from '../../src/embedded/http/api-error.ts';
import { type JsonBodyOptions, readJsonBody } from '../../src/embedded/http/json-body.ts';
import { parseJson, parseJsonExactly } from '../../src/embedded/http/json-text.ts';

type Body = ConstructorParameters<typeof Response>[0];

const schema = z.strictObject({ name: z.string(), inner: z.strictObject({ n: z.int() }).optional() });

const read = (body: Body, options?: JsonBodyOptions, type = 'application/json') =>
  readJsonBody(
    new Request('http://x/', {
      method: 'POST',
      body,
      headers: { 'content-type': type },
      duplex: 'half',
    } as RequestInit),
    schema,
    options,
  );
const refusal = async (reading: Promise<unknown>) => {
  const error = await reading.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ApiError)) throw new Error('not refused');
  return { status: error.status, message: error.message };
};

describe('a JSON body', () => {
  it('is taken when it is one document of the right type', async () => {
    expect(await read(' {"name":"a"} ')).toEqual({ name: 'a' });
    expect(await read('{"name":"a"}', {}, 'Application/JSON; charset=utf-8')).toEqual({ name: 'a' });
  });

  it.each([
    ['{"name":"a"} x', 'the body is not one JSON document'],
    ['{"name":"a"}{"name":"b"}', 'the body is not one JSON document'],
    ['{"name":', 'the body is not one JSON document'],
    ['', 'the body is not one JSON document'],
    [new Uint8Array([0x22, 0xc3, 0x28, 0x22]), 'the body is not one JSON document'],
    ['{"name":1}', 'field name is not valid'],
    ['{"name":"a","inner":{"n":"secret"}}', 'field inner.n is not valid'],
    ['{"name":"a","secret":1}', 'the body has not the expected fields'],
    ['"secret"', 'the body has not the expected fields'],
  ])('is refused as %j', async (body, message) => {
    expect(await refusal(read(body as Body))).toEqual({ status: 400, message });
  });

  it('is refused when it is declared as something else', async () => {
    for (const type of ['text/plain', 'application/jsonp', 'application/x-www-form-urlencoded', '']) {
      expect((await refusal(read('{"name":"a"}', {}, type))).status).toBe(400);
    }
  });

  it('is refused beyond its limit, and no more of it is read than that', async () => {
    expect(await read('{"name":"a"}', { limitBytes: 12 })).toEqual({ name: 'a' });
    expect((await refusal(read('{"name":"a"}', { limitBytes: 11 }))).status).toBe(413);
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1024;
        controller.enqueue(new Uint8Array(1024));
      },
    });
    expect((await refusal(read(endless, { limitBytes: 4096 }))).status).toBe(413);
    expect(sent).toBeLessThanOrEqual(4096 + 3 * 1024);
  });

  it('may be absent where that is allowed', async () => {
    const anything = z.strictObject({}).optional();
    const request = new Request('http://x/', { method: 'POST' });
    expect(await readJsonBody(request, anything, { emptyIsObject: true })).toEqual({});
  });
});

describe('JSON text', () => {
  it.each([
    '1.0',
    '1e3',
    '-0',
    '12345678901234567890',
    '0.1',
    '[1.50,{"a":1E+2}]',
    '"1.0"',
    '{"__proto__":1.0}',
  ])('keeps %s as it was written', (text) => expect(JSON.stringify(parseJsonExactly(text))).toBe(text));

  it('has a depth limit that strings do not count for', () => {
    const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
    expect(() => parseJson(nested(128))).not.toThrow();
    expect(() => parseJson(nested(129))).toThrow(SyntaxError);
    expect(() => parseJson(nested(1_000_000))).toThrow(SyntaxError);
    expect(parseJson(`"${'['.repeat(500)}\\""`)).toHaveLength(501);
    expect(() => parseJson(Array(50).fill('[[[]]]').join(','))).toThrow(SyntaxError);
    expect(parseJson(`[${Array(200).fill('[[]]').join(',')}]`)).toHaveLength(200);
  });
});
