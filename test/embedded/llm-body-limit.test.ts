import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LLM_BODY_LIMIT_BYTES } from '../../src/contract/llm.ts';
import { busCodex } from '../../src/embedded/services/bus-codex/service.ts';
import { busEvents } from '../../src/embedded/services/bus-events.ts';
import { busLlm } from '../../src/embedded/services/bus-llm/service.ts';
import { busUsageApi } from '../../src/embedded/services/bus-usage-api/service.ts';
import { busUsageWorker } from '../../src/embedded/services/bus-usage-worker/service.ts';
import { testToken } from './embedded-process.ts';
import { type InProcessStack, startInProcess } from './in-process-stack.ts';

// The gateway stops a body of this size before the service can, so the service is asked on its own address.
let running: InProcessStack;
beforeAll(async () => {
  running = await startInProcess([busEvents, busCodex, busUsageWorker, busUsageApi, busLlm]);
});
afterAll(() => running.end());

const bodyOf = (bytes: number) => {
  const body = JSON.stringify({ model: 'codex-chatgpt', messages: [{ role: 'user', content: '' }] });
  return body.replace('""', `"${'x'.repeat(bytes - body.length)}"`);
};

async function chat(body: string, token?: string): Promise<Response> {
  const authorization = `Bearer ${token ?? (await testToken())}`;
  const headers = { authorization, 'content-type': 'application/json' };
  const request = new Request('http://bus-llm:8088/v1/chat/completions', { method: 'POST', headers, body });
  return await running.stack.unit('bus-llm').handle(request);
}

async function recordedUsage(): Promise<unknown[]> {
  const token = await testToken({ audience: 'internal', scopes: ['usage:read'] });
  const headers = { authorization: `Bearer ${token}` };
  const request = new Request('http://bus-usage-api:8082/api/internal/usage-events', { headers });
  const page = await (await running.stack.unit('bus-usage-api').handle(request)).json();
  return (page as { items: unknown[] }).items;
}

describe('a body over two mebibytes', () => {
  it('is refused before anything is recorded or executed', async () => {
    const response = await chat(bodyOf(LLM_BODY_LIMIT_BYTES + 1));
    expect([response.status, await response.json()]).toMatchObject([
      413,
      { error: { type: 'request_body_too_large' } },
    ]);
    expect(await recordedUsage()).toEqual([]);
  });

  it('is not even read for a caller without access', async () => {
    const weak = await testToken({ scopes: ['vm:read'] });
    expect((await chat(bodyOf(LLM_BODY_LIMIT_BYTES + 1), weak)).status).toBe(403);
    expect((await chat(bodyOf(LLM_BODY_LIMIT_BYTES + 1), 'no.good.token')).status).toBe(401);
  });
});

describe('a body that fits the service and no event', () => {
  it('is refused as too large, and recorded as failed', async () => {
    const response = await chat(bodyOf(LLM_BODY_LIMIT_BYTES));
    expect([response.status, await response.json()]).toMatchObject([
      413,
      { error: { type: 'request_body_too_large' } },
    ]);
    expect(await recordedUsage()).toMatchObject([
      { event_type: 'request_started' },
      { event_type: 'backend_request_started' },
      { event_type: 'request_failed', data: { error_type: 'request_body_too_large' } },
    ]);
  });
});
