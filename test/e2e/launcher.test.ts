import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../fixtures/test-host.ts';
import { LAUNCHER } from './program.ts';

/** Lets the launcher answer `--version`, in a Node that calls itself by another version. */
function launched(options: { readonly node?: string; readonly env?: Readonly<Record<string, string>> } = {}) {
  const script = [
    options.node === undefined
      ? ''
      : `Object.defineProperty(process.versions, 'node', { value: '${options.node}' })`,
    `process.argv = [process.argv[0], 'bus-setup', '--version']`,
    `require(${JSON.stringify(LAUNCHER)})`,
    `process.stderr.write(\`\${process.env.FORCE_COLOR} \${process.env.NODE_ENV}\`)`,
  ].join(';');
  const env = { PATH: process.env.PATH, ...options.env };
  return spawnSync(process.execPath, ['-e', script], { cwd: temporaryFolder(), env, encoding: 'utf8' });
}

describe('the launcher', () => {
  it.each(['0.12.18', '20.20.2', '22.18.0'])('says that Node %s is too old, and what to do', (version) => {
    const { status, stdout, stderr } = launched({ node: version });
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^PF-NODE-OLD {2}/);
    expect(stderr).toContain(`this is Node ${version}`);
    expect(stderr).toMatch(/\n {2}next {2}install Node 22\.19 or newer/);
  });

  it.each(['22.19.0', '24.0.0', '30.1.2'])('takes Node %s', (node) => {
    const { status, stdout } = launched({ node });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+/);
  });

  it('says what is missing where nothing was built', () => {
    const bin = join(temporaryFolder(), 'bin');
    mkdirSync(bin);
    cpSync(dirname(LAUNCHER), bin, { recursive: true });
    const { status, stderr } = spawnSync(process.execPath, [join(bin, 'bus-setup.cjs')], {
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stderr).toBe('bus-setup is not built yet.\n  next  npm run build\n');
  });

  it.each([
    [{ NO_COLOR: '1' }, '0'],
    [{ FORCE_COLOR: '2', NO_COLOR: '1' }, '2'],
    [{ NO_COLOR: '' }, 'undefined'],
  ])('tells libraries about colour and production before they are loaded: %j', (env, color) => {
    expect(launched({ env }).stderr).toBe(`${color} production`);
  });
});
