import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StackUnderProof, startStack } from './stack-under-proof.ts';

const CHALLENGE = 'blue heron 42, "päätös" ✓ \\ $(x) <b>';
const CARRIERS = ['events-replay', 'notes-persistence'];

let stack: StackUnderProof;

beforeAll(async () => {
  stack = await startStack();
});

afterAll(async () => {
  await stack.stop();
});

describe('the challenge of a buyer', () => {
  it('goes through events and notes, and comes back from the stack', async () => {
    const results = await stack.prove(CARRIERS, { challenge: CHALLENGE });
    const carriers = results.filter(({ id }) => CARRIERS.includes(id));
    expect(carriers.map(({ status, echo }) => [status, echo])).toEqual([
      ['PASS', CHALLENGE],
      ['PASS', CHALLENGE],
    ]);
    const sent = carriers.flatMap(({ exchanges }) =>
      exchanges.filter(({ command }) => command.includes('heron')),
    );
    expect(sent.length).toBeGreaterThanOrEqual(2);
  });

  it('is in no result when none was given', async () => {
    const results = await stack.prove(CARRIERS);
    expect(results.filter(({ echo }) => echo !== undefined)).toEqual([]);
  });
});
