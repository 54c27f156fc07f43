import { hopText } from '../hops.ts';
import { storyTable } from './markdown-story.ts';
import { mdCode, mdShell, mdText } from './markdown-text.ts';
import type { ReportedCheck, Results } from './results.ts';
import type { RunFacts } from './run-facts.ts';

/** How much of each check is shown, most first. */
export const DETAILS = ['calls', 'commands', 'reasons'] as const;
/** One of {@link DETAILS}. */
export type Detail = (typeof DETAILS)[number];

/** Facts of the run by check id. */
type Facts = ReadonlyMap<string, RunFacts>;

const TABLE_HEAD = [
  '| Result | Check | Required | Service | Took | Reason |',
  '| --- | --- | --- | --- | --- | --- |',
] as const;

/** One row a check: result, service, latency and reason. */
export function checkTable(checks: readonly ReportedCheck[], facts: Facts): string {
  if (checks.length === 0) return 'No check was run, so nothing is proven.';
  return [...TABLE_HEAD, ...checks.map((check) => row(check, facts))].join('\n');
}

/**
 * One section a check.
 * @param room most characters of all of them together
 * @returns undefined when they need more
 */
export function checkSections(
  { checks }: Results,
  facts: Facts,
  detail: Detail,
  room: number,
): readonly string[] | undefined {
  const sections: string[] = [];
  let left = room;
  for (const check of checks) {
    const text = section(check, facts.get(check.id), detail);
    left -= text.length;
    if (left < 0) return undefined;
    sections.push(text);
  }
  return sections;
}

/**
 * As much as there is room for: rows and then sections of what did not pass, then rows of what passed.
 * @param room most characters of all parts together
 */
export function shortenedChecks({ checks }: Results, facts: Facts, room: number): readonly string[] {
  const bad = checks.filter(({ status }) => status !== 'PASS');
  const good = checks.filter(({ status }) => status === 'PASS');
  const rows = fitting([...bad, ...good], (check) => row(check, facts), room / 2);
  const sections = fitting(
    bad,
    (check) => section(check, facts.get(check.id), 'reasons'),
    room - lengthOf(rows) - 1_000,
  );
  const note = `There are ${checks.length} checks, too many for one page. In the table are ${rows.length} of them, those that did not pass first, and ${sections.length} of the ${bad.length} that did not pass are described below. Everything is in results.json and report.html.`;
  return [note, [...TABLE_HEAD, ...rows].join('\n'), ...sections];
}

/** Texts of the first checks, as many as fit; each is followed by two line feeds at most. */
function fitting(
  checks: readonly ReportedCheck[],
  textOf: (check: ReportedCheck) => string,
  room: number,
): readonly string[] {
  const texts: string[] = [];
  let left = room;
  for (const check of checks) {
    const text = textOf(check);
    left -= text.length + 2;
    if (left < 0) return texts;
    texts.push(text);
  }
  return texts;
}

function lengthOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + text.length + 2, 0);
}

function row(check: ReportedCheck, facts: Facts): string {
  const cells = [
    check.status,
    mdCode(check.id),
    check.required ? 'yes' : 'no',
    mdCode(check.service),
    took(facts.get(check.id)),
    check.reason === undefined ? '' : mdCode(check.reason.id),
  ];
  return `| ${cells.join(' | ')} |`;
}

function section(check: ReportedCheck, facts: RunFacts | undefined, detail: Detail): string {
  const lines = [`### ${check.status} - ${mdText(check.title)}`, '', ...about(check, facts)];
  const story = detail === 'reasons' ? [] : storyTable(check);
  if (story.length > 0) lines.push('', ...story);
  if (detail !== 'reasons') lines.push('', mdShell(check.command));
  if (detail === 'calls' && check.exchanges.length > 0) lines.push('', ...calls(check, facts));
  return lines.join('\n');
}

function about(check: ReportedCheck, facts: RunFacts | undefined): readonly string[] {
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
    `- Check ${mdCode(check.id)}, service ${mdCode(check.service)}, module ${mdCode(check.module)}, took ${took(facts)}`,
    ...(check.url === undefined ? [] : [`- URL: ${mdCode(check.url)}`]),
    ...(facts === undefined || facts.hops.length === 0 ? [] : ['- Time of each hop:']),
    ...(facts?.hops ?? []).map((hop) => `  - ${mdText(hopText(hop))}`),
  ];
}

function calls(check: ReportedCheck, facts: RunFacts | undefined): readonly string[] {
  const rows = check.exchanges.map(({ method, url, status, purpose }, index) => {
    const path = url.replace(/^https?:\/\/[^/]+/, '').replace(/\?.*$/, '');
    const time = facts?.exchangesMs[index] ?? '?';
    return `| ${method} ${mdCode(path, 120)} | ${mdText(purpose)} | ${status ?? 'no answer'} | ${time} ms |`;
  });
  return ['| Call | Made | Status | Took |', '| --- | --- | --- | --- |', ...rows];
}

function took(facts: RunFacts | undefined): string {
  return facts === undefined ? '?' : `${Math.round(facts.totalMs)} ms`;
}
