import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Metafile } from 'esbuild';
import { bundledPackages } from './bundled-packages.ts';
import { softwareBill } from './software-bill.ts';
import { thirdPartyNotices } from './third-party-notices.ts';

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url));

/** Bundles that are published; the one for containers is not. */
const PUBLISHED: ReadonlySet<string> = new Set(['bus-setup.js', 'embedded-stack.js', 'verify.js']);

/**
 * Writes what the published package says of itself: the software bill of materials and the third-party notices.
 * @param metafile of the build that is published
 * @param outdir where it was built to, relative to the checkout or absolute
 */
export function writePackageFiles(metafile: Metafile, outdir: string): void {
  const product = JSON.parse(readFileSync(join(CHECKOUT, 'package.json'), 'utf8'));
  const published = Object.keys(metafile.outputs).filter((output) => PUBLISHED.has(basename(output)));
  const packages = bundledPackages(metafile, published, CHECKOUT);
  const folder = resolve(CHECKOUT, outdir);
  writeFileSync(join(folder, 'sbom.cdx.json'), softwareBill(product, packages));
  writeFileSync(join(folder, 'THIRD-PARTY-NOTICES.txt'), thirdPartyNotices(packages, CHECKOUT));
}
