import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url));
const json = (path: string) => JSON.parse(readFileSync(join(CHECKOUT, path), 'utf8'));

interface Bill {
  readonly components: readonly {
    readonly name: string;
    readonly group?: string;
    readonly purl: string;
    readonly licenses: readonly { readonly expression: string }[];
  }[];
}

/** Builds what is published into a new folder. */
function built(): string {
  const outdir = mkdtempSync(join(tmpdir(), 'bus-setup-package-'));
  folders.push(outdir);
  execFileSync(process.execPath, ['scripts/build.mjs', '--package', '--outdir', outdir], { cwd: CHECKOUT });
  return outdir;
}

/** The digest of each file. */
function digests(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(folder.length + 1), createHash('sha256').update(readFileSync(path)).digest('hex')];
    }),
  );
}

const folders: string[] = [];
let dist: string;
beforeAll(() => {
  dist = built();
});
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe('what the published bundle is made of', () => {
  it('is told by a bill that a CycloneDX validator accepts, with a license and a notice for each package', async () => {
    const text = readFileSync(join(dist, 'sbom.cdx.json'), 'utf8');
    expect(await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(text)).toBeNull();
    const bill: Bill = JSON.parse(text);
    const names = bill.components.map(({ group, name }) => (group === undefined ? name : `${group}/${name}`));
    expect(names).toEqual(expect.arrayContaining(['ink', 'react', 'zod', 'undici', 'execa', 'conf', 'yaml']));
    const licenses = new Set(
      bill.components.flatMap(({ licenses: each }) => each.map(({ expression }) => expression)),
    );
    expect([...licenses].sort()).toEqual(['Apache-2.0', 'BSD-3-Clause', 'ISC', 'MIT']);
    const notices = readFileSync(join(dist, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
    for (const name of names) expect(notices).toContain(`\n${name} `);
  });

  it('holds no tool of the workshop', () => {
    const bill: Bill = JSON.parse(readFileSync(join(dist, 'sbom.cdx.json'), 'utf8'));
    const purls = bill.components.map(({ purl }) => purl).join('\n');
    expect(purls).not.toMatch(/npm\/(vitest|esbuild|typescript|playwright-core|%40biomejs|%40openai)/);
  });

  it('is the same, byte by byte, when it is built again', () => {
    const again = digests(built());
    expect(Object.keys(again)).toEqual(
      expect.arrayContaining(['bus-setup.js', 'embedded-stack.js', 'verify.js']),
    );
    expect(again).toEqual(digests(dist));
  });
});

describe('the lock file', () => {
  const { packages } = json('package-lock.json') as {
    packages: Record<
      string,
      { integrity?: string; resolved?: string; hasInstallScript?: boolean; link?: boolean }
    >;
  };
  const installed = Object.entries(packages).filter(([folder]) => folder !== '');

  it('pins every package by SHA-512 and names no host', () => {
    expect(
      installed.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')).map(([name]) => name),
    ).toEqual([]);
    expect(installed.filter(([, { resolved }]) => resolved !== undefined).map(([name]) => name)).toEqual([]);
  });

  it('lets no other package run a script at install than those that were looked at', () => {
    const scripted = installed.filter(([, { hasInstallScript }]) => hasInstallScript).map(([name]) => name);
    expect(scripted).toEqual(['node_modules/@swc/core', 'node_modules/esbuild', 'node_modules/node']);
  });

  it('is of exact versions, and the published package asks for no other', () => {
    const { dependencies, devDependencies, scripts } = json('package.json');
    expect(dependencies).toBeUndefined();
    expect(
      Object.values<string>(devDependencies).filter(
        (range) => !/^(npm:.+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(range),
      ),
    ).toEqual([]);
    expect(Object.keys(scripts).filter((name) => /^(pre|post)?install$|^prepare$/.test(name))).toEqual([]);
  });
});
