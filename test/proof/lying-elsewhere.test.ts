import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AUDIENCES } from '../../src/contract/tokens.ts';
import type { Host } from '../../src/host/host.ts';
import { CHECKS, checksOf } from '../../src/proof/checks/catalog.ts';
import { runChecks } from '../../src/proof/run-checks.ts';
import type { CheckResult } from '../../src/proof/verdict.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';
import { createRuntime } from '../../src/stack/create-runtime.ts';
import { stackFiles } from '../../src/stack/embedded/stack-files.ts';
import { readRecord, writeRecord } from '../../src/stack/embedded/stack-record.ts';
import { loadProfile } from '../../src/stack/profile-loader.ts';
import { selfSigned } from '../fixtures/certificate.ts';
import { CLAIMS_A_MODEL, CODEX_LIES } from './lies/codex-lies.ts';
import { CONTROL_LIES } from './lies/control-lies.ts';
import { HIDES_INTERNAL, HOSTED_LIES } from './lies/hosted-lies.ts';
import { type LyingGateway, lyingGateway } from './lying-gateway.ts';
import { type StackUnderProof, startStack } from './stack-under-proof.ts';

const never = new AbortController().signal;
const SCOPES = ['llm:proxy', 'billing:read', 'events:send', 'events:listen', 'vm:read', 'container:read'];

let stack: StackUnderProof;
let hosted: LyingGateway;
let live: LyingGateway;
let control: LyingGateway;
let token: string;
let codexHome: string;

beforeAll(async () => {
  stack = await startStack();
  hosted = await lyingGateway(stack.access.gatewayUrl, { always: HIDES_INTERNAL });
  live = await lyingGateway(stack.access.gatewayUrl, { always: CLAIMS_A_MODEL });
  control = await lyingControl(stack);
  const given = await stack.access.token({ name: 'T', audience: AUDIENCES.api, scopes: SCOPES });
  token = given?.reveal() ?? '';
  codexHome = await mkdtemp(join(tmpdir(), 'bus-setup-codex-'));
  await writeFile(join(codexHome, 'auth.json'), '{}', { mode: 0o600 });
});

afterAll(async () => {
  control?.lie(undefined);
  await stack?.stop();
  await hosted?.close();
  await live?.close();
  await control?.close();
  await rm(codexHome, { recursive: true, force: true });
});

/** Puts a liar before the control listener of a stack; whatever looks the stack up from now on asks the liar. */
async function lyingControl({ host, secrets }: StackUnderProof): Promise<LyingGateway> {
  const files = stackFiles(join(host.cwd, 'stack'));
  const record = await readRecord(files, secrets);
  if (record?.phase !== 'running') throw new Error('the stack does not run');
  const liar = await lyingGateway(`http://127.0.0.1:${record.ports.control}`);
  await writeRecord(files, {
    ...record,
    ports: { ...record.ports, control: Number(new URL(liar.url).port) },
  });
  return liar;
}

/** What one check finds on a stack that somebody else runs. */
async function proveHosted(
  check: string,
  url = hosted.url,
  caFile?: string,
): Promise<CheckResult | undefined> {
  const host: Host = { ...stack.host, env: { BUS_API_TOKEN: token } };
  const loaded = await loadProfile('hosted', host);
  const secrets = new SecretRegistry();
  const choices = { url, ...(caFile === undefined ? {} : { caFile }) };
  const runtime = createRuntime(loaded, { host, stackFolder: '/nowhere', secrets, choices });
  const [result] = await runChecks({
    checks: checksOf(loaded.profile).filter((planned) => planned.check.id === check),
    passed: new Set(CHECKS.map(({ id }) => id)),
    host,
    runtime,
    access: await runtime.access(never),
    secrets,
    signal: never,
    observer: { started: () => undefined, progress: () => undefined, finished: () => undefined },
  });
  return result;
}

async function proveLive(): Promise<CheckResult | undefined> {
  const env = {
    BUS_LOCAL_AI_PLATFORM_LIVE_CODEX: '1',
    BUS_CODEX_PROVIDER: 'codex',
    BUS_CODEX_COMMAND: process.execPath,
    BUS_CODEX_HOME: codexHome,
  };
  const [result] = await stack.prove([], {
    checks: checksOf(stack.runtime.profile).filter(({ check }) => check.id === 'live-codex'),
    passed: new Set(CHECKS.map(({ id }) => id)),
    host: { ...stack.host, env },
    access: {
      ...stack.access,
      gatewayUrl: live.url,
      // The stack behind it is static, and the gateway in front of it claims that it is not.
      codexProvider: 'codex',
      token: (request) => stack.access.token(request),
    },
  });
  return result;
}

async function proveNotes(): Promise<CheckResult | undefined> {
  const [result] = await stack.prove([], {
    checks: checksOf(stack.runtime.profile).filter(({ check }) => check.id === 'notes-persistence'),
    passed: new Set(CHECKS.map(({ id }) => id)),
  });
  return result;
}

const found = (result: CheckResult | undefined) => [result?.status, result?.reason?.id];

describe('a hosted stack', () => {
  it.each(['hosted-boundaries', 'internal-exposure'])('that tells the truth passes %s', async (check) => {
    hosted.lie(undefined);
    expect(found(await proveHosted(check))).toEqual(['PASS', undefined]);
  });

  it.each(HOSTED_LIES.map((lie) => [lie.check, lie.name, lie] as const))('%s: %s', async (check, _, lie) => {
    hosted.lie(lie);
    expect(found(await proveHosted(check))).toEqual(['FAIL', lie.reason]);
  });

  it('with a certificate for another name, or of nobody we trust, is refused', async () => {
    const named = selfSigned(codexHome, 'gateway.example.invalid');
    const elsewhere = await lyingGateway(stack.access.gatewayUrl, { tls: named });
    try {
      const results = [
        await proveHosted('gateway-ready', elsewhere.url, named.certFile),
        await proveHosted('gateway-ready', elsewhere.url),
      ];
      expect(results.map(found)).toEqual([
        ['FAIL', 'PR-TLS-REFUSED'],
        ['FAIL', 'PR-TLS-REFUSED'],
      ]);
    } finally {
      await elsewhere.close();
    }
  });

  it('with its own certificate is proven', async () => {
    const own = selfSigned(codexHome, 'localhost');
    const gateway = await lyingGateway(stack.access.gatewayUrl, { tls: own });
    try {
      expect(found(await proveHosted('gateway-ready', gateway.url, own.certFile))).toEqual([
        'PASS',
        undefined,
      ]);
    } finally {
      await gateway.close();
    }
  });
});

describe('the control of a stack', () => {
  it('that restarts what it is told to is believed', async () => {
    control.lie(undefined);
    expect(found(await proveNotes())).toEqual(['PASS', undefined]);
  });

  it.each(CONTROL_LIES.map((lie) => [lie.name, lie] as const))('that lies is not: %s', async (_, lie) => {
    control.lie(lie);
    expect(found(await proveNotes())).toEqual(['FAIL', lie.reason]);
  });
});

describe('a stack that claims a live answer', () => {
  it('is believed while all that can be seen agrees', async () => {
    live.lie(undefined);
    expect(found(await proveLive())).toEqual(['PASS', undefined]);
  });

  it.each(CODEX_LIES.map((lie) => [lie.name, lie] as const))('%s', async (_, lie) => {
    live.lie(lie);
    expect(found(await proveLive())).toEqual([lie.verdict ?? 'FAIL', lie.reason]);
  });
});
