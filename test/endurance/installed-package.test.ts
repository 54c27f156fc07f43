import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url));
const NODES = join(CHECKOUT, 'test/parts/nodes/node_modules');
const BINARIES = {
  '22': join(NODES, 'node22/bin/node'),
  '24': process.execPath,
  '26': join(NODES, 'node26/bin/node'),
} as const;

let work: string;
let prefix: string;

/** Packs the checkout and installs the archive, and nothing else, into an empty prefix. */
beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'bus-setup-installed-'));
  prefix = join(work, 'prefix');
  const npm = (...args: string[]) => execFileSync('npm', args, { cwd: CHECKOUT, stdio: 'pipe' });
  npm('pack', '--pack-destination', work);
  const [archive = ''] = readdirSync(work).filter((name) => name.endsWith('.tgz'));
  // Offline: a package that had to be fetched would fail here.
  npm('install', '--global', '--offline', '--prefix', prefix, join(work, archive));
});

afterAll(() => {
  rmSync(work, { recursive: true, force: true });
});

const installed = (...parts: string[]) => join(prefix, 'lib/node_modules/@busdk/setup', ...parts);

describe('the package that npm pack makes', () => {
  it('holds the program, what it reads and what a person reads, and nothing else', () => {
    const files = readdirSync(installed(), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(installed().length + 1))
      .sort();
    expect(files.filter((file) => !/^(docs|schemas|profiles|dist\/parts)\//.test(file))).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'bin/bus-setup.cjs',
      'bin/launch.cjs',
      'dist/THIRD-PARTY-NOTICES.txt',
      'dist/bus-setup.js',
      'dist/embedded-stack.js',
      'dist/sbom.cdx.json',
      'dist/verify.js',
      'man/bus-setup.1',
      'package.json',
    ]);
    const kinds = new Set(
      files.filter((file) => /^(docs|schemas|profiles)\//.test(file)).map((file) => file.split('.').pop()),
    );
    expect([...kinds].sort()).toEqual(['json', 'md', 'svg', 'yaml']);
  });

  it('is alone in its prefix, and says nothing of the machine that made it', () => {
    expect(readdirSync(join(prefix, 'lib/node_modules'))).toEqual(['@busdk']);
    expect(readdirSync(join(prefix, 'lib/node_modules/@busdk'))).toEqual(['setup']);
    const files = readdirSync(installed('dist'), { recursive: true, withFileTypes: true });
    for (const entry of files.filter((each) => each.isFile())) {
      expect(readFileSync(join(entry.parentPath, entry.name), 'utf8')).not.toContain(CHECKOUT);
    }
  });
});

describe.each(Object.entries(BINARIES))('installed, on Node %s', (major, node) => {
  const run = (...args: string[]) =>
    spawnSync(node, [join(prefix, 'bin/bus-setup'), ...args], {
      cwd: work,
      encoding: 'utf8',
      env: { HOME: work, PATH: '/usr/bin:/bin', TMPDIR: work },
    });

  it('proves a stack from nothing, verifies the evidence and stops', () => {
    expect(execFileSync(node, ['--version'], { encoding: 'utf8' })).toMatch(new RegExp(`^v${major}\\.`));
    const output = join(work, `run-${major}`);
    const whole = run('--ci', '--port', '0', '--output', output);
    expect({ code: whole.status, stderr: whole.stderr, stdout: whole.stdout }).toMatchObject({
      code: 0,
      stderr: '',
    });
    expect(whole.stdout).toContain('result     PASSED');
    const verified = run('verify', join(output, 'bundle.tar.gz'));
    expect({ code: verified.status, stdout: verified.stdout }).toMatchObject({ code: 0 });
    expect(run('stop', '--wipe', '--output', output).status).toBe(0);
  });

  it('serves other programs as a library', () => {
    const script = `import { verify } from ${JSON.stringify(installed('dist/verify.js'))};
      console.log((await verify(process.argv[1])).sound);`;
    const said = execFileSync(
      node,
      ['--input-type=module', '-e', script, join(work, `run-${major}`, 'bundle.tar.gz')],
      {
        encoding: 'utf8',
      },
    );
    expect(said.trim()).toBe('true');
  });
});
