import { join } from 'node:path';
import type { RunEvent, StepId } from '../src/steps/events.ts';
import { type BenchFolder, eventsOf, expectExit, type ProgramRun, runProgram } from './program.ts';

/** One finished run with its events. */
export interface TimedRun {
  readonly program: ProgramRun;
  readonly events: readonly RunEvent[];
}

/**
 * Runs steps headless on a fresh stack and leaves nothing running.
 * @param command the steps' command, e.g. `start`; empty for the whole run
 * @throws Error when the run did not pass
 */
export async function timedRun(place: BenchFolder, command: readonly string[]): Promise<TimedRun> {
  const output = join(place.path, 'run');
  const program = await runProgram([...command, '--ci', '--json', '--port', '0', '--output', output], place);
  expectExit(program, [0]);
  const stopped = await runProgram(['stop', '--wipe', '--output', output], place);
  expectExit(stopped, [0]);
  return { program, events: eventsOf(program) };
}

/** Milliseconds that a step took, by its own event. */
export function stepTime(events: readonly RunEvent[], step: StepId): number {
  const finished = events.find((event) => event.type === 'step.finished' && event.step === step);
  return finished?.type === 'step.finished' ? finished.duration : Number.NaN;
}
