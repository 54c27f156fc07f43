import { TOLD_LIES } from './all-lies.ts';
import type { ToldLie } from './lie.ts';
import { WIRE_SAMPLE } from './wire-lies.ts';

/**
 * The lies that every test run tells: for each check one lie a reason by which it can fail, and each kind of broken
 * answer once. All of them are told in `test/endurance/lying-stack.test.ts`.
 */
export const EVERYDAY_LIES: readonly ToldLie[] = [...oneOfEach(TOLD_LIES), ...WIRE_SAMPLE];

function oneOfEach(lies: readonly ToldLie[]): readonly ToldLie[] {
  const first = new Map<string, ToldLie>();
  for (const lie of lies) {
    const key = `${lie.check} ${lie.reason}`;
    if (!first.has(key)) first.set(key, lie);
  }
  return [...first.values()];
}
