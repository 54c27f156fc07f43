import { validateStrict } from 'ctrf';
import { parse, type TestSuites } from 'junit2json';
import { describe, expect, it } from 'vitest';
import { renderCtrf } from '../../src/evidence/formats/ctrf.ts';
import { renderHtml } from '../../src/evidence/formats/html/report.ts';
import { renderJunit } from '../../src/evidence/formats/junit.ts';
import { renderReplay } from '../../src/evidence/formats/replay-script.ts';
import { statementOf } from '../../src/evidence/formats/statement.ts';
import type { Results } from '../../src/proof/report/results.ts';
import { reason } from '../../src/reasons/catalog.ts';
import { bytesOf, SAMPLE, sampleResults } from './sample-results.ts';
import { pointOf, sealed, verified } from './sealed.ts';

/** A run that was cancelled after `done` of its checks; the runner skips the rest. */
function interrupted(done: number): Results {
  let seen = 0;
  return sampleResults({
    change: (check) => {
      if (check.status === 'SKIP' || seen++ < done) return check;
      const { observed: _observed, ...rest } = check;
      return { ...rest, status: 'SKIP', reason: reason('PR-CANCELLED', 'cancelled before it was started') };
    },
  });
}

describe('a run that was interrupted', () => {
  it.each([0, 1, 7, SAMPLE.required - 1])('after %i checks is green nowhere, and says why', async (done) => {
    const results = interrupted(done);
    expect(results.verdict).toBe('FAILED');
    const { predicate } = statementOf(results, bytesOf(results));
    expect(predicate.result).toBe('FAILED');
    expect(predicate.passedTests).toHaveLength(done);
    expect(predicate.busdkSkippedTests.filter(({ required }) => required)).toHaveLength(
      SAMPLE.required - done,
    );
    const junit = (await parse(renderJunit(results))) as TestSuites;
    expect(junit.failures).toBe(SAMPLE.required - done);
    const ctrf = JSON.parse(renderCtrf(results));
    expect(() => validateStrict(ctrf)).not.toThrow();
    expect(ctrf.results.summary.failed).toBe(SAMPLE.required - done);
    expect(renderHtml(results)).toContain('<title>Proof: FAILED</title>');
    expect(renderReplay(results)).toContain("'it was SKIP in the proof'");
    const verification = await verified(await sealed(results));
    expect(verification).toMatchObject({ sound: true, verdict: 'FAILED' });
    expect(pointOf(verification, 'verdict').says).toContain('FAILED follows');
  });

  it('with no check at all is green nowhere', async () => {
    const verification = await verified(await sealed(sampleResults({ change: () => undefined })));
    expect(verification.verdict).toBe('FAILED');
    expect(verification.sound).toBe(false);
  });
});
