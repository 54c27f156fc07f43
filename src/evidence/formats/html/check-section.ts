import { hopText } from '../../../proof/hops.ts';
import type { ReportedCheck, Results } from '../../../proof/report/results.ts';
import { type RunFacts, runFactsOf } from '../../../proof/report/run-facts.ts';

import { type Markup, markup, NOTHING } from '../markup.ts';
import { storySection } from './story.ts';

/** One row a check, each with a link to its section. */
export function checkTable(results: Results): Markup {
  const { checks } = results;
  const took = runFactsOf(results);
  if (checks.length === 0) return markup`<p>No check was run, so nothing is proven.</p>`;
  return markup`<table>
<caption>Every check, in the order of the proof</caption>
<thead><tr><th scope="col">Result</th><th scope="col">Check</th><th scope="col">Required</th><th scope="col">Service</th><th scope="col" class="number">Took</th><th scope="col">Reason</th></tr></thead>
<tbody>
${checks.map(
  (
    check,
    index,
  ) => markup`<tr><td>${verdictMark(check.status)}</td><td><a href="#check-${index + 1}">${check.id}</a></td><td>${check.required ? 'yes' : 'no'}</td><td>${check.service}</td><td class="number">${Math.round(took.get(check.id)?.totalMs ?? 0)} ms</td><td>${check.reason?.id ?? ''}</td></tr>
`,
)}</tbody>
</table>`;
}

/** One section a check; what did not pass is open. */
export function checkSections(results: Results): readonly Markup[] {
  const took = runFactsOf(results);
  return results.checks.map((check, index) => section(check, took.get(check.id), index + 1));
}

/** A verdict in its colour; the word itself says it too. */
export function verdictMark(verdict: ReportedCheck['status']): Markup {
  return markup`<span class="verdict ${verdict}">${verdict}</span>`;
}

function section(check: ReportedCheck, took: RunFacts | undefined, number: number): Markup {
  const open = check.status === 'PASS' ? NOTHING : markup` open`;
  return markup`<details id="check-${number}"${open}>
<summary>${verdictMark(check.status)} ${check.title}</summary>
<dl>
${outcome(check)}<dt>Proves</dt><dd>${check.proves}</dd>
<dt>Does not prove</dt><dd>${check.doesNotProve}</dd>
<dt>Check</dt><dd><code>${check.id}</code>, ${check.required ? 'required' : 'optional'}</dd>
<dt>Service, module</dt><dd><code>${check.service}</code>, <code>${check.module}</code></dd>
${check.url === undefined ? NOTHING : markup`<dt>URL</dt><dd><code>${check.url}</code></dd>\n`}${(took?.hops ?? []).map((hop, index) => markup`${index === 0 ? markup`<dt>Time of each hop</dt>` : NOTHING}<dd>${hopText(hop)}</dd>\n`)}</dl>
${storySection(check)}<p>Repeat its main call:</p>
<pre>${check.command}</pre>
${calls(check, took)}</details>
`;
}

function outcome({ reason, observed }: ReportedCheck): Markup {
  if (reason === undefined) return markup`<dt>Observed</dt><dd>${observed ?? ''}</dd>\n`;
  const detail = reason.detail === undefined ? NOTHING : markup`<dt>Seen</dt><dd>${reason.detail}</dd>\n`;
  return markup`<dt>Reason</dt><dd><code>${reason.id}</code> (${reason.class}): ${reason.sentence}</dd>
${detail}<dt>Next step</dt><dd><code>${reason.next}</code></dd>
`;
}

function calls(check: ReportedCheck, took: RunFacts | undefined): Markup {
  if (check.exchanges.length === 0) return NOTHING;
  return markup`<table>
<caption>Its calls</caption>
<thead><tr><th scope="col">Call</th><th scope="col">Made</th><th scope="col" class="number">Status</th><th scope="col" class="number">Took</th></tr></thead>
<tbody>
${check.exchanges.map(
  (
    { method, url, purpose, status },
    index,
  ) => markup`<tr><td><code>${method} ${url}</code></td><td>${purpose}</td><td class="number">${status ?? 'no answer'}</td><td class="number">${took?.exchangesMs[index] ?? '?'} ms</td></tr>
`,
)}</tbody>
</table>
`;
}
