import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { resultsSchema } from '../../../src/proof/report/results.ts';
import { eventsOf } from '../program.ts';

/**
 * Expects of a run folder that nothing in it is half-written: no temporary file is left, every file is its owner's alone,
 * the journal ends with the run's last event, and what stands beside it can be read.
 */
export function expectWholeFiles(folder: string): void {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  expect(files.filter((file) => /\.tmp$|\.writable-/.test(file))).toEqual([]);
  for (const file of files) {
    const { mode } = statSync(join(folder, file));
    expect([file, mode & 0o077]).toEqual([file, 0]);
  }
  const journal = readFileSync(join(folder, 'journal.ndjson'), 'utf8');
  expect(journal.endsWith('\n')).toBe(true);
  expect(eventsOf(journal).at(-1)?.type).toBe('run.finished');
  const results = join(folder, 'results.json');
  if (existsSync(results)) resultsSchema.parse(JSON.parse(readFileSync(results, 'utf8')));
  expect(existsSync(join(folder, 'bundle.tar.gz'))).toBe(existsSync(join(folder, 'bundle.tar.gz.sha256')));
}
