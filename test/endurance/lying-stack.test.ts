import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALL_LIES } from '../proof/lies/all-lies.ts';
import { idOf } from '../proof/lies/lie.ts';
import { type StackUnderProof, startStack } from '../proof/stack-under-proof.ts';
import { tellLies } from '../proof/tell-lies.ts';
import { THOROUGH } from './thoroughness.ts';

/** Stacks that are proven side by side; one proof at a time works on each. */
const STACKS = 2;
const PROOFS_OF_EACH = THOROUGH ? 100 : 15;
/** Lies that are told at a time: those that take a call's whole patience wait side by side. */
const TOGETHER = 16;

const stacks: StackUnderProof[] = [];

beforeAll(async () => {
  for (let n = 0; n < STACKS; n += 1) stacks.push(await startStack());
});

afterAll(async () => {
  await Promise.all(stacks.map((stack) => stack.stop()));
});

it('names each lie once', () => {
  const ids = ALL_LIES.map(idOf);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

describe('every lie', () => {
  it('makes its check fail, with the reason that fits, and the proof not green', async () => {
    expect(ALL_LIES.length).toBeGreaterThan(800);
    const [stack] = stacks;
    if (stack === undefined) throw new Error('no stack');
    const outcomes = await tellLies(stack, ALL_LIES, TOGETHER);
    const uncaught = ALL_LIES.flatMap((lie) => {
      const { result, verdict } = outcomes.get(lie) ?? {};
      const { id = '', detail = '' } = result?.reason ?? {};
      const caught = result?.status === (lie.verdict ?? 'FAIL') && id === lie.reason && verdict === 'FAILED';
      const clean = /^\P{Cc}*$/u.test(detail);
      return caught && clean
        ? []
        : [`${idOf(lie)}: wanted ${lie.reason}, got ${result?.status} ${id} ${detail}`];
    });
    expect(uncaught).toEqual([]);
  });
});

describe('a healthy stack', () => {
  it(`is green ${STACKS * PROOFS_OF_EACH} times in a row`, { timeout: 1_200_000 }, async () => {
    const verdicts = await Promise.all(stacks.map((stack) => provenTimes(stack, PROOFS_OF_EACH)));
    expect(verdicts.flat()).toEqual([]);
  });

  it('is green while the machine has too much to do', async () => {
    const busy = Array.from({ length: 4 }, () => spinning());
    try {
      const verdicts = await Promise.all(stacks.map((stack) => provenTimes(stack, 2)));
      expect(verdicts.flat()).toEqual([]);
    } finally {
      for (const stop of busy) stop();
    }
  });
});

/** Proves a stack so many times. @returns what was not green */
async function provenTimes(stack: StackUnderProof, times: number): Promise<readonly string[]> {
  const required = new Set(stack.runtime.profile.checks.required);
  const wrong: string[] = [];
  for (let n = 1; n <= times; n += 1) {
    for (const { id, status, reason } of await stack.prove()) {
      if (required.has(id) && status !== 'PASS')
        wrong.push(`proof ${n}: ${id} ${reason?.id} ${reason?.detail}`);
    }
  }
  return wrong;
}

/** Keeps one core busy until it is stopped. */
function spinning(): () => void {
  const worker = new Worker('for (;;) Math.sqrt(Math.random());', { eval: true });
  return () => void worker.terminate();
}
