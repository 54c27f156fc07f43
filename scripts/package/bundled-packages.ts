import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

/** A package of npm whose code is inside a published bundle. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX expression, as the package states it. */
  readonly license: string;
  /** Folder in the checkout, relative, e.g. `node_modules/zod`. */
  readonly folder: string;
  /** Subresource integrity from the lock file, `sha512-` and base64. */
  readonly integrity: string;
}

/** The last `node_modules/<name>` of a path, and everything before it. */
const PACKAGE_FOLDER = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;

/**
 * The packages that the bundler took code from, each version once, by name.
 * @param outputs of esbuild's metafile, with paths relative to the checkout
 * @param checkout absolute path
 * @throws Error for a package that the lock file does not pin, or that states no license
 */
export function bundledPackages(outputs: Metafile['outputs'], checkout: string): readonly BundledPackage[] {
  const lock: Lock = JSON.parse(readFileSync(join(checkout, 'package-lock.json'), 'utf8'));
  const folders = new Set(
    Object.values(outputs).flatMap(({ inputs }) =>
      Object.entries(inputs).flatMap(([path, { bytesInOutput }]) =>
        bytesInOutput > 0 ? (PACKAGE_FOLDER.exec(path)?.[0] ?? []) : [],
      ),
    ),
  );
  const packages = [...folders].sort().map((folder): BundledPackage => {
    const stated: Stated = JSON.parse(readFileSync(join(checkout, folder, 'package.json'), 'utf8'));
    const pinned = lock.packages[folder];
    if (pinned?.integrity === undefined)
      throw new Error(`${folder} is in the bundle, but not in the lock file`);
    if (typeof stated.license !== 'string') throw new Error(`${folder} states no license`);
    const { name, version, license } = stated;
    return { name, version, license, folder, integrity: pinned.integrity };
  });
  // npm may hold the same version in two folders.
  const byName = new Map(packages.map((each) => [`${each.name}@${each.version}`, each]));
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

interface Stated {
  readonly name: string;
  readonly version: string;
  readonly license?: unknown;
}

interface Lock {
  readonly packages: Readonly<Record<string, { readonly integrity?: string }>>;
}
