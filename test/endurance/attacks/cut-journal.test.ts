import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foldJournal } from '../../../src/steps/read-journal.ts';
import { reduce } from '../../../src/steps/reduce.ts';
import { EMPTY_RUN, type RunState } from '../../../src/steps/run-state.ts';
import { sampled, THOROUGH } from '../thoroughness.ts';
import { Arena, wholeEvents } from './arena.ts';
import { expectResumes, type Undisturbed, undisturbed } from './ordeal.ts';

let arena: Arena;
let expected: Undisturbed;
let journal: Buffer;
/** The first byte behind each line. */
let ends: readonly number[];
beforeAll(async () => {
  arena = new Arena();
  await arena.startStack();
  expected = await undisturbed(arena);
  journal = Buffer.from(arena.journals('reference')[0] ?? '');
  ends = [...journal.entries()].flatMap(([place, byte]) => (byte === 0x0a ? [place + 1] : []));
});
afterAll(() => arena.close());

describe('the journal of a real run', () => {
  it('cut behind, before and within its lines tells all that stands before the cut', () => {
    const states: RunState[] = [EMPTY_RUN];
    for (const event of wholeEvents(journal.toString()))
      states.push(reduce(states.at(-1) ?? EMPTY_RUN, event));
    for (const [index, end] of sampled([...ends.entries()], 5)) {
      const before = ends[index - 1] ?? 0;
      // A line without its line feed is whole; one without its last brace is torn.
      for (const [cut, lines] of [
        [end, index + 1],
        [end - 1, index + 1],
        [end - 2, index],
        [Math.floor((before + end) / 2), index],
      ] as const) {
        const reading = foldJournal(journal.subarray(0, cut).toString());
        const told = lines === 0 ? { kind: 'empty' } : { kind: 'run', state: states[lines], lost: 0 };
        expect(reading, `cut at ${cut}`).toMatchObject(told);
      }
    }
  });

  it('that was cut goes on to the same end, and is not touched', async () => {
    const last = ends.length - 2;
    const sample = THOROUGH ? [...ends.keys()].slice(1, last + 1) : [1, last];
    for (const line of sample) {
      const output = `cut-${line}`;
      arena.shareStack(output);
      mkdirSync(join(arena.root, output), { recursive: true });
      const torn = (ends[line] ?? 0) + 20;
      writeFileSync(join(arena.root, output, 'journal.ndjson'), journal.subarray(0, torn), { mode: 0o600 });
      await expectResumes(arena, expected, output);
    }
  });
});
