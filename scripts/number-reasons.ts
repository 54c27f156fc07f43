// Gives each new reason id the next number of the support codes: it appends to src/reasons/reason-numbers.ts, and never
// changes what is there. `npm run docs` runs it; test/reasons/support-code.test.ts fails when a reason has no number.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { REASONS } from '../src/reasons/catalog.ts';
import { NUMBERED_REASONS } from '../src/reasons/reason-numbers.ts';

const FILE = fileURLToPath(new URL('../src/reasons/reason-numbers.ts', import.meta.url));
/** Columns of a line of ids. */
const WIDTH = 106;

const added = Object.keys(REASONS).filter((id) => !NUMBERED_REASONS.includes(id));
if (added.length > 0) {
  const lines = [''];
  for (const id of added) {
    const filled = `${lines.at(-1)} ${id}`.trim();
    if (filled.length <= WIDTH) lines.splice(-1, 1, filled);
    else lines.push(id);
  }
  const text = readFileSync(FILE, 'utf8');
  const end = text.lastIndexOf('\n`;');
  writeFileSync(FILE, `${text.slice(0, end)}\n${lines.join('\n')}${text.slice(end)}`);
}
