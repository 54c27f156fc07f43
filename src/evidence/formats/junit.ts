import { asDocumented } from '../../proof/report/document-commands.ts';
import type { ReportedCheck, Results } from '../../proof/report/results.ts';
import { type RunFacts, runFactsOf } from '../../proof/report/run-facts.ts';
import { byGroup, standing, whyNot } from './check-facts.ts';
import { type Markup, markup, NOTHING } from './markup.ts';

/**
 * Writes `results.junit.xml` (https://github.com/testmoapp/junitxml). GitLab shows `classname` as its suite column, and
 * some readers show the message of a failure, others its text: the reason stands in both.
 */
export function renderJunit(found: Results): string {
  const results = asDocumented(found);
  const { checks, volatile } = results;
  const took = runFactsOf(results);
  const suites =
    checks.length === 0
      ? [emptySuite(volatile.startedAt)]
      : [...byGroup(checks)].map(([group, of]) => suite(group, of, took, volatile.startedAt));
  const failures = checks.length === 0 ? 1 : count(checks, 'failed');
  const total = seconds(sumOf(checks, took));
  return markup`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="bus-setup proof" tests="${Math.max(1, checks.length)}" failures="${failures}" errors="0" skipped="${count(checks, 'skipped')}" time="${total}">
${suites}</testsuites>
`.text;
}

function suite(
  group: string,
  checks: readonly ReportedCheck[],
  took: ReadonlyMap<string, RunFacts>,
  startedAt: string,
): Markup {
  const total = seconds(sumOf(checks, took));
  return markup`  <testsuite name="proof.${group}" tests="${checks.length}" failures="${count(checks, 'failed')}" errors="0" skipped="${count(checks, 'skipped')}" time="${total}" timestamp="${stamp(startedAt)}">
${checks.map((check) => testcase(check, took.get(check.id)?.totalMs ?? 0))}  </testsuite>
`;
}

function testcase(check: ReportedCheck, ms: number): Markup {
  return markup`    <testcase classname="proof.${check.group}" name="${check.id}" time="${seconds(ms)}">${outcome(check)}</testcase>
`;
}

function outcome(check: ReportedCheck): Markup {
  const why = whyNot(check);
  switch (standing(check)) {
    case 'passed':
      return check.observed === undefined ? NOTHING : markup`<system-out>${check.observed}</system-out>`;
    case 'skipped':
      return markup`<skipped message="${why}">${why}</skipped>`;
    case 'failed':
      return markup`<failure message="${why}" type="${check.reason?.id ?? check.status}">${why}
Next step: ${check.reason?.next ?? 'none'}
${check.command}</failure>`;
  }
}

/** A proof without checks proves nothing; a file without test cases would be green. */
function emptySuite(startedAt: string): Markup {
  const why = 'PR-NO-CHECKS: no check was run, so nothing is proven';
  return markup`  <testsuite name="proof.run" tests="1" failures="1" errors="0" skipped="0" time="0.000" timestamp="${stamp(startedAt)}">
    <testcase classname="proof.run" name="at-least-one-check" time="0.000"><failure message="${why}" type="PR-NO-CHECKS">${why}</failure></testcase>
  </testsuite>
`;
}

function count(checks: readonly ReportedCheck[], wanted: 'failed' | 'skipped'): number {
  return checks.filter((check) => standing(check) === wanted).length;
}

function sumOf(checks: readonly ReportedCheck[], took: ReadonlyMap<string, RunFacts>): number {
  return checks.reduce((sum, { id }) => sum + (took.get(id)?.totalMs ?? 0), 0);
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(3);
}

/** The format knows no fractions and no zone. */
function stamp(time: string): string {
  return time.slice(0, 19);
}
