import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHECKS } from '../../src/proof/checks/catalog.ts';
import { GRANTS } from '../../src/proof/grants.ts';
import { commandVariables, meaningOf } from '../../src/proof/report/command-variables.ts';
import { makeResults, resultsJson } from '../../src/proof/report/make-results.ts';
import { renderMarkdown } from '../../src/proof/report/markdown.ts';
import { overallVerdict } from '../../src/proof/report/overall-verdict.ts';
import { type Results, resultsSchema } from '../../src/proof/report/results.ts';
import { type CheckResult, checkResultSchema } from '../../src/proof/verdict.ts';
import { createRedactor } from '../../src/redact/redactor.ts';
import { type StackUnderProof, startStack } from './stack-under-proof.ts';

let stack: StackUnderProof;
let first: readonly CheckResult[];
let second: readonly CheckResult[];

beforeAll(async () => {
  stack = await startStack();
  first = await stack.prove();
  second = await stack.prove();
});

afterAll(async () => {
  await stack?.stop();
});

const briefly = (results: readonly CheckResult[]) =>
  results.map(({ id, status, reason }) => [id, status, reason?.id, reason?.detail].filter(Boolean).join(' '));

describe('a proof of a healthy stack', () => {
  it('passes every check but those that need a key, a package or an agreement', () => {
    const { required } = stack.runtime.profile.checks;
    expect(required.length).toBeGreaterThanOrEqual(15);
    expect(briefly(first)).toEqual([
      ...CHECKS.filter(({ id }) => required.includes(id)).map(({ id }) => `${id} PASS`),
      'stripe-test-mode SKIP PY-CREDENTIAL-MISSING BUS_STRIPE_SECRET_KEY is not set',
      'support-window SKIP SU-NOT-BOUGHT none',
      'live-codex SKIP CX-NOT-OPTED-IN BUS_LOCAL_AI_PLATFORM_LIVE_CODEX is not 1',
    ]);
    expect(overallVerdict(first)).toEqual({ verdict: 'WARNED', partial: false });
  });

  it('gives valid results with a call for every check that passed', () => {
    for (const result of first) {
      checkResultSchema.parse(result);
      if (result.status === 'PASS') {
        expect([result.id, result.url, result.exchanges.length > 1]).toEqual([
          result.id,
          expect.any(String),
          true,
        ]);
      }
    }
  });

  it('is the same the second time, apart from what is volatile', () => {
    const { volatile: _one, ...one } = resultsOf(first);
    const { volatile: _two, ...two } = resultsOf(second);
    expect(two).toEqual(one);
    expect(resultsSchema.parse(resultsOf(first)).verdict).toBe('WARNED');
  });

  it('holds no token that was made or received during it', () => {
    const everything = JSON.stringify(resultsOf(first)) + renderMarkdown(resultsOf(first));
    const values = stack.secrets.all().map((secret) => secret.reveal());
    expect(values.length).toBeGreaterThan(5);
    expect(values.filter((value) => value.length > 20 && everything.includes(value))).toEqual([]);
  });

  it('holds nothing that the redactor would take out, so that its commands stay whole', () => {
    const redactor = createRedactor(stack.secrets);
    const json = resultsJson(resultsOf(first));
    const markdown = renderMarkdown(resultsOf(first));
    const kept = (name: string, text: string) =>
      Buffer.from(redactor.file(name, Buffer.from(text)).bytes ?? []).toString();
    expect(kept('results.json', json)).toBe(json);
    expect(kept('report.md', markdown)).toBe(markdown);
    for (const { command } of first) expect(redactor.text(command)).toBe(command);
  });

  it('describes every variable of every command', () => {
    const commands = first.flatMap(({ command, exchanges }) => [
      command,
      ...exchanges.map((each) => each.command),
    ]);
    const names = commandVariables(commands).map(({ name }) => name);
    expect(names.length).toBeGreaterThan(10);
    expect(names.filter((name) => meaningOf(name) === undefined)).toEqual([]);
  });
});

describe('the commands of the report', () => {
  it('work when they are pasted into a shell', async () => {
    const env = await environment();
    for (const { id, command, status: verdict } of first) {
      // Its auth token was handed back when the check signed out.
      if (id === 'auth-lifecycle' || verdict !== 'PASS') continue;
      // Nobody pays for its account, which is what this one shows.
      const status = id === 'billing-enforcement' ? /^402$/ : /^20[0-9]$/;
      const { stdout } = await promisify(execFile)(
        'sh',
        ['-c', `${command.replaceAll('curl -sS', 'curl -sS -w "\\n%{http_code}"')}`],
        { env },
      );
      expect([id, stdout.split('\n').at(-1)]).toEqual([id, expect.stringMatching(status)]);
    }
  });
});

describe('a proof of a stack that is not there', () => {
  it('fails at the gateway and judges nothing else', async () => {
    const access = {
      ...stack.access,
      gatewayUrl: 'http://127.0.0.1:9',
      token: stack.access.token.bind(stack.access),
    };
    const results = await stack.prove([], { access });
    expect(results[0]).toMatchObject({
      id: 'gateway-ready',
      status: 'FAIL',
      reason: { id: 'PR-UNREACHABLE' },
    });
    expect(new Set(results.slice(1).map(({ reason }) => reason?.id))).toEqual(new Set(['PR-NEEDS-FAILED']));
    expect(overallVerdict(results).verdict).toBe('FAILED');
  });
});

describe('a stack that gives less', () => {
  it.each([
    ['no tokens', { token: async () => undefined }, 'models', 'PR-TOKEN-NOT-GIVEN'],
    ['no mail sink', { mailboxUrl: undefined }, 'auth-lifecycle', 'PR-NO-MAILBOX'],
    ['no webhook secret', { stripeWebhookSecret: undefined }, 'stripe-webhook', 'PR-NO-WEBHOOK-SECRET'],
  ])('and %s is not judged there', async (_, less, check, reason) => {
    const { mailboxUrl, stripeWebhookSecret, ...rest } = stack.access;
    const kept = {
      mailboxUrl,
      stripeWebhookSecret,
      ...rest,
      token: stack.access.token.bind(stack.access),
      ...less,
    };
    const access = Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined));
    const results = await stack.prove([check], { access: access as unknown as typeof stack.access });
    expect(results.find(({ id }) => id === check)).toMatchObject({ status: 'SKIP', reason: { id: reason } });
  });
});

describe('the live Codex check', () => {
  const live = async (env: Readonly<Record<string, string>>, codexProvider = stack.access.codexProvider) => {
    const access = { ...stack.access, codexProvider };
    const results = await stack.prove(['live-codex'], { host: { ...stack.host, env }, access });
    return results.find(({ id }) => id === 'live-codex');
  };
  const optedIn = { BUS_LOCAL_AI_PLATFORM_LIVE_CODEX: '1' };

  it('says that a static provider is no live proof', async () => {
    const chosen = { ...optedIn, BUS_CODEX_PROVIDER: 'static' };
    expect(await live(chosen)).toMatchObject({ status: 'SKIP', reason: { id: 'CX-STATIC-PROVIDER' } });
    expect(await live(optedIn)).toMatchObject({ status: 'SKIP', reason: { id: 'CX-CLI-MISSING' } });
  });

  it('tells missing, damaged and usable credentials apart, and is not fooled by a static answer', async () => {
    const home = await mkdtemp(join(tmpdir(), 'bus-setup-codex-'));
    const codex = { BUS_CODEX_PROVIDER: 'codex', BUS_CODEX_COMMAND: process.execPath, BUS_CODEX_HOME: home };
    const env = { ...optedIn, ...codex };
    try {
      expect(await live(env)).toMatchObject({
        status: 'SKIP',
        reason: { id: 'CX-CREDENTIALS-MISSING', class: 'credential' },
      });
      await mkdir(join(home, 'auth.json'));
      expect(await live(env)).toMatchObject({ status: 'SKIP', reason: { id: 'CX-CREDENTIALS-UNREADABLE' } });
      await rm(join(home, 'auth.json'), { recursive: true });
      await writeFile(join(home, 'auth.json'), '{"tokens":');
      expect(await live(env)).toMatchObject({ status: 'SKIP', reason: { id: 'CX-CREDENTIALS-INVALID' } });
      await writeFile(join(home, 'auth.json'), '{}');
      // The stack was started with the static provider, whatever the environment says now.
      const known = await live(env);
      expect(known).toMatchObject({ status: 'SKIP', reason: { id: 'CX-STATIC-PROVIDER' }, exchanges: [] });
      const result = await live(env, 'unknown');
      expect(result).toMatchObject({ status: 'SKIP', reason: { id: 'CX-STATIC-PROVIDER' } });
      expect(result?.exchanges.length).toBeGreaterThan(1);
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  });
});

function resultsOf(checks: readonly CheckResult[]): Results {
  const { profile } = stack.runtime;
  return makeResults({
    version: '0.1.0',
    node: stack.host.nodeVersion,
    platform: stack.host.platform,
    profile: { id: profile.id, title: profile.title, tier: profile.tier, runtime: 'embedded', services: [] },
    environment: [],
    urls: { gateway: stack.access.gatewayUrl },
    selection: {},
    checks,
    preflight: [],
    run: stack.host.uuid(),
    startedAt: new Date(),
    writtenAt: new Date(),
  });
}

/** What the report says that its variables hold. */
async function environment(): Promise<NodeJS.ProcessEnv> {
  const { access } = stack;
  const tokens = await Promise.all(
    Object.entries(GRANTS).map(
      async ([name, grant]) => [name, (await access.token({ name, ...grant }))?.reveal()] as const,
    ),
  );
  const account = randomUUID();
  const own = { ...GRANTS.BUS_API_TOKEN, name: 'BUS_ACCOUNT_API_TOKEN', subject: account };
  return {
    PATH: process.env.PATH,
    BUS_ACCOUNT_API_TOKEN: (await access.token(own))?.reveal(),
    ...Object.fromEntries(tokens),
    BUS_BASE_URL: access.gatewayUrl,
    BUS_PORTAL_TOKEN: access.portalToken,
    BUS_STRIPE_WEBHOOK_SECRET: access.stripeWebhookSecret?.reveal(),
    PROOF_MARKER: `p${randomBytes(8).toString('hex')}`,
    PROOF_ACCOUNT_ID: account,
    BUS_LOCAL_ACCOUNT_ID: access.accountId,
    PROOF_OCCURRED_AT: '2001-02-03T04:05:06.789Z',
  };
}
