import { mdText } from './markdown-text.ts';
import type { ReportedCheck } from './results.ts';

/** The story of a check as a table, one row a step; nothing for a check that tells none. */
export function storyTable({ story = [], leaves }: ReportedCheck): readonly string[] {
  const rows = story.map(
    ({ status, asked, expected, observed, shows }, index) =>
      `| ${index + 1} | ${mdText(asked)} | ${mdText(expected)} | **${status}** ${mdText(observed)} | ${mdText(shows)} |`,
  );
  const left = leaves === undefined ? [] : [`Stays in the stack: ${mdText(leaves)}`];
  if (rows.length === 0) return left;
  const table = [
    '| Step | Asked | Expected | Observed | Shows |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ];
  return left.length === 0 ? table : [...table, '', ...left];
}
