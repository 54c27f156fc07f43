import { describe, expect, it } from 'vitest';
import { statementOf } from '../../src/evidence/formats/statement.ts';
import { renderedFiles } from '../../src/evidence/rendered-files.ts';
import { overallVerdict } from '../../src/proof/report/overall-verdict.ts';
import { type Results, resultsSchema } from '../../src/proof/report/results.ts';
import { verdictDigest } from '../../src/proof/report/verdict-digest.ts';
import { bytesOf, sampleResults } from './sample-results.ts';

const MANY = 5_000;

/** Results of many checks, made of those of the sample. */
function manyResults(): Results {
  const { checks: few, ...rest } = sampleResults();
  const checks = Array.from({ length: MANY }, (_, index) => {
    const check = few[index % few.length];
    if (check === undefined) throw new Error('no checks');
    return { ...check, id: `check-${index}` };
  });
  const count = (status: string) => checks.filter((check) => check.status === status).length;
  return resultsSchema.parse({
    ...rest,
    checks,
    verdict: overallVerdict(checks.map((check) => ({ ...check, latencyMs: 0, exchanges: [] }))).verdict,
    counts: { pass: count('PASS'), skip: count('SKIP'), fail: count('FAIL') },
    verdictDigest: verdictDigest(checks),
    volatile: {
      ...rest.volatile,
      latencies: checks.map(({ id }) => ({ check: id, totalMs: 1_000, exchangesMs: [4, 5] })),
      answerHeaders: [],
    },
  });
}

describe('five thousand checks', () => {
  it('are all in each format; only report.md leaves some out, and says so', () => {
    const results = manyResults();
    const files = new Map(renderedFiles(results));
    const textOf = (path: string) => files.get(path) ?? '';
    const times = (path: string, pattern: RegExp) => textOf(path).match(pattern)?.length;
    expect(times('results.junit.xml', /<testcase /g)).toBe(MANY);
    expect(textOf('results.junit.xml')).toContain(`tests="${MANY}" failures="0" errors="0"`);
    expect(textOf('results.junit.xml')).toContain('time="5000.000"');
    expect(JSON.parse(textOf('results.ctrf.json')).results.tests).toHaveLength(MANY);
    expect(times('report.html', /<details /g)).toBe(MANY);
    expect(times('report.html', /1000 ms<\/td>/g)).toBe(MANY);
    expect(times('replay.sh', /^(?:begin|skip) check-/gm)).toBe(MANY);
    expect([...files.keys()].filter((path) => path.startsWith('http/'))).toHaveLength(MANY);
    expect(textOf('report.md').length).toBeLessThanOrEqual(65_536);
    expect(textOf('report.md')).toContain(`There are ${MANY} checks, too many for one page`);
    const { predicate } = statementOf(results, bytesOf(results));
    expect(predicate.passedTests.length + predicate.busdkSkippedTests.length).toBe(MANY);
  });
});
