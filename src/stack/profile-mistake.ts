import { type Document, isMap, isNode, isScalar, type LineCounter, type Node } from 'yaml';
import type { z } from 'zod';

/** One thing that is wrong in a profile, at its place in the file. It never repeats a value of the file. */
export interface ProfileMistake {
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** Dotted path of the field, e.g. `services.0.role`; empty for the document itself. */
  readonly field: string;
  /** What should stand there. */
  readonly expected: string;
}

/** Longest field name or sentence that a mistake repeats from the file. */
const NAME_LIMIT = 120;

/** A mistake as one line: `embedded.yaml:7:3 services.0.role: …`. */
export function mistakeLine(path: string, mistake: ProfileMistake): string {
  const field = mistake.field === '' ? '' : ` ${mistake.field}`;
  return `${path}:${mistake.line}:${mistake.column}${field}: ${mistake.expected}`;
}

/** Mistakes of the YAML itself: bad indentation, an unclosed quote, a key that stands twice. */
export function syntaxMistakes(document: Document.Parsed, lines: LineCounter): ProfileMistake[] {
  return [...document.errors, ...document.warnings].map((error) => {
    const { line, col } = lines.linePos(error.pos[0]);
    // The parser quotes the source after a colon; that may be a secret.
    return {
      line,
      column: col,
      field: '',
      expected: `valid YAML (${clean(error.message.split(': "')[0] ?? '')})`,
    };
  });
}

/** Mistakes against the schema, each at the line of the field that is wrong, or of its parent when it is missing. */
export function schemaMistakes(
  document: Document.Parsed,
  lines: LineCounter,
  error: z.ZodError,
): ProfileMistake[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) =>
        at(document, lines, [...issue.path, key], `not a field of a profile; remove it or correct its name`),
      );
    }
    return [at(document, lines, issue.path, expectation(document, issue))];
  });
}

/** Line of a field from 1; of its nearest parent that stands in the file when the field does not. */
export function lineOfPath(
  document: Document.Parsed,
  lines: LineCounter,
  path: readonly PropertyKey[],
): number {
  return placeOf(document, lines, path).line;
}

function expectation(document: Document.Parsed, issue: z.core.$ZodIssue): string {
  const message = clean(issue.message.replace(/^(Invalid (input|option|string|key)|Too (small|big)): /, ''));
  const sentence =
    message.startsWith('expected ') || message.startsWith('must ') ? message : `expected ${message}`;
  return document.hasIn(issue.path) || issue.path.length === 0
    ? sentence.replace(/, received \w+$/, '')
    : `missing; ${sentence.replace(/, received undefined$/, '')}`;
}

function at(
  document: Document.Parsed,
  lines: LineCounter,
  path: readonly PropertyKey[],
  expected: string,
): ProfileMistake {
  return { ...placeOf(document, lines, path), field: clean(path.map(String).join('.')), expected };
}

function placeOf(document: Document.Parsed, lines: LineCounter, path: readonly PropertyKey[]) {
  const offset = offsetOf(document.contents, path);
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

/** Offset of the key that leads to `path`, or of the list entry; the deepest part that exists counts. */
function offsetOf(root: Node | null, path: readonly PropertyKey[]): number {
  let node: unknown = root;
  let offset = root?.range?.[0] ?? 0;
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(part));
      if (pair === undefined) break;
      if (isNode(pair.key)) offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
      continue;
    }
    const entries: unknown =
      typeof node === 'object' && node !== null && 'items' in node ? node.items : undefined;
    const entry: unknown = Array.isArray(entries) ? entries[Number(part)] : undefined;
    if (!isNode(entry)) break;
    offset = entry.range?.[0] ?? offset;
    node = entry;
  }
  return offset;
}

function clean(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ').slice(0, NAME_LIMIT);
}
