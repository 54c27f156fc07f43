import { plain } from '../plain-text.ts';

/** What Markdown or HTML could take for more than a letter in the middle of a line, and links that make themselves. */
const ACTIVE = /[\\`*_[\]<>|~&$@{}]|:(?=\/\/)|(?<=www)\./gi;

/** Where a backslash does not disarm in every renderer. */
const ENTITIES: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  '@': '&#64;',
  ':': '&#58;',
  '.': '&#46;',
};

/** Characters that move a terminal or hide text; a line of a command may hold every other one. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * Text for the middle of a Markdown line or a table cell that stays text, whatever stands in it. It must not be the
 * first thing on a line.
 * @param text may come from outside
 * @param max most characters that are kept
 */
export function mdText(text: string, max = 4_000): string {
  return plain(text, max).replaceAll(ACTIVE, (character) => ENTITIES[character] ?? `\\${character}`);
}

/**
 * Text in a code span, safe in a table cell too.
 * @param text may come from outside
 */
export function mdCode(text: string, max = 2_000): string {
  const flat = plain(text, max).replaceAll('|', '\\|');
  const fence = '`'.repeat(longestRun(flat) + 1);
  const pad = flat === '' || flat.startsWith('`') || flat.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${flat}${pad}${fence}`;
}

/**
 * A fenced block of shell lines that can be copied as they are.
 * @param text the lines; control characters beside the line feed are taken out
 */
export function mdShell(text: string): string {
  const lines = text
    .toWellFormed()
    .split('\n')
    .map((line) => line.replaceAll(HIDDEN, ''));
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return [`${fence}sh`, ...lines, fence].join('\n');
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
