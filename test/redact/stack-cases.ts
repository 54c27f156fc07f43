import { readFileSync } from 'node:fs';

/** Stands in the files for what no tracked file may hold; `¤` in a value is left out. */
const VALUES: Readonly<Record<string, string>> = {
  random: ['Zk3TmP0r', 'VbX7nYcD2eF5'].join(''),
  hex: ['9f8e7d6c5b4a3928', '1706f5e4d3c2b1a0'].join(''),
  words: ['sunflower', 'candle', '42'].join('-'),
  typed: ['Tr0ub4', 'dor3xyz'].join(''),
  signed: ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiJ1c2VyLTEiLCJhdWQiOiJhcGkifQ', 's5Qm8hJz0yXKxv3TqXb1Yw'].join(
    '.',
  ),
  begin: '-----BEGIN',
};

/** A file as a customer's stack holds it. */
export interface StackCase {
  readonly file: string;
  readonly text: string;
}

/** What stands in a stack's files, logs and command lines, with the part of it that must go. */
export const STACK_SECRETS: readonly (StackCase & { readonly secret: string })[] = rowsOf(
  'secrets.jsonl',
).map(([file = '', text = '', secret = '']) => ({ file, text, secret }));

/** What looks like it, and has to stay as it is. */
export const STACK_INNOCENTS: readonly StackCase[] = rowsOf('innocents.jsonl').map(
  ([file = '', text = '']) => ({ file, text }),
);

function rowsOf(name: string): string[][] {
  return readFileSync(new URL(`./corpus/${name}`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as string[]).map(filled));
}

function filled(text: string): string {
  return text
    .replaceAll('¤', '')
    .replace(/\{(random|hex|words|typed|signed|begin)\}/g, (_all, name: string) => VALUES[name] ?? '');
}
