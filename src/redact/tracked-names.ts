import type { LexicalScanner } from './lexical.ts';
import { findInText, type TextFinding } from './tracked-text.ts';
import { isStrict } from './tracked-worth.ts';

/** A path that holds a secret itself. */
export interface SecretPath {
  /** The path without it. */
  readonly shown: string;
  readonly findings: readonly TextFinding[];
}

/**
 * Looks for secrets in the names of files: a command may have written into one what should have gone into a variable.
 * @param paths relative to the root of the checkout
 * @returns the paths that hold one
 */
export function findInNames(scanner: LexicalScanner, paths: readonly string[]): Map<string, SecretPath> {
  // One scan tells whether there is anything to look for; a line break in a name is none here.
  const all = strictSpans(scanner, paths.map((path) => path.replaceAll('\n', ' ')).join('\n'));
  const found = new Map<string, SecretPath>();
  if (all.length === 0) return found;
  for (const path of paths) {
    const spans = strictSpans(scanner, path);
    if (spans.length === 0) continue;
    const findings = findInText(scanner, path, Buffer.from(path))
      .filter(({ severity }) => severity === 'refuse')
      .map((finding) => ({ ...finding, line: 1 }));
    if (findings.length > 0) found.set(path, { shown: without(path, spans), findings });
  }
  return found;
}

interface Stretch {
  readonly start: number;
  readonly end: number;
}

function strictSpans(scanner: LexicalScanner, text: string): readonly Stretch[] {
  const bytes = Buffer.from(text);
  const window = { bytes, start: 0, end: bytes.length, complete: true, startsLine: true };
  return scanner
    .findAll(window)
    .filter(({ rule }) => isStrict(rule))
    .sort((one, two) => one.start - two.start);
}

function without(path: string, secrets: readonly Stretch[]): string {
  const bytes = Buffer.from(path);
  let shown = '';
  let from = 0;
  for (const { start, end } of secrets) {
    if (start >= from) shown += `${bytes.toString('utf8', from, start)}(secret)`;
    from = Math.max(from, end);
  }
  return shown + bytes.toString('utf8', from);
}
