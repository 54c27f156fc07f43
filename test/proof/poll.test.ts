import { describe, expect, it, onTestFinished } from 'vitest';
import { systemHost } from '../../src/host/host.ts';
import { pollUntil } from '../../src/proof/poll.ts';
import type { Exchange } from '../../src/proof/verdict.ts';
import { answerOf, badServer } from './bad-server.ts';

/** Asks two questions an attempt until both are answered with `yes`, which is at the call of number `yesFrom`. */
async function evidenceWhenReady(yesFrom: number): Promise<readonly Omit<Exchange, 'latencyMs' | 'url'>[]> {
  let calls = 0;
  const { http, close } = await badServer((socket) => {
    calls += 1;
    socket.write(answerOf(calls >= yesFrom ? '"yes"' : '"not yet"'));
  });
  onTestFinished(close);
  const context = { http, host: systemHost(), signal: new AbortController().signal };
  await http.call({ purpose: 'before', target: 'llm.models', status: [200] });
  await pollUntil(
    context,
    { withinMs: 5_000, otherwise: 'PR-TASK-UNFINISHED', what: 'it was not ready' },
    async (attempt) => {
      for (const purpose of ['first', 'second']) {
        const answer = await attempt.http.call({ purpose, target: 'llm.models', status: [200] });
        if (answer.text() !== '"yes"') return undefined;
      }
      return true;
    },
  );
  await http.call({ purpose: 'after', target: 'llm.models', status: [200] });
  return http.log.all().map(({ latencyMs: _late, url: _port, ...exchange }) => exchange);
}

describe('a wait for something that settles later', () => {
  it('leaves the same evidence however often it had to ask', async () => {
    const atOnce = await evidenceWhenReady(2);
    expect(atOnce.map(({ purpose }) => purpose)).toEqual(['before', 'first', 'second', 'after']);
    expect(await evidenceWhenReady(3)).toEqual(atOnce);
    expect(await evidenceWhenReady(7)).toEqual(atOnce);
  });
});
