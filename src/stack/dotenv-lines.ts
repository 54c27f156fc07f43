import { parseEnv } from 'node:util';

/** One assignment of a dotenv file. */
export interface DotenvEntry {
  readonly key: string;
  /** Its value without quotes; empty when nothing stands behind the equals sign. */
  readonly value: string;
  /** Line of the key, from 1. */
  readonly line: number;
}

/** Start of an assignment, up to and with the equals sign. Compose takes `export` in front, too. */
const ASSIGNMENT = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_.-]*)[ \t]*=/;

/**
 * Reads the assignments of a `.env` file with their lines; of a key that stands twice, both. Node decodes the values;
 * this only finds where each begins and ends, because a quoted value may go on for several lines.
 * @param text content of the file
 */
export function dotenvEntries(text: string): readonly DotenvEntry[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const entries: DotenvEntry[] = [];
  for (let index = 0; index < lines.length; ) {
    const first = lines[index] ?? '';
    const key = ASSIGNMENT.exec(first)?.[1];
    if (key === undefined) {
      index += 1;
      continue;
    }
    const end = endOfValue(lines, index);
    const value = parseEnv(lines.slice(index, end).join('\n'))[key];
    entries.push({ key, value: value ?? '', line: index + 1 });
    index = end;
  }
  return entries;
}

/** Index of the line behind the value that begins on line `index`. */
function endOfValue(lines: readonly string[], index: number): number {
  const first = lines[index] ?? '';
  const value = first.slice(first.indexOf('=') + 1).trimStart();
  const quote = value[0];
  if (quote !== '"' && quote !== "'" && quote !== '`') return index + 1;
  if (value.indexOf(quote, 1) !== -1) return index + 1;
  for (let next = index + 1; next < lines.length; next += 1) {
    if (lines[next]?.includes(quote)) return next + 1;
  }
  return index + 1; // never closed: Node and Compose take the rest of the line
}
