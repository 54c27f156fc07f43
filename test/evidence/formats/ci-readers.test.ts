import { findTest, validateStrict } from 'ctrf';
import { parse, type TestCase, type TestSuites } from 'junit2json';
import { describe, expect, it } from 'vitest';
import { renderCtrf } from '../../../src/evidence/formats/ctrf.ts';
import { renderJunit } from '../../../src/evidence/formats/junit.ts';
import { reason } from '../../../src/reasons/catalog.ts';
import { failing, SAMPLE, sampleResults } from '../sample-results.ts';

const HOSTILE = 'a\u0000b\u001b[31m ]]> <script>alert(1)</script> "\' & \ud800 \ufffe\nsecond line';

/** A proof with a PASS, a FAIL that quotes a hostile service, a required SKIP and an optional one. */
const mixed = () =>
  sampleResults({
    change: (check) => {
      if (check.id === 'models') return failing(check, HOSTILE);
      if (check.id !== 'portal') return check;
      const { observed: _observed, ...rest } = check;
      return { ...rest, status: 'SKIP', reason: reason('PR-NOT-SELECTED', 'left out of this run') };
    },
  });

async function cases(xml: string): Promise<readonly TestCase[]> {
  const { testsuite } = (await parse(xml)) as TestSuites;
  return (testsuite ?? []).flatMap(({ testcase }) => testcase ?? []);
}

describe('results.junit.xml, read by junit2json', () => {
  it('has every check with its group, its seconds and its outcome', async () => {
    const document = (await parse(renderJunit(mixed()))) as TestSuites;
    expect([document.tests, document.failures]).toEqual([SAMPLE.checks, 2]);
    const all = await cases(renderJunit(mixed()));
    expect(all).toHaveLength(SAMPLE.checks);
    const models = all.find(({ name }) => name === 'models');
    expect(models?.classname).toBe('proof.llm');
    expect(models?.time).toBeCloseTo(0.012, 3);
    expect(models?.failure?.[0]?.message).toContain('PR-UNEXPECTED');
    expect(models?.failure?.[0]?.inner).toContain('<script>alert(1)</script>');
    expect(models?.failure?.[0]?.inner).not.toMatch(/[\u0000\u001b\ud800\ufffe]/);
    expect(all.find(({ name }) => name === 'live-codex')?.skipped?.[0]?.message).toContain('PR-NOT-SELECTED');
  });

  it('is red for a required check that was skipped, and for a proof without checks', async () => {
    const portal = (await cases(renderJunit(mixed()))).find(({ name }) => name === 'portal');
    expect(portal?.failure?.[0]?.message).toContain('required, and skipped');
    const nothing = (await parse(renderJunit(sampleResults({ change: () => undefined })))) as TestSuites;
    expect(nothing.failures).toBe(1);
  });
});

describe('results.ctrf.json, read by ctrf', () => {
  it('satisfies the published schema', () => {
    for (const results of [mixed(), sampleResults(), sampleResults({ change: () => undefined })]) {
      expect(() => validateStrict(JSON.parse(renderCtrf(results)))).not.toThrow();
    }
  });

  it('is red for a required check that was skipped, and for a proof without checks', () => {
    const report = JSON.parse(renderCtrf(mixed()));
    expect(report.results.summary).toMatchObject({
      tests: SAMPLE.checks,
      passed: SAMPLE.required - 2,
      failed: 2,
      skipped: SAMPLE.optional,
    });
    expect(findTest(report, { name: 'portal' })).toMatchObject({ status: 'failed', rawStatus: 'SKIP' });
    const nothing = JSON.parse(renderCtrf(sampleResults({ change: () => undefined })));
    expect(nothing.results.summary.failed).toBe(1);
  });
});
