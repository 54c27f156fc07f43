import { renderMarkdown } from '../proof/report/markdown.ts';
import type { Results } from '../proof/report/results.ts';
import { runFactsOf } from '../proof/report/run-facts.ts';
import { renderCtrf } from './formats/ctrf.ts';
import { renderHar } from './formats/har.ts';
import { renderHtml } from './formats/html/report.ts';
import { renderJunit } from './formats/junit.ts';
import { renderReplay } from './formats/replay-script.ts';
import { renderVerifyGuide } from './formats/verify-guide.ts';

/** Check ids that may be a file name. */
const SLUG = /^[a-z][a-z0-9-]{0,62}$/;

/**
 * Every report that is a pure function of the results, one after another with its path in the payload: thousands of
 * checks make more text than has to be held at once. The verifier calls it too, and holds what it gets against what is
 * there.
 */
export function* renderedFiles(results: Results): Generator<readonly [path: string, text: string]> {
  const facts = runFactsOf(results);
  const named = new Map(results.checks.filter(({ id }) => SLUG.test(id)).map((check) => [check.id, check]));
  yield ['report.md', renderMarkdown(results)];
  yield ['report.html', renderHtml(results)];
  yield ['results.junit.xml', renderJunit(results)];
  yield ['results.ctrf.json', renderCtrf(results)];
  yield ['replay.sh', renderReplay(results)];
  yield ['VERIFY.md', renderVerifyGuide(results)];
  for (const check of named.values()) {
    yield [`http/${check.id}.har`, renderHar(results, check, facts.get(check.id))];
  }
}
