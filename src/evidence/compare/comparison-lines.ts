import { plain } from '../../proof/plain-text.ts';
import { VERDICT_WORDS } from '../../proof/report/buyer-words.ts';
import type { Change, Comparison } from './compare-runs.ts';

/** Most changes of one kind that are told one by one. */
const MOST_LINES = 40;

/** A comparison for a person. */
export function comparisonLines(comparison: Comparison): readonly string[] {
  const { before, after } = comparison.verdict;
  const verdict =
    before === after
      ? `verdict   ${VERDICT_WORDS[after]}, as before`
      : `verdict   ${VERDICT_WORDS[before]} → ${VERDICT_WORDS[after]}`;
  const sections: readonly [string, readonly Change[]][] = [
    ['checks', comparison.verdicts],
    ['reasons', comparison.reasons],
    ['versions', comparison.versions],
    ['pins', comparison.pins],
    ['routes', comparison.routes],
    ['latency', comparison.latency],
  ];
  const changed = sections.filter(([, changes]) => changes.length > 0);
  return [
    verdict,
    comparison.sameOutcome ? 'outcome   every check ended alike' : 'outcome   not every check ended alike',
    ...changed.flatMap(([title, changes]) => section(title, changes)),
    ...(changed.length === 0 ? ['Nothing else changed.'] : []),
  ];
}

function section(title: string, changes: readonly Change[]): readonly string[] {
  const lines = changes.slice(0, MOST_LINES).map(({ what, before, after }) => {
    const from = before === undefined ? 'was not there' : plain(before, 120);
    const to = after === undefined ? 'is gone' : plain(after, 120);
    return `  ${plain(what, 120)}: ${from} → ${to}`;
  });
  const more = changes.length > MOST_LINES ? [`  and ${changes.length - MOST_LINES} more`] : [];
  return ['', title, ...lines, ...more];
}
