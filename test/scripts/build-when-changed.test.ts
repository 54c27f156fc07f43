import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

const SCRIPTS = new URL('../../scripts/', import.meta.url);

/** Stands for the real build: counts itself, and leaves what a build leaves. */
const BUILD = `
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
appendFileSync('builds', 'x');
mkdirSync('dist/parts', { recursive: true });
for (const name of ['bus-setup.js', 'embedded-stack.js', 'parts/a.js']) writeFileSync('dist/' + name, 'built');
`;

let checkout: string;
beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'bus-setup-build-'));
  mkdirSync(join(checkout, 'scripts'));
  mkdirSync(join(checkout, 'src'));
  for (const name of ['build-when-changed.mjs', 'fingerprint.mjs']) {
    cpSync(new URL(name, SCRIPTS), join(checkout, 'scripts', name));
  }
  write('scripts/build.mjs', BUILD);
  write('src/a.ts', 'one');
});
afterEach(() => rmSync(checkout, { recursive: true, force: true }));

function write(path: string, text: string): void {
  writeFileSync(join(checkout, path), text);
}

/** @returns how many builds there have been so far */
function start(): number {
  execFileSync(process.execPath, ['scripts/build-when-changed.mjs'], { cwd: checkout });
  return readFileSync(join(checkout, 'builds'), 'utf8').length;
}

it('builds at the first start, and not at the second', () => {
  expect(start()).toBe(1);
  expect(start()).toBe(1);
});

it.each<[string, () => void]>([
  ['a source was written', () => write('src/a.ts', 'two')],
  ['a source was written with as many letters', () => utimesSync(join(checkout, 'src/a.ts'), 1, 1)],
  ['a source is new', () => write('src/b.ts', '')],
  ['a source is gone', () => rmSync(join(checkout, 'src/a.ts'))],
  ['the way of building is another', () => write('scripts/build.mjs', `${BUILD}\n`)],
  ['other packages are installed', () => write('node_modules/.package-lock.json', '{}')],
  ['somebody else has built', () => write('dist/bus-setup.js', 'built otherwise')],
  ['a part is gone', () => rmSync(join(checkout, 'dist/parts/a.js'))],
])('builds again when %s', (_, change) => {
  start();
  change();
  expect(start()).toBe(2);
  expect(start()).toBe(2);
});
