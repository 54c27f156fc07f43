import type { ReportedCheck } from '../../../proof/report/results.ts';
import { type Markup, markup, NOTHING } from '../markup.ts';

/** The story of a check: what was asked, what had to come, what came, what that shows. Nothing where none is told. */
export function storySection({ story = [], leaves }: ReportedCheck): Markup {
  const left = leaves === undefined ? NOTHING : markup`<p>Stays in the stack: ${leaves}</p>\n`;
  if (story.length === 0) return left;
  return markup`<table>
<caption>What was asked and answered, in order</caption>
<thead><tr><th scope="col" class="number">Step</th><th scope="col">Asked</th><th scope="col">Expected</th><th scope="col">Observed</th><th scope="col">Shows</th></tr></thead>
<tbody>
${story.map(
  ({ status, asked, expected, observed, shows }, index) =>
    markup`<tr><td class="number">${index + 1}</td><td>${asked}</td><td>${expected}</td><td><span class="verdict ${status}">${status}</span> ${observed}</td><td>${shows}</td></tr>\n`,
)}</tbody>
</table>
${left}`;
}
