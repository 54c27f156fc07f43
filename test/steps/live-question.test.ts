import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { liveCodex } from '../../src/proof/checks/live-codex.ts';
import { models } from '../../src/proof/checks/models.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';
import { declinedChecks } from '../../src/steps/declined-checks.ts';
import { liveQuestion } from '../../src/steps/live-question.ts';
import type { Question } from '../../src/steps/question.ts';
import { testHost } from '../fixtures/test-host.ts';
import { NO_ACCESS, NO_STACK } from '../proof/small-checks.ts';

const LIVE = [{ check: liveCodex, required: false }];

/** A machine with a CLI and a login; nothing is run. */
async function ready(change: Readonly<Record<string, string>> = {}) {
  const host = testHost();
  await mkdir(join(host.home, '.codex'));
  const login = JSON.stringify({ OPENAI_API_KEY: 'sk-loopback' });
  await writeFile(join(host.home, '.codex', 'auth.json'), login, { mode: 0o600 });
  const env = {
    BUS_LOCAL_AI_PLATFORM_LIVE_CODEX: '1',
    BUS_CODEX_PROVIDER: 'codex',
    BUS_CODEX_COMMAND: process.execPath,
    ...change,
  };
  return { ...host, env };
}

async function asked(env: Readonly<Record<string, string>>, answer: string, checks = LIVE) {
  const questions: Question[] = [];
  const ask = async (question: Question) => {
    questions.push(question);
    return answer;
  };
  const context = { ask, runtime: NO_STACK, secrets: new SecretRegistry() };
  const declined = await declinedChecks(checks, context, await ready(env), NO_ACCESS);
  return { questions: questions.map(({ id }) => id), declined: [...declined] };
}

it('asks before the one request that costs something, and leaves it out when told to', async () => {
  expect(await asked({}, 'send')).toEqual({ questions: ['live-codex'], declined: [] });
  expect(await asked({}, 'without')).toEqual({
    questions: ['live-codex'],
    declined: [['live-codex', 'CX-DECLINED']],
  });
});

it('does what the operator has opted in to where nobody is asked', () => {
  const { choices, default: answer, text } = liveQuestion();
  expect(answer).toBe('send');
  expect(choices.map(({ value }) => value)).toContain(answer);
  expect(text).toMatch(/quota/);
});

it('fits two lines of a narrow terminal', () => {
  expect(liveQuestion().text.length).toBeLessThanOrEqual(2 * 56);
});

it.each([
  ['nobody opted in', { BUS_LOCAL_AI_PLATFORM_LIVE_CODEX: '0' }],
  ['the provider is static', { BUS_CODEX_PROVIDER: 'static' }],
  ['there is no CLI', { BUS_CODEX_COMMAND: '/nonexistent/codex' }],
  ['there are no credentials', { BUS_CODEX_HOME: '/nonexistent' }],
])('asks nothing when nothing would be sent: %s', async (_, env) => {
  expect(await asked(env, 'without')).toEqual({ questions: [], declined: [] });
});

it('asks nothing when the check is not among those that are run', async () => {
  expect(await asked({}, 'without', [{ check: models, required: true }])).toEqual({
    questions: [],
    declined: [],
  });
});
