import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  chatCompletionChunk,
  chatCompletionResponse,
  completionResponse,
  LIVE_CODEX,
  responsesResponse,
} from '../../src/contract/llm.ts';
import type { UsagePage } from '../../src/contract/usage.ts';
import { ask, restart } from './ask-stack.ts';
import { type EmbeddedProcess, startEmbedded, testToken } from './embedded-process.ts';

const CHAT = { model: 'codex-chatgpt', messages: [{ role: 'user', content: LIVE_CODEX.prompt }] };
const PATHS = ['/v1/chat/completions', '/v1/completions', '/v1/responses', '/v1/embeddings'] as const;

let stack: EmbeddedProcess;
let token: string;
beforeAll(async () => {
  stack = await startEmbedded();
  token = await testToken({ scopes: ['llm:proxy'] });
});
afterAll(() => stack.end());

const usageOf = async (account: string, on = stack) => {
  const internal = await testToken({ audience: 'internal', scopes: ['usage:read'] });
  const response = await on.call('/api/internal/usage-events', { token: internal });
  return ((await response.json()) as UsagePage).items.filter(({ account_id }) => account_id === account);
};
const customer = async () => {
  const subject = crypto.randomUUID();
  return { subject, token: await testToken({ subject, scopes: ['llm:proxy'] }) };
};

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
    chatCompletionResponse.parse(body);
    expect(body).toMatchObject({
      object: 'chat.completion',
      model: 'static',
      system_fingerprint: 'bus-codex/static',
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant' } }],
    });
    const { prompt_tokens, completion_tokens, total_tokens } = body.usage;
    expect(total_tokens).toBe(prompt_tokens + completion_tokens);
    expect(total_tokens).toBeGreaterThan(0);
  });

  it('is the same to the same conversation, another to another, and never the marker that was asked for', async () => {
    const text = async (json: typeof CHAT) => {
      const body = await (await stack.call('/v1/chat/completions', { token, json })).json();
      return body.choices[0].message.content as string;
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

describe('a streamed answer', () => {
  const dataLines = (text: string) =>
    text
      .split('\n')
      .filter((line) => line.startsWith('data: '))
      .map((line) => line.slice('data: '.length));

  it('to a chat is chunks that add up to the answer, and an end', async () => {
    const whole = await (await stack.call('/v1/chat/completions', { token, json: CHAT })).json();
    const response = await stack.call('/v1/chat/completions', { token, json: { ...CHAT, stream: true } });
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const lines = dataLines(await response.text());
    expect(lines.pop()).toBe('[DONE]');
    const chunks = lines.map((line) => chatCompletionChunk.parse(JSON.parse(line)));
    const text = chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('');
    expect(text).toBe(whole.choices[0].message.content);
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

describe('usage', () => {
  it('of a request is recorded stage by stage, with the tokens of the answer', async () => {
    const { subject, token: own } = await customer();
    const body = await (await stack.call('/v1/chat/completions', { token: own, json: CHAT })).json();
    const records = await usageOf(subject);
    expect(records.map(({ event_type }) => event_type)).toEqual([
      'request_started',
      'backend_request_started',
      'backend_request_finished',
      'usage_recorded',
    ]);
    const last = records.at(-1)?.data;
    expect(last).toMatchObject({
      ...body.usage,
      endpoint: '/v1/chat/completions',
      model: 'codex-chatgpt',
      executing_model: 'static',
    });
    expect(new Set(records.map(({ data }) => data?.request_id)).size).toBe(1);
    expect(JSON.stringify(records)).not.toContain(LIVE_CODEX.prompt);
  });

  it('of a request that fails ends with the failure', async () => {
    const { subject, token: own } = await customer();
    const messages = [{ role: 'user', content: [{ type: 'input_audio' }] }];
    expect(
      (await stack.call('/v1/chat/completions', { token: own, json: { ...CHAT, messages } })).status,
    ).toBe(400);
    const records = await usageOf(subject);
    expect(records.at(-1)).toMatchObject({
      event_type: 'request_failed',
      data: { error_type: 'bad_request' },
    });
  });

  it('of a request that was refused before is not recorded', async () => {
    const { subject, token: own } = await customer();
    await stack.call('/v1/chat/completions', { token: own, json: { ...CHAT, model: 'gpt-5' } });
    expect(await usageOf(subject)).toEqual([]);
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

describe('with the execution worker stopped', () => {
  it('a request fails in time, is recorded as failed, and a client that leaves is too', async () => {
    const impatient = await startEmbedded({ env: { BUS_LLM_TIMEOUT: '400ms' } });
    try {
      await impatient.control('POST', '/services/bus-codex/stop');
      const { subject, token: own } = await customer();
      const response = await impatient.call('/v1/chat/completions', { token: own, json: CHAT });
      expect([response.status, await response.json()]).toMatchObject([
        503,
        { error: { type: 'backend_unavailable' } },
      ]);
      expect((await usageOf(subject, impatient)).map(({ event_type }) => event_type)).toEqual([
        'request_started',
        'backend_request_started',
        'request_failed',
      ]);

      const leaving = await customer();
      const gone = impatient.call('/v1/chat/completions', {
        token: leaving.token,
        json: CHAT,
        signal: AbortSignal.timeout(200),
      });
      await expect(gone).rejects.toThrow();
      await expect
        .poll(async () => (await usageOf(leaving.subject, impatient)).at(-1)?.event_type, { timeout: 5000 })
        .toBe('client_aborted');
    } finally {
      await impatient.end();
    }
  });

  it('and with the usage worker stopped nothing is executed', async () => {
    const impatient = await startEmbedded({ env: { BUS_LLM_TIMEOUT: '300ms' } });
    try {
      await impatient.control('POST', '/services/bus-usage-worker/stop');
      const response = await impatient.call('/v1/chat/completions', { token, json: CHAT });
      expect([response.status, await response.json()]).toMatchObject([
        503,
        { error: { type: 'backend_unavailable', message: 'usage could not be recorded' } },
      ]);
      const asked = await impatient.call(
        '/api/v1/events/stream?name=bus.llm.chat.completions.request&replay=true&follow=false',
        { token: await testToken() },
      );
      expect(await asked.text()).toBe('');
    } finally {
      await impatient.end();
    }
  });
});

describe('with billing enforced', () => {
  let enforcing: EmbeddedProcess;
  beforeAll(async () => {
    enforcing = await startEmbedded({ env: { BUS_LLM_BILLING_BACKEND: 'events' } });
  });
  afterAll(() => enforcing.end());

  it('a request follows the subscription and the quota', async () => {
    const { subject, token: own } = await customer();
    const chat = () => enforcing.call('/v1/chat/completions', { token: own, json: CHAT });
    const subscription = (fields: Record<string, unknown>) =>
      ask(enforcing, 'bus.billing.subscription.update', {
        account_id: subject,
        provider: 'stripe',
        ...fields,
      });

    const denied = await chat();
    expect([denied.status, await denied.json()]).toEqual([
      402,
      {
        error: {
          type: 'billing_required',
          message: expect.any(String),
          action: 'setup_billing',
          command: 'bus billing setup',
        },
      },
    ]);
    expect(await usageOf(subject, enforcing)).toEqual([]);
    expect((await enforcing.call('/v1/models', { token: own })).status).toBe(200);

    const quota = {
      feature: 'llm:proxy',
      meter_event_name: 'bus_llm_tokens',
      window: 'total',
      limit: 50,
      upgrade_plan_id: 'pro',
    };
    const plan = { id: 'basic', product_id: 'ai', features: ['llm:proxy'], quotas: [quota] };
    const catalog = { products: [{ id: 'ai', name: 'AI' }], meters: [], plans: [plan] };
    const internal = await testToken({ audience: 'internal', scopes: ['billing:catalog:write'] });
    await enforcing.call('/api/internal/billing/catalog', { method: 'PUT', token: internal, json: catalog });
    await subscription({ event_id: 'start', status: 'active', plan_id: 'basic' });
    expect((await chat()).status).toBe(200);

    await ask(enforcing, 'bus.billing.usage.export.request', {
      account_id: subject,
      event_id: 'use',
      quantity: 50,
    });
    const full = await chat();
    expect([full.status, await full.json()]).toMatchObject([
      402,
      { error: { type: 'quota_exceeded', action: 'upgrade_plan', message: expect.stringContaining('pro') } },
    ]);
    await subscription({ event_id: 'end', status: 'canceled' });
    expect(await (await chat()).json()).toMatchObject({ error: { type: 'billing_required' } });
  });
});
