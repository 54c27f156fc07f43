import { asDocumented } from '../../proof/report/document-commands.ts';
import type { ReportedCheck, Results } from '../../proof/report/results.ts';
import { runFactsOf } from '../../proof/report/run-facts.ts';
import { type Standing, standing, whyNot } from './check-facts.ts';

/** A check that stands for "there was none": a report without tests would be green. */
const NO_CHECKS = {
  name: 'at-least-one-check',
  status: 'failed',
  duration: 0,
  suite: ['proof', 'run'],
  message: 'PR-NO-CHECKS: no check was run, so nothing is proven',
} as const;

/**
 * Writes `results.ctrf.json`, Common Test Report Format 0.0.0 (https://ctrf.io). What the format has no field for
 * stands under `extra` with a dotted key.
 */
export function renderCtrf(found: Results): string {
  const results = asDocumented(found);
  const { checks, volatile, tool, profile } = results;
  const start = Date.parse(volatile.startedAt);
  const stop = Math.max(start, Date.parse(volatile.writtenAt));
  const took = runFactsOf(results);
  const tests =
    checks.length === 0
      ? [NO_CHECKS]
      : checks.map((check) => testOf(check, took.get(check.id)?.totalMs ?? 0));
  const count = (status: Standing) => tests.filter((test) => test.status === status).length;
  const report = {
    reportFormat: 'CTRF',
    specVersion: '0.0.0',
    timestamp: volatile.writtenAt,
    generatedBy: `bus-setup ${tool.version}`,
    results: {
      tool: { name: 'bus-setup', version: tool.version },
      summary: {
        tests: tests.length,
        passed: count('passed'),
        failed: count('failed'),
        skipped: count('skipped'),
        pending: 0,
        other: 0,
        start,
        stop,
      },
      tests,
      environment: { appName: profile.title, testEnvironment: profile.tier },
      extra: {
        'busdk.verdict': results.verdict,
        'busdk.verdictDigest': results.verdictDigest,
        'busdk.profile': profile.id,
        'busdk.run': volatile.run,
      },
    },
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

function testOf(check: ReportedCheck, ms: number) {
  const why = whyNot(check);
  return {
    name: check.id,
    status: standing(check),
    duration: Math.round(ms),
    suite: ['proof', check.group],
    rawStatus: check.status,
    ...(why === '' ? {} : { message: why }),
    extra: {
      'busdk.title': check.title,
      'busdk.required': check.required,
      'busdk.proves': check.proves,
      'busdk.doesNotProve': check.doesNotProve,
      'busdk.service': check.service,
      'busdk.module': check.module,
      'busdk.command': check.command,
      ...(check.url === undefined ? {} : { 'busdk.url': check.url }),
      ...(check.reason === undefined ? {} : { 'busdk.next': check.reason.next }),
    },
  };
}
