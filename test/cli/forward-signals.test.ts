import { expect, it, onTestFinished } from 'vitest';
import { forwardSignals } from '../../src/cli/forward-signals.ts';
import type { Run } from '../../src/steps/run.ts';

type Forwarded = 'SIGINT' | 'SIGTERM' | 'SIGHUP';
const ALL: readonly Forwarded[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** What a run is told when these signals come one after the other; the process itself gets none of them. */
function toldOf(signals: readonly Forwarded[]): readonly string[] {
  const told: string[] = [];
  const run = { cancel: (signal: string) => told.push(signal) } as unknown as Run;
  onTestFinished(forwardSignals(run, ALL));
  for (const signal of signals) process.listeners(signal).at(-1)?.(signal);
  return told;
}

it.each([
  ['the first cancels', ['SIGTERM'], ['SIGTERM']],
  ['its echo is no second one', ['SIGINT', 'SIGINT'], ['SIGINT']],
  ['the second does not wait', ['SIGINT', 'SIGINT', 'SIGINT'], ['SIGINT', 'SIGINT']],
  ['another one does not wait', ['SIGHUP', 'SIGTERM'], ['SIGHUP', 'SIGTERM']],
  ['a terminal that vanishes is told by many', ['SIGHUP', 'SIGHUP', 'SIGHUP', 'SIGHUP'], ['SIGHUP']],
  ['a terminal that vanishes behind a stop is no hurry', ['SIGTERM', 'SIGHUP', 'SIGHUP'], ['SIGTERM']],
] as const)('%s', (_what, signals, told) => {
  expect(toldOf(signals)).toEqual(told);
});
