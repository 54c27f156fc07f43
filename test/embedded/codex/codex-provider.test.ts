import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { LIVE_CODEX } from '../../../src/contract/llm.ts';
import { CodexFailure } from '../../../src/embedded/services/bus-codex/codex-failure.ts';
import { codexProvider } from '../../../src/embedded/services/bus-codex/codex-provider.ts';
import { API_KEY_LOGIN, CODEX_CLI, type CodexHome, chatGptLogin, makeCodexHome } from './codex-home.ts';
import { RAW_ERROR, type ResponsesApi, type ResponsesBehaviour, startResponsesApi } from './responses-api.ts';

const TURN = { model: 'codex-chatgpt', messages: [{ role: 'user', text: LIVE_CODEX.prompt }] };

describe('the real Codex CLI', () => {
  let api: ResponsesApi;
  let home: CodexHome;

  beforeAll(async () => {
    api = await startResponsesApi({ kind: 'text', text: LIVE_CODEX.marker });
    home = await makeCodexHome(api.url);
  });
  afterAll(async () => {
    await api.close();
    await home.remove();
  });
  beforeEach(async () => {
    await home.login(API_KEY_LOGIN);
  });

  const execute = (
    behaviour: ResponsesBehaviour,
    limit: number | AbortSignal = 200_000,
    command = CODEX_CLI,
  ) => {
    api.behaviour = behaviour;
    const env = {
      BUS_CODEX_HOME: home.folder,
      CODEX_REFRESH_TOKEN_URL_OVERRIDE: `${api.url}/oauth/token`,
    };
    const signal = typeof limit === 'number' ? AbortSignal.timeout(limit) : limit;
    return codexProvider(command, env).execute(TURN, signal);
  };
  const codeOf = async (failing: Promise<unknown>) => {
    const error = await failing.then(
      () => undefined,
      (failure: unknown) => failure,
    );
    expect(error).toBeInstanceOf(CodexFailure);
    const answer = error instanceof CodexFailure ? error.toAnswer() : undefined;
    expect(JSON.stringify(answer)).not.toContain(RAW_ERROR);
    return error instanceof CodexFailure ? error.code : undefined;
  };

  it('answers with the model that wrote the text and its tokens', async () => {
    expect(await execute({ kind: 'text', text: LIVE_CODEX.marker })).toEqual({
      text: LIVE_CODEX.marker,
      model: 'gpt-loopback',
      fingerprint: 'bus-codex/codex',
      tokens: { input: 11, output: 3 },
    });
    const asked = api.requests.at(-1);
    expect(asked).toMatchObject({ path: 'POST /v1/responses', authorized: true });
    expect(asked?.body).toContain(LIVE_CODEX.prompt);
    expect(asked?.body).not.toMatch(/"name":"(?:shell|exec_command|unified_exec|web_search)"/);
  });

  it.each([
    ['codex_credentials_rejected', { kind: 'status', status: 401 }],
    ['codex_rate_limited', { kind: 'status', status: 429, type: 'usage_limit_reached' }],
    ['codex_rate_limited', { kind: 'status', status: 429, type: 'rate_limit_exceeded' }],
    ['codex_provider_failed', { kind: 'status', status: 500 }],
    ['codex_provider_failed', { kind: 'status', status: 503 }],
    ['codex_failed', { kind: 'status', status: 400 }],
    ['codex_stream_cut', { kind: 'cut' }],
  ] satisfies [string, ResponsesBehaviour][])('tells %s of %o', async (code, behaviour) => {
    expect(await codeOf(execute(behaviour))).toBe(code);
  });

  it('tells a provider that does not answer from one that cannot be reached', async () => {
    expect(await codeOf(execute({ kind: 'silent' }, 2_500))).toBe('codex_timeout');
    const gone = await startResponsesApi({ kind: 'silent' });
    await gone.close();
    const elsewhere = await makeCodexHome(gone.url);
    await elsewhere.login(API_KEY_LOGIN);
    const provider = codexProvider(CODEX_CLI, { BUS_CODEX_HOME: elsewhere.folder });
    expect(await codeOf(provider.execute(TURN, AbortSignal.timeout(8_000)))).toBe(
      'codex_provider_unreachable',
    );
    await elsewhere.remove();
  });

  it.each(['trickle', 'comments'] as const)('ends a turn whose answer goes on and on: %s', async (kind) => {
    const pieces = api.pieces;
    const deadline = new AbortController();
    const turn = codeOf(execute({ kind }, deadline.signal));
    await vi.waitFor(() => expect(api.pieces - pieces).toBeGreaterThan(3), { timeout: 60_000 });
    deadline.abort();
    expect(await turn).toBe('codex_timeout');
  });

  it.each(['', '{oops', '[]'])('sends nothing when auth.json is %j', async (content) => {
    await home.login(content);
    const before = api.requests.length;
    expect(await codeOf(execute({ kind: 'text', text: 'x' }))).toBe('codex_credentials_missing');
    expect(api.requests.slice(before).filter(({ path }) => path === 'POST /v1/responses')).toEqual([]);
  });

  it('tells a login that cannot be renewed', async () => {
    await home.login(chatGptLogin(1_600_000_000));
    expect(await codeOf(execute({ kind: 'status', status: 401 }))).toBe('codex_credentials_expired');
  });

  it('tells a CLI that cannot be run', async () => {
    expect(await codeOf(execute({ kind: 'silent' }, 20_000, '/bin/false'))).toBe('codex_cli_failed');
    expect(await codeOf(execute({ kind: 'silent' }, 20_000, '/nonexistent/codex'))).toBe('codex_cli_failed');
  });

  it('leaves no folder behind', async () => {
    const own = await mkdtemp(join(tmpdir(), 'bus-setup-codex-tmp-'));
    const before = process.env.TMPDIR;
    process.env.TMPDIR = own;
    try {
      await execute({ kind: 'text', text: 'x' });
      expect(await readdir(own)).toEqual([]);
    } finally {
      if (before === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = before;
      await rm(own, { recursive: true, force: true });
    }
  });
});
