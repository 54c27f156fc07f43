import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Metafile } from 'esbuild';
import { bundledPackages } from './bundled-packages.ts';
import { softwareBill } from './software-bill.ts';
import { thirdPartyNotices } from './third-party-notices.ts';

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url));

/** Bundled, but not published: the services for containers. */
const UNPUBLISHED = 'embedded-service.js';

/**
 * Writes what the published package says of itself, the software bill of materials and the third-party notices, and
 * takes away the parts that an earlier build has left.
 * @param outputs of the builds that are published
 * @param outdir where it was built to, relative to the checkout or absolute
 */
export function writePackageFiles(outputs: Metafile['outputs'], outdir: string): void {
  const product = JSON.parse(readFileSync(join(CHECKOUT, 'package.json'), 'utf8'));
  const published = Object.entries(outputs).filter(([path]) => basename(path) !== UNPUBLISHED);
  const packages = bundledPackages(Object.fromEntries(published), CHECKOUT);
  const folder = resolve(CHECKOUT, outdir);
  const built = new Set(Object.keys(outputs).map((path) => basename(path)));
  for (const file of readdirSync(join(folder, 'parts'))) {
    if (!built.has(file)) rmSync(join(folder, 'parts', file));
  }
  writeFileSync(join(folder, 'sbom.cdx.json'), softwareBill(product, packages));
  writeFileSync(join(folder, 'THIRD-PARTY-NOTICES.txt'), thirdPartyNotices(packages, CHECKOUT));
}
