// Writes the generated pages of docs/, the manual page and the summaries of the profiles, and the static site. `npm run docs` runs it;
// test/catalog/documentation.test.ts fails when what is committed is out of date.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openApiDocument } from '../src/catalog/openapi.ts';
import { ROUTES } from '../src/contract/routes.ts';
import { systemHost } from '../src/host/host.ts';
import { SUMMARIES_FILE, summariesText } from '../src/stack/profile-choices.ts';
import { listProfiles } from '../src/stack/profile-loader.ts';
import { manual } from './docs/manual.ts';
import { markdownPages } from './docs/markdown-pages.ts';
import { type SitePage, siteFiles } from './docs/site.ts';

/** The folder of the package, absolute. */
export const PACKAGE = fileURLToPath(new URL('..', import.meta.url));

/** Pages of the site in the order of the navigation; what is not named follows by name. */
const ORDER = [
  'README',
  'quick-start',
  'status',
  'acceptance-checklist',
  'how-a-proof-works',
  'evidence',
  'billing',
  'support',
  'secrets-handoff',
  'pipelines',
  'routes',
  'checks',
  'troubleshooting',
  'bundle',
  'line-by-line',
  'screens',
  'headless',
  'extending',
  'measured',
  'supply-chain',
];

const VERSION: string = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')).version;

/** What is generated and committed: text by path inside the package. */
export async function generatedFiles(): Promise<ReadonlyMap<string, string>> {
  const loaded = await listProfiles({ ...systemHost(), env: {} });
  const profiles = loaded.map(({ profile }) => profile);
  const pages = [...markdownPages(profiles)].map(([file, text]) => [`docs/${file}`, text] as const);
  return new Map([...pages, ['man/bus-setup.1', manual(VERSION)], [SUMMARIES_FILE, summariesText(loaded)]]);
}

/**
 * Writes the site.
 * @param folder absolute; what is in it goes
 */
export function writeSite(folder: string): void {
  const docs = join(PACKAGE, 'docs');
  const names = readdirSync(docs).flatMap((file) => (file.endsWith('.md') ? [file.slice(0, -3)] : []));
  const ordered = [...ORDER, ...names.filter((name) => !ORDER.includes(name)).sort()];
  const pages = ordered.map((name): SitePage => {
    const path = name === 'README' ? join(PACKAGE, 'README.md') : join(docs, `${name}.md`);
    return { name, markdown: readFileSync(path, 'utf8') };
  });
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of siteFiles(pages)) writeFileSync(join(folder, file), text);
  writeFileSync(
    join(folder, 'openapi.json'),
    `${JSON.stringify(openApiDocument(ROUTES, VERSION), undefined, 2)}\n`,
  );
  cpSync(join(PACKAGE, 'scripts/docs/site.css'), join(folder, 'site.css'));
  cpSync(join(docs, 'images'), join(folder, 'docs/images'), { recursive: true });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, text] of await generatedFiles()) {
    mkdirSync(join(PACKAGE, path, '..'), { recursive: true });
    writeFileSync(join(PACKAGE, path), text);
  }
  writeSite(join(PACKAGE, 'site'));
}
