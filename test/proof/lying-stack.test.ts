import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Host } from '../../src/host/host.ts';
import { CHECKS } from '../../src/proof/checks/catalog.ts';
import type { RunChecksOptions } from '../../src/proof/run-checks.ts';
import type { StackRuntime } from '../../src/stack/runtime.ts';
import { ACCESS_LIES } from './lies/access-lies.ts';
import { DATA_LIES } from './lies/data-lies.ts';
import { events, named, status } from './lies/lie.ts';
import { type LyingGateway, lyingGateway } from './lying-gateway.ts';
import { type StackUnderProof, startStack } from './stack-under-proof.ts';

let stack: StackUnderProof;
let gateway: LyingGateway;

beforeAll(async () => {
  stack = await startStack();
  gateway = await lyingGateway(stack.access.gatewayUrl);
});

afterAll(async () => {
  await gateway?.close();
  await stack?.stop();
});

const throughTheLiar = async (check: string, change: Partial<RunChecksOptions> = {}) =>
  await stack.prove([check], {
    host: hasty(stack.host),
    access: { ...stack.access, gatewayUrl: gateway.url, token: (request) => stack.access.token(request) },
    ...change,
  });

/** Checks that mean something on the embedded stack without an opt-in. */
const OF_THIS_STACK = CHECKS.map(({ id }) => id).filter(
  (id) => !['live-codex', 'hosted-boundaries', 'internal-exposure'].includes(id),
);

describe('a gateway that tells the truth', () => {
  it.each(OF_THIS_STACK)('passes %s', async (id) => {
    gateway.lie(undefined);
    const result = (await throughTheLiar(id)).find((each) => each.id === id);
    expect([result?.status, result?.reason]).toEqual(['PASS', undefined]);
  });
});

describe.each([...ACCESS_LIES, ...DATA_LIES])('$check: $name', (told) => {
  it(`is ${told.reason}`, async () => {
    gateway.lie(told);
    const result = (await throughTheLiar(told.check)).find(({ id }) => id === told.check);
    expect([result?.status, result?.reason?.id, result?.reason?.detail]).toEqual([
      'FAIL',
      told.reason,
      expect.stringMatching(/./),
    ]);
  });
});

it('finds the password in an answer that everybody gets', async () => {
  const { mailboxUrl } = stack.access;
  gateway.lie({
    path: '/api/v1/auth/otp/request',
    tell: async (told) => {
      const mails = await (await fetch(`${mailboxUrl}/api/v2/messages?limit=1`)).text();
      told.body = JSON.stringify({ status: 'sent', mail: mails });
    },
  });
  const results = await throughTheLiar('auth-lifecycle');
  expect(results.find(({ id }) => id === 'auth-lifecycle')?.reason?.id).toBe('PR-OTP-IN-ANSWER');
});

describe('a stack whose notes and tasks nobody has documented', () => {
  it.each([
    ['notes-persistence', { path: '/api/v1/notes', tell: status(404) }],
    ['dev-task', { path: /stream$/, when: named('bus.dev.task.done'), tell: events(() => []) }],
  ])('is not judged by %s', async (check, silence) => {
    gateway.lie(silence);
    const { runtime } = stack;
    const foreign: StackRuntime = {
      kind: 'compose',
      profile: runtime.profile,
      plan: () => runtime.plan(),
      start: (options) => runtime.start(options),
      status: (signal) => runtime.status(signal),
      logs: (service, lines, signal) => runtime.logs(service, lines, signal),
      restart: (service, signal) => runtime.restart(service, signal),
      stop: (options) => runtime.stop(options),
      access: (signal) => runtime.access(signal),
    };
    const result = (await throughTheLiar(check, { runtime: foreign })).find(({ id }) => id === check);
    expect(result).toMatchObject({ status: 'SKIP', reason: { id: 'PR-ROUTE-UNDOCUMENTED' } });
  });
});

/** A host whose waits for workers are over forty times sooner; its wall clock is the real one. */
function hasty(host: Host): Host {
  return { ...host, monotonic: () => host.monotonic() * 40 };
}
