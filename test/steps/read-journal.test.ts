import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/steps/events.ts';
import { foldJournal } from '../../src/steps/read-journal.ts';
import { reduce } from '../../src/steps/reduce.ts';
import { EMPTY_RUN } from '../../src/steps/run-state.ts';
import { brokenOff } from './broken-off.ts';

const EVENTS = brokenOff();
const TEXT = EVENTS.map((event) => `${JSON.stringify(event)}\n`).join('');

const LINE_FEED = 0x0a;

/** The state after the first events. */
const stateAfter = (count: number) => EVENTS.slice(0, count).reduce(reduce, EMPTY_RUN);

/** How many lines of a text are whole; one that lacks only its line feed is. */
function wholeLines(cut: number): number {
  const bytes = Buffer.from(TEXT);
  const lines = bytes.subarray(0, cut).filter((byte) => byte === LINE_FEED).length;
  return lines + (bytes[cut] === LINE_FEED ? 1 : 0);
}

describe('a journal', () => {
  it('that was cut at any byte tells everything up to the torn line', () => {
    const bytes = Buffer.from(TEXT);
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      const reading = foldJournal(bytes.subarray(0, cut).toString());
      const whole = wholeLines(cut);
      if (whole === 0) expect(reading, `cut at ${cut}`).toEqual({ kind: 'empty' });
      else {
        const lastAt = EVENTS[whole - 1]?.at;
        expect(reading, `cut at ${cut}`).toEqual({ kind: 'run', state: stateAfter(whole), lastAt, lost: 0 });
      }
    }
  });

  it.each([
    ['noise', '\u0000\u0001 noise'],
    ['half an event', '{"v":1,"type":"log.line"'],
    ['an event of another run', JSON.stringify({ ...EVENTS[5], run: 'other' })],
    ['an event out of order', JSON.stringify({ ...EVENTS[5], seq: 9 })],
    ['an event of a newer format', JSON.stringify({ ...EVENTS[5], v: 2 })],
    ['nothing', ''],
  ])('with %s in the middle counts up to there, and tells how much does not', (_name, line) => {
    const lines = TEXT.trimEnd().split('\n');
    const damaged = lines.with(5, line);
    const reading = foldJournal(`${damaged.join('\n')}\n`);
    expect(reading).toMatchObject({ kind: 'run', state: stateAfter(5), lost: lines.length - 5 });
  });

  it.each([
    [0, 'older'],
    [2, 'newer'],
  ])('of format %i (%s) is told from a damaged one', (version) => {
    const first = { ...EVENTS[0], v: version } as unknown as RunEvent;
    expect(foldJournal(`${JSON.stringify(first)}\n`)).toEqual({ kind: 'version', version });
  });

  it('whose first line is no event is damaged', () => {
    expect(foldJournal('hello\nworld\n')).toMatchObject({ kind: 'damaged' });
  });
});
