import { expect } from 'vitest';
import type { RunEvent } from '../../../src/steps/events.ts';
import { type Arena, type Attacked, outcomeOf, SHORT_RUN, wholeEvents } from './arena.ts';

/** How a run ends that nothing happens to. */
export interface Undisturbed {
  readonly code: number | null;
  /** From `outcomeOf`. */
  readonly outcome: unknown;
}

/** Runs once in peace, in a folder of its own, with the arena's stack. */
export async function undisturbed(arena: Arena): Promise<Undisturbed> {
  arena.shareStack('reference');
  const { code } = await arena.run([...SHORT_RUN, '--output', 'reference']);
  return { code, outcome: outcomeOf(arena.results('reference')) };
}

/** The last whole event that a run told. */
export function lastEvent(run: Attacked): RunEvent | undefined {
  return wholeEvents(run.stdout).at(-1);
}

/** It ended by itself, in order, with this reason and something to do. */
export function expectReason(run: Attacked, id: string | RegExp, code: number): void {
  const last = lastEvent(run);
  expect(last, run.stderr).toMatchObject({
    type: 'run.finished',
    reason: { id: expect.stringMatching(id), next: expect.stringMatching(/\S/) },
  });
  expect([run.code, run.stderr]).toEqual([code, '']);
}

/** Tries before a disaster that always comes too late is a defect of the program or of the test. */
export const TRIES = 5;

/**
 * A run that a disaster hit in its middle. On a busy machine a test can be told of an event when the run has
 * already done all that the disaster would hinder; such a run ends as an undisturbed one, and another is attacked.
 *
 * @param name begin of the output folder's name; each try has a folder of its own
 * @param prepare makes the output folder, and gives what is done to it
 */
export async function hit(
  arena: Arena,
  expected: Undisturbed,
  name: string,
  after: string,
  prepare: (output: string) => () => void,
): Promise<{ readonly run: Attacked; readonly output: string }> {
  for (let attempt = 1; ; attempt += 1) {
    const output = `${name}-${attempt}`;
    const run = await arena.run([...SHORT_RUN, '--output', output], { after, strike: prepare(output) });
    const last = lastEvent(run);
    const wasLate =
      run.code === expected.code && last?.type === 'run.finished' && last.reason?.id === 'PR-NOT-SELECTED';
    if (!wasLate || attempt === TRIES) return { run, output };
  }
}

/** What was written is there, and the run goes on to the same end as an undisturbed one. */
export async function expectResumes(arena: Arena, expected: Undisturbed, output: string): Promise<void> {
  const [journal = ''] = arena.journals(output);
  const resumed = await arena.run(['--ci', '--json', '--resume', '--output', output]);
  expect(resumed.code, resumed.stdout.slice(-2_000)).toBe(expected.code);
  expect(outcomeOf(arena.results(output))).toEqual(expected.outcome);
  expect(arena.journals(output)[0]).toBe(journal);
  expect(arena.leftovers(output)).toEqual([]);
}
