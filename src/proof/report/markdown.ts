import { asDocumented } from './document-commands.ts';
import { checkSections, checkTable, DETAILS, shortenedChecks } from './markdown-checks.ts';
import { reportHead, reportLevels } from './markdown-head.ts';
import { surroundings } from './markdown-surroundings.ts';
import type { Results } from './results.ts';
import { runFactsOf } from './run-facts.ts';

/** A pull request comment and a release text hold no more characters than this. */
const MOST_CHARACTERS = 65_536;
/** Longest section beside the checks in a report that has to be cut. */
const LONGEST_SECTION = 6_000;
/** Kept free in a cut report, for headings and line feeds. */
const RESERVE = 500;

/**
 * Writes the report for people. The first twenty lines stand alone.
 * @returns Markdown with a line feed at the end, at most 65,536 characters: what has no room is left out, first the
 * calls, then the commands, then checks that passed, and the report says so
 */
export function renderMarkdown(found: Results): string {
  const results = asDocumented(found);
  const facts = runFactsOf(results);
  const before = [reportHead(results), '## What you can establish', reportLevels(results), '## Checks'];
  const sections = surroundings(results);
  const after = sections.flatMap(([title, text]) => [`## ${title}`, text]);
  const room = MOST_CHARACTERS - document([...before, ...after]).length;
  for (const detail of DETAILS) {
    const checks = checkSections(results, facts, detail, room);
    if (checks === undefined) continue;
    const text = document([...before, checkTable(results.checks, facts), ...checks, ...after]);
    if (text.length <= MOST_CHARACTERS) return text;
  }
  const shorter = sections.flatMap(([title, text]) => [
    `## ${title}`,
    text.length <= LONGEST_SECTION ? text : 'Left out here: it is in results.json and report.html.',
  ]);
  const left = MOST_CHARACTERS - document([...before, ...shorter]).length - RESERVE;
  return document([...before, ...shortenedChecks(results, facts, left), ...shorter]);
}

function document(parts: readonly string[]): string {
  return `${parts.join('\n\n')}\n`;
}
