import { readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/steps/events.ts';
import { openJournal } from '../../src/steps/journal.ts';
import { temporaryFolder } from '../fixtures/test-host.ts';

const event = (line: string): RunEvent => ({
  v: 1,
  run: 'r',
  seq: 1,
  t: 0,
  at: '2026-01-01T00:00:00.000Z',
  type: 'log.line',
  source: 's',
  line,
});

describe('openJournal', () => {
  it('has each event on disk as soon as it is appended, readable by the operator alone', () => {
    const folder = temporaryFolder();
    const journal = openJournal(folder);
    journal.append(event('one'));
    expect(readFileSync(journal.path, 'utf8')).toBe(`${JSON.stringify(event('one'))}\n`);
    journal.append(event('two'));
    expect(readFileSync(journal.path, 'utf8').trimEnd().split('\n')).toHaveLength(2);
    expect(statSync(journal.path).mode & 0o777).toBe(0o600);
    journal.close();
  });

  it('never touches a journal that is there', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'journal.ndjson'), 'older\n');
    const journal = openJournal(folder);
    journal.append(event('new'));
    journal.close();
    expect(journal.path).toBe(join(folder, 'journal-2.ndjson'));
    expect(readFileSync(join(folder, 'journal.ndjson'), 'utf8')).toBe('older\n');
  });

  it('does not follow a link that somebody has laid', () => {
    const folder = temporaryFolder();
    const victim = join(folder, 'victim');
    symlinkSync(victim, join(folder, 'journal.ndjson'));
    const journal = openJournal(folder);
    journal.append(event('x'));
    journal.close();
    expect(() => statSync(victim)).toThrow('ENOENT');
  });

  it('says that the folder cannot be used, with its reason id', () => {
    expect(() => openJournal(join(temporaryFolder(), 'missing'))).toThrow('RN-OUTPUT-UNUSABLE');
  });
});
