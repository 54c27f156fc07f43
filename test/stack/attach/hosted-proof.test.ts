import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checksOf } from '../../../src/proof/checks/catalog.ts';
import { runChecks } from '../../../src/proof/run-checks.ts';
import type { CheckResult } from '../../../src/proof/verdict.ts';
import { SecretRegistry } from '../../../src/redact/secret.ts';
import { createRuntime } from '../../../src/stack/create-runtime.ts';
import { loadProfile } from '../../../src/stack/profile-loader.ts';
import { type StackUnderProof, startStack } from '../../proof/stack-under-proof.ts';

const never = new AbortController().signal;
let stack: StackUnderProof;
let token: string;
let adminToken: string;
beforeAll(async () => {
  stack = await startStack();
  const scopes = ['llm:proxy', 'billing:read', 'events:send', 'events:listen', 'vm:read', 'container:read'];
  const secret = await stack.access.token({ name: 'T', audience: 'ai.hg.fi/api', scopes });
  token = secret?.reveal() ?? '';
  const admin = {
    name: 'A',
    audience: 'ai.hg.fi/auth',
    scopes: ['waitlist:read', 'waitlist:approve', 'admin:manage'],
  };
  adminToken = (await stack.access.token(admin))?.reveal() ?? '';
});
afterAll(async () => {
  await stack.stop();
});

/** What a proof of the real stack behind a hosted gateway finds, and the calls that reached the stack. */
async function proveBehind(hides: (path: string) => boolean, allowWrites = false) {
  const calls: string[] = [];
  const server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? '/';
    if (hides(path)) {
      outgoing.writeHead(404, { 'content-type': 'text/html' }).end('<html>not found</html>');
      return;
    }
    calls.push(`${incoming.method} ${path}`);
    const { method, headers } = incoming;
    const upstream = request(`${stack.access.gatewayUrl}${path}`, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    // A proof hangs up on what it has seen enough of.
    upstream.on('error', () => outgoing.destroy());
    outgoing.on('close', () => upstream.destroy());
    incoming.pipe(upstream);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const host = { ...stack.host, env: { BUS_API_TOKEN: token, BUS_AUTH_ADMIN_TOKEN: adminToken } };
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const loaded = await loadProfile('hosted', host);
    const secrets = new SecretRegistry();
    const runtime = createRuntime(loaded, {
      host,
      stackFolder: '/nowhere',
      secrets,
      choices: { url, allowWrites },
    });
    const results = await runChecks({
      checks: checksOf(loaded.profile),
      host,
      runtime,
      access: await runtime.access(never),
      secrets,
      signal: never,
      observer: { started: () => undefined, progress: () => undefined, finished: () => undefined },
    });
    return { results: new Map(results.map((result) => [result.id, result])), calls };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const verdictOf = (result: CheckResult | undefined) => [result?.status, result?.reason?.id];
const internal = (path: string): boolean => path.startsWith('/api/internal/');

describe('a proof of a hosted stack', () => {
  it('passes where internal routes are hidden, and only reads', async () => {
    const { results, calls } = await proveBehind(internal);
    for (const id of ['gateway-ready', 'models', 'hosted-boundaries', 'internal-exposure']) {
      expect([id, ...verdictOf(results.get(id))]).toEqual([id, 'PASS', undefined]);
    }
    expect(verdictOf(results.get('auth-waitlist'))).toEqual(['SKIP', 'PR-READ-ONLY']);
    expect(verdictOf(results.get('dev-task'))).toEqual(['SKIP', 'PR-READ-ONLY']);
    expect(verdictOf(results.get('notes-persistence'))).toEqual(['SKIP', 'PR-NO-RESTART']);
    expect([...results.values()].filter(({ status }) => status === 'FAIL')).toEqual([]);
    expect(calls.filter((call) => !call.startsWith('GET '))).toEqual([]);
  });

  it('finds internal routes that are published', async () => {
    const { results } = await proveBehind(() => false);
    const found = results.get('internal-exposure');
    expect(verdictOf(found)).toEqual(['FAIL', 'PR-INTERNAL-EXPOSED']);
    expect(found?.reason?.detail).toContain('/api/internal/usage-events answers 401');
  });

  it('writes when its owner agrees', async () => {
    const { calls } = await proveBehind(internal, true);
    expect(calls.some((call) => call.startsWith('POST /api/v1/auth/register'))).toBe(true);
  });

  it('needs no readiness route', async () => {
    const { results } = await proveBehind((path) => internal(path) || path === '/readyz');
    expect(verdictOf(results.get('gateway-ready'))).toEqual(['PASS', undefined]);
  });
});
