import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LIVE_CODEX } from '../../src/contract/llm.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';
import { stackFiles } from '../../src/stack/embedded/stack-files.ts';
import { readRecord } from '../../src/stack/embedded/stack-record.ts';
import {
  API_KEY_LOGIN,
  CODEX_CLI,
  type CodexHome,
  chatGptLogin,
  LOOPBACK_KEY,
  makeCodexHome,
} from '../embedded/codex/codex-home.ts';
import {
  RAW_ERROR,
  type ResponsesApi,
  type ResponsesBehaviour,
  startResponsesApi,
} from '../embedded/codex/responses-api.ts';
import { type StackUnderProof, startStack } from './stack-under-proof.ts';

let api: ResponsesApi;
let home: CodexHome;
let stack: StackUnderProof;
/** The same one, which waits for Codex and for its own workers as long as a test can wait for it to give up. */
let impatient: StackUnderProof;

beforeAll(async () => {
  api = await startResponsesApi({ kind: 'text', text: LIVE_CODEX.marker });
  home = await makeCodexHome(api.url);
  const env = {
    [LIVE_CODEX.optIn]: '1',
    BUS_CODEX_PROVIDER: 'codex',
    BUS_CODEX_COMMAND: CODEX_CLI,
    BUS_CODEX_HOME: home.folder,
    CODEX_REFRESH_TOKEN_URL_OVERRIDE: `${api.url}/oauth/token`,
  };
  stack = await startStack({ ...env, BUS_CODEX_TIMEOUT: '90s', BUS_LLM_TIMEOUT: '120s' });
  impatient = await startStack({ ...env, BUS_CODEX_TIMEOUT: '2s', BUS_LLM_TIMEOUT: '7s' });
});
afterAll(async () => {
  await impatient?.stop();
  await stack?.stop();
  await api.close();
  await home.remove();
});
beforeEach(async () => {
  await home.login(API_KEY_LOGIN);
});

const prove = async (behaviour: ResponsesBehaviour, on = stack) => {
  api.behaviour = behaviour;
  const results = await on.prove(['live-codex']);
  const live = results.find(({ id }) => id === 'live-codex');
  const text = JSON.stringify(results);
  expect(text).not.toContain(RAW_ERROR);
  expect(text).not.toContain(LOOPBACK_KEY);
  return live;
};

describe('the live proof with the real Codex CLI', () => {
  it('tells the models, the tokens, the time of each hop and the usage event', async () => {
    const live = await prove({ kind: 'text', text: LIVE_CODEX.marker });
    expect(live).toMatchObject({ status: 'PASS' });
    expect(live?.observed).toBe(
      'codex-chatgpt was executed by gpt-loopback; by the route llm.chat-completions; answer BUS_CODEX_OK; 11 tokens in, 3 out; usage event usage_recorded.',
    );
    expect(live?.hops?.map(({ hop, ms }) => [hop, typeof ms])).toEqual([
      ['gateway to bus-llm', 'number'],
      ['bus-llm (billing, usage) to bus-events', 'number'],
      ['bus-events to bus-codex, Codex, and back', 'number'],
      ['of it, bus-codex alone', 'undefined'],
      ['bus-events to bus-llm (usage), gateway, here', 'number'],
    ]);
  });

  it.each([
    ['CX-CREDENTIALS-REJECTED', 'credential', { kind: 'status', status: 401 }],
    ['CX-QUOTA-REACHED', 'credential', { kind: 'status', status: 429, type: 'usage_limit_reached' }],
    ['CX-PROVIDER-FAILED', 'platform', { kind: 'status', status: 500 }],
    ['CX-STREAM-CUT', 'platform', { kind: 'cut' }],
    ['CX-TIMEOUT', 'timeout', { kind: 'silent' }],
    ['CX-WRONG-MARKER', 'platform', { kind: 'text', text: 'I would rather not.' }],
    ['CX-WRONG-MARKER', 'platform', { kind: 'text', text: LIVE_CODEX.prompt }],
  ] satisfies [string, string, ResponsesBehaviour][])(
    'fails with %s (%s) for %o',
    async (id, kind, behaviour) => {
      const on = behaviour.kind === 'silent' ? impatient : stack;
      expect(await prove(behaviour, on)).toMatchObject({ status: 'FAIL', reason: { id, class: kind } });
    },
  );

  it('fails with CX-CREDENTIALS-EXPIRED for a login that cannot be renewed', async () => {
    await home.login(chatGptLogin(1_600_000_000));
    expect(await prove({ kind: 'status', status: 401 })).toMatchObject({
      status: 'FAIL',
      reason: { id: 'CX-CREDENTIALS-EXPIRED', class: 'credential' },
    });
  });

  it('leaves the account of the proof without a subscription', async () => {
    const live = await prove({ kind: 'status', status: 500 });
    expect(live?.exchanges.map(({ purpose }) => purpose)).toContain('to end that again');
  });

  it.each(['bus-codex', 'bus-billing-worker', 'bus-events'])(
    'fails with a platform reason while %s is down',
    async (service) => {
      await control(service, 'stop');
      try {
        const live = await prove({ kind: 'text', text: LIVE_CODEX.marker }, impatient);
        expect(live).toMatchObject({ status: 'FAIL', reason: { class: 'platform' } });
        expect(live?.reason).toMatchObject({ id: 'CX-STACK-FAILED' });
        expect(live?.reason?.detail).toContain(service);
      } finally {
        await control(service, 'start');
      }
    },
  );

  it('is not judged while the models route is down, which fails by itself', async () => {
    await control('bus-llm', 'stop');
    try {
      api.behaviour = { kind: 'silent' };
      const results = await impatient.prove(['live-codex']);
      const of = (wanted: string) => results.find(({ id }) => id === wanted);
      expect(of('models')).toMatchObject({ status: 'FAIL', reason: { class: 'platform' } });
      expect(of('live-codex')).toMatchObject({ status: 'SKIP', reason: { id: 'PR-NEEDS-FAILED' } });
    } finally {
      await control('bus-llm', 'start');
    }
  });

  it.each([
    ['CX-NOT-OPTED-IN', 'not-applicable', { [LIVE_CODEX.optIn]: '' }, undefined],
    ['CX-NOT-OPTED-IN', 'not-applicable', { [LIVE_CODEX.optIn]: 'yes' }, undefined],
    ['CX-CLI-MISSING', 'configuration', { BUS_CODEX_COMMAND: '/nonexistent/codex' }, undefined],
    ['CX-STATIC-PROVIDER', 'not-applicable', { BUS_CODEX_PROVIDER: 'static' }, undefined],
    ['CX-CREDENTIALS-MISSING', 'credential', { BUS_CODEX_HOME: '/nonexistent' }, undefined],
    ['CX-CREDENTIALS-UNREADABLE', 'credential', {}, 'folder'],
    ['CX-CREDENTIALS-INVALID', 'credential', {}, ''],
    ['CX-CREDENTIALS-INVALID', 'credential', {}, '{"tokens":'],
    ['CX-CREDENTIALS-INVALID', 'credential', {}, '[]'],
  ])('says %s (%s) before anything is sent, %o', async (id, kind, change, login) => {
    const env: Record<string, string | undefined> = { ...stack.host.env, ...change };
    const folder = await mkdtemp(join(tmpdir(), 'bus-setup-codex-odd-'));
    try {
      if (login === 'folder') {
        await mkdir(join(folder, 'auth.json'));
        env.BUS_CODEX_HOME = folder;
      } else if (login !== undefined) await home.login(login);
      const before = api.requests.length;
      const results = await stack.prove(['live-codex'], { host: { ...stack.host, env } });
      expect(results.find((each) => each.id === 'live-codex')).toMatchObject({
        status: 'SKIP',
        reason: { id, class: kind },
        exchanges: [],
      });
      expect(api.requests).toHaveLength(before);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('says that a stack which was started with the static provider has no Codex behind it', async () => {
    const access = { ...stack.access, codexProvider: 'static' };
    const results = await stack.prove(['live-codex'], { access });
    expect(results.find(({ id }) => id === 'live-codex')).toMatchObject({
      status: 'SKIP',
      reason: { id: 'CX-STATIC-PROVIDER', detail: expect.stringContaining('was started') },
      exchanges: [],
    });
  });

  it('is the only check that asks Codex anything', async () => {
    api.behaviour = { kind: 'text', text: LIVE_CODEX.marker };
    const before = api.requests.length;
    const results = await stack.prove(['billing', 'models', 'usage-ingest', 'live-codex']);
    expect(results.filter(({ status }) => status === 'FAIL')).toEqual([]);
    expect(results.find(({ id }) => id === 'billing-enforcement')).toMatchObject({
      status: 'PASS',
      observed: expect.stringContaining('an answer would cost quota'),
    });
    const asked = api.requests.slice(before).filter(({ path }) => path === 'POST /v1/responses');
    expect(asked).toHaveLength(1);
  });
});

async function control(service: string, change: 'stop' | 'start'): Promise<void> {
  const record = await readRecord(stackFiles(join(impatient.host.cwd, 'stack')), new SecretRegistry());
  if (record?.phase !== 'running') throw new Error('the stack does not run');
  const response = await fetch(`http://127.0.0.1:${record.ports.control}/services/${service}/${change}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${record.controlKey.reveal()}` },
  });
  expect(response.status).toBe(200);
}
