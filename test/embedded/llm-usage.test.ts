import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chatCompletionResponse, LIVE_CODEX } from '../../src/contract/llm.ts';
import { eventsSoFar } from './ask-stack.ts';
import { type EmbeddedProcess, startEmbedded } from './embedded-process.ts';
import { CHAT, newCustomer, usageOf } from './llm-customer.ts';

let stack: EmbeddedProcess;
beforeAll(async () => {
  stack = await startEmbedded();
});
afterAll(() => stack.end());

describe('usage', () => {
  it('of a request is recorded stage by stage, with the tokens of the answer', async () => {
    const { account, token: own } = await newCustomer();
    const response = await stack.call('/v1/chat/completions', { token: own, json: CHAT });
    const { usage } = chatCompletionResponse.parse(await response.json());
    const records = await usageOf(stack, account);
    expect(records.map(({ event_type }) => event_type)).toEqual([
      'request_started',
      'backend_request_started',
      'backend_request_finished',
      'usage_recorded',
    ]);
    const last = records.at(-1)?.data;
    expect(last).toMatchObject({
      ...usage,
      endpoint: '/v1/chat/completions',
      model: 'codex-chatgpt',
      executing_model: 'static',
    });
    expect(new Set(records.map(({ data }) => data?.request_id)).size).toBe(1);
    expect(JSON.stringify(records)).not.toContain(LIVE_CODEX.prompt);
  });

  it('of a request that fails ends with the failure', async () => {
    const { account, token: own } = await newCustomer();
    const messages = [{ role: 'user', content: [{ type: 'input_audio' }] }];
    expect(
      (await stack.call('/v1/chat/completions', { token: own, json: { ...CHAT, messages } })).status,
    ).toBe(400);
    const records = await usageOf(stack, account);
    expect(records.at(-1)).toMatchObject({
      event_type: 'request_failed',
      data: { error_type: 'bad_request' },
    });
  });

  it('of a request that was refused before is not recorded', async () => {
    const { account, token: own } = await newCustomer();
    await stack.call('/v1/chat/completions', { token: own, json: { ...CHAT, model: 'gpt-5' } });
    expect(await usageOf(stack, account)).toEqual([]);
  });
});

/** Asks as a new customer, leaves as soon as the request is with the worker, and gives the last stage on record. */
async function stageAfterLeaving(on: EmbeddedProcess): Promise<string | undefined> {
  const { account, token } = await newCustomer();
  const stages = async () => (await usageOf(on, account)).map(({ event_type }) => event_type);
  const leave = new AbortController();
  const asked = on.call('/v1/chat/completions', { token, json: CHAT, signal: leave.signal }).then(
    () => 'answered',
    () => 'left',
  );
  await expect.poll(stages).toContain('backend_request_started');
  leave.abort();
  await asked;
  await expect.poll(async () => (await stages()).length).toBe(3);
  return (await stages()).at(-1);
}

describe('with the execution worker stopped', () => {
  it('a request fails in time, is recorded as failed, and a client that leaves is too', async () => {
    const impatient = await startEmbedded({ env: { BUS_LLM_TIMEOUT: '3s' } });
    try {
      await impatient.control('POST', '/services/bus-codex/stop');
      const { account, token: own } = await newCustomer();
      const response = await impatient.call('/v1/chat/completions', { token: own, json: CHAT });
      expect([response.status, await response.json()]).toMatchObject([
        503,
        { error: { type: 'backend_unavailable' } },
      ]);
      expect((await usageOf(impatient, account)).map(({ event_type }) => event_type)).toEqual([
        'request_started',
        'backend_request_started',
        'request_failed',
      ]);

      await expect.poll(() => stageAfterLeaving(impatient)).toBe('client_aborted');
    } finally {
      await impatient.end();
    }
  });

  it('and with the usage worker stopped nothing is executed', async () => {
    const impatient = await startEmbedded({ env: { BUS_LLM_TIMEOUT: '3s' } });
    try {
      await impatient.control('POST', '/services/bus-usage-worker/stop');
      const { token: own } = await newCustomer();
      const response = await impatient.call('/v1/chat/completions', { token: own, json: CHAT });
      expect([response.status, await response.json()]).toMatchObject([
        503,
        { error: { type: 'backend_unavailable', message: 'usage could not be recorded' } },
      ]);
      expect(await eventsSoFar(impatient, 'bus.llm.chat.completions.request')).toEqual([]);
    } finally {
      await impatient.end();
    }
  });
});
