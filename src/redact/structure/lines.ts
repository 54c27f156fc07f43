import type { Leaf } from './leaf.ts';

/** Formats of one assignment a line. */
export type LineFormat = 'dotenv' | 'ini' | 'toml';

const ASSIGNMENT = /^[ \t]*(?:export[ \t]+)?(?:"([^"\n]{1,200})"|([\w./:@$-]{1,200}))[ \t]*[=:][ \t]*/;

/**
 * Reads files of `key = value` lines: dotenv (with quoted values over several lines), INI, properties, npmrc, TOML.
 * Lines that are no assignment are left out, so that there is nothing to fail on.
 */
export function lineLeaves(bytes: Buffer, format: LineFormat): Leaf[] {
  const text = bytes.toString('latin1');
  const leaves: Leaf[] = [];
  let section: readonly string[] = [];
  for (let at = 0; at < text.length; ) {
    const lineEnd = endOfLine(text, at);
    const line = text.slice(at, Math.min(lineEnd, at + 4096));
    const header = format === 'dotenv' ? null : /^[ \t]*\[{1,2}([^\][\n]{1,200})\]{1,2}/.exec(line);
    if (header !== null) {
      section = (header[1] ?? '').split('.');
      at = lineEnd + 1;
      continue;
    }
    const match = /^[ \t]*[#;!]/.test(line) ? null : ASSIGNMENT.exec(line);
    const value = match === null ? undefined : valueAt(text, at + match[0].length, lineEnd, format);
    if (match !== null && value !== undefined) {
      leaves.push({ ...value, path: [...section, match[1] ?? match[2] ?? ''], parent: 0 });
    }
    at = Math.max(lineEnd, value?.end ?? 0) + 1;
  }
  return leaves;
}

type Value = Omit<Leaf, 'path' | 'parent'>;

function valueAt(text: string, start: number, lineEnd: number, format: LineFormat): Value | undefined {
  const mark = text[start];
  if (mark === '"' || mark === "'" || (mark === '`' && format === 'dotenv')) {
    const triple = mark.repeat(3);
    const opening = format === 'toml' && text.startsWith(triple, start) ? triple : mark;
    const end = closing(
      text,
      start + opening.length,
      opening,
      opening === triple || format === 'dotenv' ? text.length : lineEnd,
    );
    if (end !== undefined) return quoted(text, start + opening.length, end, mark);
  }
  const comment = /[ \t][#;]/.exec(text.slice(start, Math.min(lineEnd, start + 4096)));
  const end = comment === null ? lineEnd : start + comment.index;
  const value = text.slice(start, end).trimEnd();
  if (value === '' || (format === 'toml' && /^[[{]/.test(value))) return undefined;
  const isNumber = /^[-+]?\d[\d_.]*$/.test(value);
  return {
    value: utf8(value),
    start,
    end: start + value.length,
    quote: format === 'toml' ? '"' : '',
    kind: isNumber ? 'number' : /^(?:true|false)$/i.test(value) ? 'word' : 'string',
  };
}

function quoted(text: string, start: number, end: number, mark: string): Value {
  const raw = text.slice(start, end);
  const value =
    mark === '"' ? raw.replace(/\\(["\\nrt$])/g, (_all, letter: string) => ESCAPES[letter] ?? letter) : raw;
  return { value: utf8(value), start, end, quote: '', kind: 'string' };
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function closing(text: string, from: number, mark: string, limit: number): number | undefined {
  for (let i = from; i < limit; i++) {
    if (text[i] === '\\' && mark[0] === '"') i++;
    else if (text.startsWith(mark, i)) return i;
  }
  return undefined;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  if (end < 0) return text.length;
  return end > from && text[end - 1] === '\r' ? end - 1 : end;
}

function utf8(text: string): string {
  return Buffer.from(text, 'latin1').toString('utf8');
}
