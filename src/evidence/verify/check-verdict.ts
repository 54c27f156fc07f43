import { overallVerdict } from '../../proof/report/overall-verdict.ts';
import type { ReportedCheck, Results } from '../../proof/report/results.ts';
import { verdictDigest } from '../../proof/report/verdict-digest.ts';
import { type Point, Problems } from './verification.ts';

/** The verdict, the counts and the digest follow from the checks, and each check says why it ended as it did. */
export function checkVerdict(results: Results): Point {
  const problems = new Problems();
  const { checks, counts, verdict } = results;
  const count = (status: ReportedCheck['status']) => checks.filter((check) => check.status === status).length;
  const expected = overallVerdict(checks.map((check) => ({ ...check, latencyMs: 0, exchanges: [] }))).verdict;
  if (verdict !== expected)
    problems.add('EV-VERDICT-WRONG', `it says ${verdict}, the checks give ${expected}`);
  const counted = { pass: count('PASS'), skip: count('SKIP'), fail: count('FAIL') };
  if (counted.pass !== counts.pass || counted.skip !== counts.skip || counted.fail !== counts.fail) {
    problems.add('EV-VERDICT-WRONG', 'the counts');
  }
  if (results.verdictDigest !== verdictDigest(checks)) problems.add('EV-VERDICT-WRONG', 'the verdict digest');
  for (const check of checks) {
    const passed = check.status === 'PASS';
    if (passed !== (check.reason === undefined) || (passed && (check.observed ?? '') === '')) {
      problems.add('EV-VERDICT-WRONG', `${check.id} is ${check.status}, and does not say why`);
    }
  }
  return problems.point(
    { id: 'verdict', broken: 'The verdict does not follow from the checks.' },
    {
      status: 'holds',
      says: `${verdict} follows from the checks, and so do the counts and the verdict digest.`,
    },
  );
}
