import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { reason } from '../../src/reasons/catalog.ts';
import { SetupError } from '../../src/reasons/setup-error.ts';
import type { RunEvent } from '../../src/steps/events.ts';
import { openJournal } from '../../src/steps/journal.ts';
import { createRunRecord } from '../../src/steps/run-record.ts';
import { EMPTY_RUN } from '../../src/steps/run-state.ts';
import { temporaryFolder, testHost } from '../fixtures/test-host.ts';

const LINE = { type: 'log.line', source: 's', line: 'l' } as const;
const PASSED = { verdict: 'done', exitCode: 0 } as const;

function opened() {
  const told: RunEvent[] = [];
  const record = createRunRecord(
    testHost(),
    { text: (input) => input },
    (event) => told.push(event),
    () => EMPTY_RUN,
  );
  const journal = openJournal(temporaryFolder());
  record.keepIn(journal);
  return { record, journal, told };
}

describe('the record of a run', () => {
  it('tells the faces exactly what is in the journal', () => {
    const { record, journal, told } = opened();
    record.emit(LINE);
    record.finish(PASSED);
    const lines = readFileSync(journal.path, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(told);
    expect(told.map(({ type }) => type)).toEqual(['log.line', 'run.finished']);
  });

  it('holds nothing after its last event', () => {
    const { record, journal, told } = opened();
    record.finish({ verdict: 'incomplete', exitCode: 130, reason: reason('RN-CANCELLED') });
    record.emit(LINE);
    expect(told).toHaveLength(1);
    expect(readFileSync(journal.path, 'utf8').trimEnd().split('\n')).toHaveLength(1);
    expect(() => journal.append({ ...told[0] } as RunEvent)).toThrow('RN-OUTPUT-UNUSABLE');
  });

  it('goes on for the faces, without a gap, when the journal cannot be written any more, and says so', () => {
    const { record, journal, told } = opened();
    record.emit(LINE);
    journal.close(); // what a full disk is to a program: the next write fails
    record.emit(LINE);
    record.emit(LINE);
    record.finish(PASSED);
    expect(told.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect(told.at(-1)?.type).toBe('run.finished');
    expect(record.broken.aborted).toBe(true);
    expect(record.broken.reason).toBeInstanceOf(SetupError);
  });
});
