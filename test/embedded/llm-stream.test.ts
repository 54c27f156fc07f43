import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chatCompletionChunk, chatCompletionResponse, responsesResponse } from '../../src/contract/llm.ts';
import { type EmbeddedProcess, startEmbedded, testToken } from './embedded-process.ts';
import { CHAT } from './llm-customer.ts';

let stack: EmbeddedProcess;
let token: string;
beforeAll(async () => {
  stack = await startEmbedded();
  token = await testToken({ scopes: ['llm:proxy'] });
});
afterAll(() => stack.end());

describe('a streamed answer', () => {
  const dataLines = (text: string) =>
    text
      .split('\n')
      .filter((line) => line.startsWith('data: '))
      .map((line) => line.slice('data: '.length));

  it('to a chat is chunks that add up to the answer, and an end', async () => {
    const whole = chatCompletionResponse.parse(
      await (await stack.call('/v1/chat/completions', { token, json: CHAT })).json(),
    );
    const response = await stack.call('/v1/chat/completions', { token, json: { ...CHAT, stream: true } });
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const lines = dataLines(await response.text());
    expect(lines.pop()).toBe('[DONE]');
    const chunks = lines.map((line) => chatCompletionChunk.parse(JSON.parse(line)));
    const text = chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('');
    expect(text).toBe(whole.choices[0]?.message.content);
    expect(chunks.length).toBeGreaterThan(4);
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe('stop');
    expect(chunks.at(-1)?.usage).toEqual(whole.usage);
  });

  it('to a response is its events in order', async () => {
    const json = { model: 'codex-chatgpt', input: 'Hello', stream: true };
    const text = await (await stack.call('/v1/responses', { token, json })).text();
    const events = dataLines(text).map((line) => JSON.parse(line));
    expect(events.map(({ sequence_number }) => sequence_number)).toEqual(events.map((_, index) => index));
    expect(events[0].type).toBe('response.created');
    const completed = events.at(-1);
    expect(completed.type).toBe('response.completed');
    const deltas = events
      .filter(({ type }) => type === 'response.output_text.delta')
      .map(({ delta }) => delta);
    expect(deltas.join('')).toBe(responsesResponse.parse(completed.response).output[0]?.content?.[0]?.text);
    for (const { type } of events) expect(text).toContain(`event: ${type}\n`);
  });

  it('to a completion ends too', async () => {
    const json = { model: 'codex-chatgpt', prompt: 'Hello', stream: true };
    const lines = dataLines(await (await stack.call('/v1/completions', { token, json })).text());
    expect(lines.pop()).toBe('[DONE]');
    const text = lines.map((line) => JSON.parse(line).choices[0]?.text ?? '').join('');
    expect(text).toMatch(/^Static provider/);
  });
});
