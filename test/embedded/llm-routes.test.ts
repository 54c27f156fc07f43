import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  chatCompletionResponse,
  completionResponse,
  LIVE_CODEX,
  responsesResponse,
} from '../../src/contract/llm.ts';
import { restart } from './ask-stack.ts';
import { type EmbeddedProcess, startEmbedded, testToken } from './embedded-process.ts';
import { CHAT } from './llm-customer.ts';

const PATHS = ['/v1/chat/completions', '/v1/completions', '/v1/responses', '/v1/embeddings'] as const;

let stack: EmbeddedProcess;
let token: string;
beforeAll(async () => {
  stack = await startEmbedded();
  token = await testToken({ scopes: ['llm:proxy'] });
});
afterAll(() => stack.end());

describe('the model catalog', () => {
  it('lists the one local model', async () => {
    const response = await stack.call('/v1/models', { token });
    expect([response.status, await response.text()]).toEqual([
      200,
      '{"object":"list","data":[{"id":"codex-chatgpt","object":"model","created":0,"owned_by":"bus-codex"}]}',
    ]);
  });

  it('is not public', async () => {
    const status = async (with_?: string) =>
      (await stack.call('/v1/models', with_ === undefined ? {} : { token: with_ })).status;
    expect(await status()).toBe(401);
    expect(await status(await testToken({ audience: 'internal', scopes: ['llm:proxy'] }))).toBe(401);
    expect(await status(await testToken({ scopes: ['vm:read'] }))).toBe(403);
    expect((await stack.call('/v1/models/codex-chatgpt', { token })).status).toBe(404);
  });
});

describe('an answer', () => {
  it('to a chat has the OpenAI shape and is named static', async () => {
    const response = await stack.call('/v1/chat/completions', { token, json: CHAT });
    expect(response.status).toBe(200);
    const body = await response.json();
    expect(body).toMatchObject({
      object: 'chat.completion',
      model: 'static',
      system_fingerprint: 'bus-codex/static',
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant' } }],
    });
    const { usage } = chatCompletionResponse.parse(body);
    expect(usage?.total_tokens).toBe((usage?.prompt_tokens ?? 0) + (usage?.completion_tokens ?? 0));
    expect(usage?.total_tokens).toBeGreaterThan(0);
  });

  it('is the same to the same conversation, another to another, and never the marker that was asked for', async () => {
    const text = async (json: unknown) => {
      const response = await stack.call('/v1/chat/completions', { token, json });
      return chatCompletionResponse.parse(await response.json()).choices[0]?.message.content;
    };
    const answer = await text(CHAT);
    expect(await text(CHAT)).toBe(answer);
    expect(await text({ ...CHAT, messages: [{ role: 'user', content: 'Hello' }] })).not.toBe(answer);
    expect(answer).not.toContain(LIVE_CODEX.marker);
    expect(answer).toMatch(/static/i);
  });

  it('to a completion and to a response has their shapes', async () => {
    const completion = await stack.call('/v1/completions', {
      token,
      json: { model: 'codex-chatgpt', prompt: ['One', 'Two'], temperature: 0 },
    });
    expect(completionResponse.parse(await completion.json()).choices[0]?.text).toMatch(/^Static provider/);
    const input = [{ role: 'user', content: [{ type: 'input_text', text: 'Hello' }] }];
    const response = await stack.call('/v1/responses', {
      token,
      json: { model: 'codex-chatgpt', instructions: 'Be brief.', input },
    });
    const body = responsesResponse.parse(await response.json());
    expect(body.output[0]?.content?.[0]?.text).toMatch(/messages: 2/);
    expect(body.usage?.total_tokens).toBeGreaterThan(0);
  });

  it.each([
    ['an unknown model', '/v1/chat/completions', { ...CHAT, model: 'gpt-5' }, 404, 'not_found'],
    ['no messages', '/v1/chat/completions', { ...CHAT, messages: [] }, 400, 'bad_request'],
    ['no model', '/v1/completions', { prompt: 'x' }, 400, 'bad_request'],
    [
      'an image',
      '/v1/chat/completions',
      { ...CHAT, messages: [{ role: 'user', content: [{ type: 'image_url' }] }] },
      400,
      'bad_request',
    ],
    ['embeddings', '/v1/embeddings', { model: 'codex-chatgpt', input: 'x' }, 503, 'backend_unavailable'],
  ])('to %s is an error', async (_what, path, json, status, type) => {
    const response = await stack.call(path, { token, json });
    expect([response.status, await response.json()]).toMatchObject([status, { error: { type } }]);
  });

  it('comes again after its worker was restarted', async () => {
    await restart(stack, 'bus-codex');
    await restart(stack, 'bus-llm');
    expect((await stack.call('/v1/chat/completions', { token, json: CHAT })).status).toBe(200);
  });
});

describe('access', () => {
  it.each(PATHS)('to %s needs audience api and llm:proxy', async (path) => {
    const status = async (with_?: string) =>
      (await stack.call(path, { ...(with_ ? { token: with_ } : {}), json: {} })).status;
    expect(await status()).toBe(401);
    expect(await status(await testToken({ audience: 'internal', scopes: ['llm:proxy'] }))).toBe(401);
    expect(await status(await testToken({ scopes: ['llm:proxy'], ttlSeconds: -5 }))).toBe(401);
    expect(await status(await testToken({ scopes: ['vm:read'] }))).toBe(403);
    expect(await status(token)).toBe(400);
  });
});

describe('a body', () => {
  const post = (body: string, contentType = 'application/json') =>
    stack.call('/v1/chat/completions', {
      method: 'POST',
      token,
      body,
      headers: { 'content-type': contentType },
    });

  it('with trailing data, of another type, or no JSON is refused', async () => {
    expect((await post(`${JSON.stringify(CHAT)} {}`)).status).toBe(400);
    expect((await post(JSON.stringify(CHAT), 'text/plain')).status).toBe(400);
    expect((await post('{')).status).toBe(400);
  });
});
