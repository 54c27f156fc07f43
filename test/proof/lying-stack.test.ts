import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunChecksOptions } from '../../src/proof/run-checks.ts';
import { composeLike } from './compose-like.ts';
import { ALL_LIES } from './lies/all-lies.ts';
import { EVERYDAY_LIES } from './lies/everyday.ts';
import { events, idOf, named, status, type ToldLie } from './lies/lie.ts';
import { type LyingGateway, lyingGateway } from './lying-gateway.ts';
import { type StackUnderProof, startStack } from './stack-under-proof.ts';
import { hasty, type Outcome, tellLies } from './tell-lies.ts';

let stack: StackUnderProof;
let gateway: LyingGateway;
let outcomes: ReadonlyMap<ToldLie, Outcome>;

beforeAll(async () => {
  stack = await startStack();
  gateway = await lyingGateway(stack.access.gatewayUrl);
  outcomes = await tellLies(stack, EVERYDAY_LIES);
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

describe('a gateway that tells the truth', () => {
  it('passes every check that means something on this stack', async () => {
    gateway.lie(undefined);
    const results = await stack.prove([], {
      access: { ...stack.access, gatewayUrl: gateway.url, token: (request) => stack.access.token(request) },
    });
    const judged = results.filter(({ id }) => stack.runtime.profile.checks.required.includes(id));
    expect(judged.length).toBeGreaterThanOrEqual(15);
    expect(judged.filter(({ status: verdict }) => verdict !== 'PASS').map(({ reason }) => reason)).toEqual(
      [],
    );
  });
});

describe.each(EVERYDAY_LIES.map((lie) => ({ id: idOf(lie), lie })))('$id', ({ lie }) => {
  it(`is ${lie.reason}`, () => {
    const outcome = outcomes.get(lie);
    const { result } = outcome ?? {};
    expect([result?.status, result?.reason?.id, result?.reason?.detail, outcome?.verdict]).toEqual([
      lie.verdict ?? 'FAIL',
      lie.reason,
      expect.stringMatching(/^\P{Cc}+$/u),
      'FAILED',
    ]);
  });
});

it('knows lies about every required check of this stack', () => {
  const told = new Map<string, number>();
  for (const { check } of ALL_LIES) told.set(check, (told.get(check) ?? 0) + 1);
  const few = stack.runtime.profile.checks.required.filter((id) => (told.get(id) ?? 0) < 5);
  expect(few).toEqual([]);
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
    const foreign = composeLike(stack.runtime);
    const result = (await throughTheLiar(check, { runtime: foreign })).find(({ id }) => id === check);
    expect(result).toMatchObject({ status: 'SKIP', reason: { id: 'PR-ROUTE-UNDOCUMENTED' } });
  });
});
