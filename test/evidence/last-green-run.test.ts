import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lastGreenRun } from '../../src/evidence/compare/last-green-run.ts';
import type { Results } from '../../src/proof/report/results.ts';
import { temporaryFolder } from '../fixtures/test-host.ts';
import { bytesOf, failing, sampleResults } from './sample-results.ts';

const signal = new AbortController().signal;

function runs(root: string, results: Readonly<Record<string, Results>>): void {
  for (const [name, each] of Object.entries(results)) {
    mkdirSync(join(root, name));
    writeFileSync(join(root, name, 'results.json'), bytesOf(each));
  }
}

/** Green results with a run id of their own. */
function green(run: string): Results {
  const results = sampleResults();
  return { ...results, volatile: { ...results.volatile, run } };
}

describe('the last green run', () => {
  it('is the nearest before this one, of the same profile, that passed', async () => {
    const root = temporaryFolder();
    const red = sampleResults({ change: (check) => failing(check, 'x') });
    const other = green('other');
    runs(root, {
      '20260101T000000Z-aaaaaa': green('oldest'),
      '20260102T000000Z-aaaaaa': green('wanted'),
      '20260103T000000Z-aaaaaa': { ...other, profile: { ...other.profile, id: 'compose' } },
      '20260104T000000Z-aaaaaa': red,
      '20260106T000000Z-aaaaaa': green('later'),
    });
    mkdirSync(join(root, '20260104T120000Z-aaaaaa'));
    const found = await lastGreenRun(join(root, '20260105T000000Z-aaaaaa'), 'embedded', signal);
    expect(found?.results.volatile.run).toBe('wanted');
  });

  it('is nothing where there is none', async () => {
    expect(await lastGreenRun(join(temporaryFolder(), 'first'), 'embedded', signal)).toBeUndefined();
    expect(await lastGreenRun('/no/such/folder/run', 'embedded', signal)).toBeUndefined();
  });
});
