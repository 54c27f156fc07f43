import { ALL_LIES } from '../test/proof/lies/all-lies.ts';
import { startStack } from '../test/proof/stack-under-proof.ts';
import { type Outcome, tellLies } from '../test/proof/tell-lies.ts';
import type { Measurement } from './measurement.ts';

/** Proofs of the healthy stack. The endurance test makes ten times as many. */
const HONEST_PROOFS = 20;
const TOGETHER = 16;

/** How many lies a proof catches, and how often it calls a healthy stack broken. */
export const lies: Measurement = {
  id: 'lies',
  async measure() {
    const stack = await startStack();
    try {
      const outcomes = [...(await tellLies(stack, ALL_LIES, TOGETHER)).values()];
      let falseFailures = 0;
      const { required } = stack.runtime.profile.checks;
      for (let proof = 0; proof < HONEST_PROOFS; proof += 1) {
        const results = await stack.prove();
        if (results.some(({ id, status }) => required.includes(id) && status !== 'PASS')) falseFailures += 1;
      }
      const groups = Map.groupBy(outcomes, ({ lie }) => lie.check);
      const rows = [...groups].map(([check, of]) => ({ what: check, cells: cellsOf(of) }));
      return {
        title: 'Lies told by a stack, and lies caught',
        columns: ['told', 'caught', 'reason right'],
        rows: [...rows, { what: 'all', cells: cellsOf(outcomes) }],
        note: `Caught: the run is not green. Reason right: by the check it was aimed at, with the reason that fits. False failures: ${falseFailures} in ${HONEST_PROOFS} proofs of the healthy stack.`,
      };
    } finally {
      await stack.stop();
    }
  },
};

function cellsOf(outcomes: readonly Outcome[]): readonly string[] {
  const caught = outcomes.filter(({ verdict }) => verdict === 'FAILED');
  const right = caught.filter(
    ({ lie, result }) => result.status === (lie.verdict ?? 'FAIL') && result.reason?.id === lie.reason,
  );
  return [outcomes.length, caught.length, right.length].map(String);
}
