import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../src/steps/events.ts';
import { sampled } from '../thoroughness.ts';
import { Arena, type Attack, type Attacked, inParallel, outcomeOf, SHORT_RUN, wholeEvents } from './arena.ts';

const EXIT_CODES: Readonly<Record<string, number>> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };
const SIGNALS = ['SIGHUP', 'SIGINT', 'SIGTERM', 'SIGKILL'] as const;
/** Runs that are under attack at a time. */
const WIDTH = 4;
const SERIES_MS = 1_800_000;

let arena: Arena;
beforeAll(async () => {
  arena = new Arena();
  await arena.startStack();
});
afterAll(() => arena.close());

/** What an undisturbed run does, and the place of each of its events. */
async function undisturbed(output: string) {
  const { code, stdout } = await arena.run([...SHORT_RUN, '--output', output]);
  const events = wholeEvents(stdout);
  expect(events.at(-1)?.type).toBe('run.finished');
  return { code, events, outcome: outcomeOf(arena.results(output)) };
}

/** The first event of each kind: by type, and by step and check status where it has them. */
function oneOfEachKind(events: readonly RunEvent[]): readonly number[] {
  const kinds = new Map<string, number>();
  for (const [index, event] of events.entries()) {
    const step = 'step' in event ? event.step : '';
    const kind = `${event.type} ${step}`;
    if (!kinds.has(kind)) kinds.set(kind, index + 1);
  }
  return [...kinds.values()];
}

/** What must hold as soon as the program has gone, however it went. */
function expectNothingLost(attack: Attack, attacked: Attacked, output: string): readonly RunEvent[] {
  const where = `${attack.signal} at line ${attack.lines}`;
  const [journal = ''] = arena.journals(output);
  const kept = journal.slice(0, journal.lastIndexOf('\n') + 1);
  const told = attacked.stdout.slice(0, attacked.stdout.lastIndexOf('\n') + 1);
  expect(kept.startsWith(told), `${where}: everything that was told is in the journal`).toBe(true);
  expect(attacked.stderr, where).not.toMatch(/Error:|RN-INTERNAL/);
  const events = wholeEvents(kept);
  const finished = events.at(-1)?.type === 'run.finished' ? events.at(-1) : undefined;
  const exitCode = EXIT_CODES[attack.signal];
  if (exitCode !== undefined && events.length > 0) {
    expect(finished, `${where}: ends in order`).toBeDefined();
    // The signal may come when the work is done: then it ends as it would have.
    expect([exitCode, 3, 0], where).toContain(finished?.type === 'run.finished' ? finished.exitCode : -1);
    if (attacked.killedBy === null)
      expect(attacked.code, where).toBe(finished?.type === 'run.finished' ? finished.exitCode : -1);
  }
  return events;
}

/** True when nothing is left to be done: the run had written its last event after its last step. */
function hadEnded(events: readonly RunEvent[]): boolean {
  const last = events.at(-1);
  return last?.type === 'run.finished' && last.reason?.id !== 'RN-CANCELLED';
}

async function attackAndResume(
  attack: Attack,
  output: string,
  expected: { readonly code: number | null; readonly outcome: unknown },
): Promise<void> {
  const where = `${attack.signal} at line ${attack.lines} (${output})`;
  const attacked = await arena.run([...SHORT_RUN, '--output', output], attack);
  const events = expectNothingLost(attack, attacked, output);
  const before = arena.journals(output)[0] ?? '';
  const resumed = await arena.run(['--ci', '--json', '--resume', '--output', output]);
  if (events.length === 0 || hadEnded(events)) {
    expect([resumed.code, resumed.stdout], where).toEqual([
      2,
      expect.stringContaining('RN-NOTHING-TO-RESUME'),
    ]);
  } else {
    expect(resumed.code, `${where}: ${resumed.stdout.slice(-2_000)}${resumed.stderr}`).toBe(expected.code);
    expect(outcomeOf(arena.results(output)), where).toEqual(expected.outcome);
    expect(arena.results(output).volatile.resumed?.before.at(-1)?.run, where).toBe(events[0]?.run);
    expect(arena.leftovers(output), where).toEqual([]);
  }
  expect(arena.journals(output)[0] ?? '', `${where}: the older journal is untouched`).toBe(before);
}

describe('a run on a stack that runs', () => {
  it(
    'survives SIGKILL at every event, and every other signal at one event of each kind',
    async () => {
      arena.shareStack('reference');
      const expected = await undisturbed('reference');
      const everywhere = Array.from(
        { length: expected.events.length + 1 },
        (_, lines): Attack => ({ lines, signal: 'SIGKILL' }),
      );
      const ofEachKind = oneOfEachKind(expected.events).flatMap((lines) =>
        SIGNALS.filter((signal) => signal !== 'SIGKILL').map((signal): Attack => ({ lines, signal })),
      );
      const attacks = [...sampled(everywhere, 5), ...sampled(ofEachKind, 4)];
      await inParallel(attacks, WIDTH, async (attack, index) => {
        const output = `shared-${index}`;
        arena.shareStack(output);
        await attackAndResume(attack, output, expected);
      });
      expect(arena.temporaryFiles()).toEqual([]);
      // A tool that a killed run had asked something may still be about to answer.
      await expect
        .poll(() => arena.processes(), { message: 'only the shared stack is left' })
        .toHaveLength(1);
    },
    SERIES_MS,
  );
});

describe('a run that starts its stack', () => {
  it(
    'leaves no process behind that stop does not end, whatever ends it on the way up',
    async () => {
      const expected = await undisturbed('own');
      await arena.run(['stop', '--wipe', '--output', 'own']);
      const from =
        expected.events.findIndex((event) => event.type === 'step.started' && event.step === 'start') + 1;
      const to = expected.events.findIndex((event) => event.type === 'stack.ready') + 1;
      const lines = Array.from({ length: to - from + 1 }, (_, index) => from + index);
      const attacks = [
        ...lines
          .filter((_, index) => index % 5 === 0)
          .map((at): Attack => ({ lines: at, signal: 'SIGKILL' })),
        ...[from, Math.floor((from + to) / 2), to].flatMap((at) =>
          SIGNALS.filter((signal) => signal !== 'SIGKILL').map((signal): Attack => ({ lines: at, signal })),
        ),
      ];
      await inParallel(attacks, WIDTH, async (attack, index) => {
        const output = `own-${index}`;
        await attackAndResume(attack, output, expected);
        await arena.run(['stop', '--wipe', '--output', output]);
        const message = `${attack.signal} at line ${attack.lines}`;
        await expect.poll(() => arena.processes(output), { message }).toEqual([]);
      });
      expect(arena.temporaryFiles()).toEqual([]);
    },
    SERIES_MS,
  );
});
