import { BUYER_LEVELS, LIMITS_OF_SIGNATURES } from '../../../proof/report/buyer-levels.ts';
import { TIER_MEANINGS, VERDICT_WORDS } from '../../../proof/report/buyer-words.ts';
import { asDocumented, inDocument } from '../../../proof/report/document-commands.ts';
import type { Results } from '../../../proof/report/results.ts';
import { resumedSentence } from '../../../proof/report/resumed-sentence.ts';
import { Markup, markup } from '../markup.ts';
import { checkSections, checkTable, verdictMark } from './check-section.ts';
import { CONTENT_SECURITY_POLICY, STYLE } from './style.ts';

/**
 * Writes `report.html`: one file, no script, nothing loaded, readable in both themes, complete when printed. Whatever a
 * service answered is text in it and nothing else.
 */
export function renderHtml(found: Results): string {
  const results = asDocumented(found);
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${CONTENT_SECURITY_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Proof: ${VERDICT_WORDS[results.verdict]}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<main>
${head(results)}
<h2>What you can establish</h2>
${levels(results)}
<h2>Checks</h2>
${checkTable(results)}
${checkSections(results)}
<h2>Services</h2>
${services(results)}
<h2>Preflight</h2>
${preflight(results)}
<h2>Environment</h2>
${environment(results)}
<h2>Versions and addresses</h2>
${versions(results)}
</main>
</body>
</html>
`.text;
}

function head(results: Results): Markup {
  const { counts, profile, volatile, verdict } = results;
  const resumed = resumedSentence(results);
  return markup`<h1>Proof: <span class="${verdict}">${VERDICT_WORDS[verdict]}</span></h1>
<p>${counts.pass} passed, ${counts.skip} skipped, ${counts.fail} failed.</p>
<dl>
<dt>Profile</dt><dd>${profile.title} (<code>${profile.id}</code>), tier ${profile.tier}</dd>
<dt>Evidence for</dt><dd>${TIER_MEANINGS[profile.tier]}</dd>
<dt>Run</dt><dd><code>${volatile.run}</code>, ${volatile.startedAt}</dd>
${resumed === undefined ? [] : [markup`<dt>Resumed</dt><dd>${resumed}</dd>\n`]}<dt>Verdict digest</dt><dd><code>${results.verdictDigest}</code></dd>
<dt>How to verify</dt><dd>Follow <code>VERIFY.md</code> beside this file, or run <code>bus-setup verify PATH</code>.</dd>
</dl>`;
}

function levels(results: Results): Markup {
  return markup`<p>This report establishes nothing by itself. The proof code stands in no file of the evidence: whoever made it tells you over another channel.</p>
${table(
  'You can establish, one after the other',
  ['Level', 'You do', 'It establishes'],
  BUYER_LEVELS.map(
    ({ level, does, establishes }) =>
      markup`<tr><td>${level}</td><td>${withCode(inDocument(does, results))}</td><td>${establishes}</td></tr>\n`,
  ),
)}
<p>${LIMITS_OF_SIGNATURES}</p>`;
}

/** Our own words, in which backticks mark what is typed. */
function withCode(text: string): readonly Markup[] {
  return text
    .split('`')
    .map((part, index) => (index % 2 === 1 ? markup`<code>${part}</code>` : markup`${part}`));
}

function services({ profile }: Results): Markup {
  return table(
    'Services of the profile, and the part each plays',
    ['Service', 'Part', 'Module', 'For'],
    profile.services.map(
      ({ service, role, module, summary }) =>
        markup`<tr><td><code>${service}</code></td><td>${role}</td><td><code>${module}</code></td><td>${summary}</td></tr>\n`,
    ),
  );
}

function preflight(results: Results): Markup {
  if (results.preflight.length === 0) return markup`<p>No preflight was run.</p>`;
  return table(
    'What was looked at before the start',
    ['Result', 'Check', 'About', 'Seen'],
    results.preflight.map(({ id, title, status, reason, observed }) => {
      const seen =
        reason === undefined ? (observed ?? '') : `${reason.id}: ${reason.detail ?? reason.sentence}`;
      return markup`<tr><td>${verdictMark(status)}</td><td><code>${id}</code></td><td>${title}</td><td>${seen}</td></tr>\n`;
    }),
  );
}

function environment(results: Results): Markup {
  if (results.environment.length === 0) return markup`<p>The profile names no environment keys.</p>`;
  return table(
    'Presence only; no value is ever written',
    ['Key', 'Environment', 'Kind', 'Value in use'],
    results.environment.map(({ key, secrecy, present, publicDefault }) => {
      const value = publicDefault ? 'public local default' : present ? 'own value, not shown' : 'none';
      return markup`<tr><td><code>${key}</code></td><td>${present ? 'set' : 'not set'}</td><td>${secrecy}</td><td>${value}</td></tr>\n`;
    }),
  );
}

function versions({ tool, stack, profile }: Results): Markup {
  const urls = Object.entries(stack.urls).map(
    ([name, url]) => markup`<dt>${name}</dt><dd><code>${url}</code></dd>\n`,
  );
  return markup`<dl>
<dt>${tool.name}</dt><dd>${tool.version}, Node ${tool.node}, ${tool.platform}, runtime ${profile.runtime}</dd>
${urls}</dl>`;
}

function table(caption: string, columns: readonly string[], rows: readonly Markup[]): Markup {
  return markup`<table>
<caption>${caption}</caption>
<thead><tr>${columns.map((column) => markup`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>
${rows}</tbody>
</table>`;
}
