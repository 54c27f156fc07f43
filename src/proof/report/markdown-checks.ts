import { mdCode, mdShell, mdText } from './markdown-text.ts';
import type { ReportedCheck, Results } from './results.ts';

/** How much of each check is shown. */
export type Detail = 'calls' | 'commands' | 'reasons';

/** One row a check: result, service, latency and reason. */
export function checkTable(results: Results): string {
  if (results.checks.length === 0) return 'No check was run, so nothing is proven.';
  const rows = results.checks.map((check) => {
    const cells = [
      check.status,
      mdCode(check.id),
      check.required ? 'yes' : 'no',
      mdCode(check.service),
      ms(results, check.id),
    ];
    return `| ${[...cells, check.reason === undefined ? '' : mdCode(check.reason.id)].join(' | ')} |`;
  });
  return [
    '| Result | Check | Required | Service | Took | Reason |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

/** One section a check. */
export function checkSections(results: Results, detail: Detail): readonly string[] {
  return results.checks.map((check) => section(results, check, detail));
}

function section(results: Results, check: ReportedCheck, detail: Detail): string {
  const lines = [`### ${check.status} - ${mdText(check.title)}`, '', ...facts(results, check)];
  if (detail !== 'reasons') lines.push('', mdShell(check.command));
  if (detail === 'calls' && check.exchanges.length > 0) lines.push('', ...calls(results, check));
  return lines.join('\n');
}

function facts(results: Results, check: ReportedCheck): readonly string[] {
  const { reason } = check;
  const why =
    reason === undefined
      ? [`- Observed: ${mdText(check.observed ?? '')}`]
      : [
          `- Reason: ${mdCode(reason.id)} (${reason.class}): ${mdText(reason.sentence)}`,
          ...(reason.detail === undefined ? [] : [`- Seen: ${mdText(reason.detail, 600)}`]),
          `- Next step: ${mdText(reason.next)}`,
        ];
  return [
    ...why,
    `- Proves: ${mdText(check.proves)}`,
    `- Does not prove: ${mdText(check.doesNotProve)}`,
    `- Check ${mdCode(check.id)}, service ${mdCode(check.service)}, module ${mdCode(check.module)}, took ${ms(results, check.id)}`,
    ...(check.url === undefined ? [] : [`- URL: ${mdCode(check.url)}`]),
  ];
}

function calls(results: Results, check: ReportedCheck): readonly string[] {
  const took = results.volatile.latencies.find((entry) => entry.check === check.id)?.exchangesMs ?? [];
  const rows = check.exchanges.map(({ method, url, status, purpose }, index) => {
    const path = url.replace(/^https?:\/\/[^/]+/, '').replace(/\?.*$/, '');
    return `| ${method} ${mdCode(path, 120)} | ${mdText(purpose)} | ${status ?? 'no answer'} | ${took[index] ?? '?'} ms |`;
  });
  return ['| Call | Made | Status | Took |', '| --- | --- | --- | --- |', ...rows];
}

function ms(results: Results, id: string): string {
  const entry = results.volatile.latencies.find(({ check }) => check === id);
  return entry === undefined ? '?' : `${Math.round(entry.totalMs)} ms`;
}
