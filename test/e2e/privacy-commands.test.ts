import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../fixtures/test-host.ts';
import { runProgram, stock } from './program.ts';

const PLANTED = ['sk', 'live', '51Hq9Zk3TmP0rVbX7nYcD2eF'].join('_');

describe('the commands for the customer’s own use', () => {
  it('redact prints a file without its secrets', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a.env'), `STRIPE=${PLANTED}\nREGION=north\n`);
    const { code, stdout, stderr } = await runProgram(['redact', 'a.env'], folder);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^STRIPE=\[REDACTED:[^\]]+\]\nREGION=north\n$/);
    expect((await runProgram(['redact', 'gone.env'], folder)).code).toBe(2);
  });

  it('selftest redact passes in the program as it is shipped', async () => {
    const { code, stdout } = await runProgram(['selftest', 'redact', '--json'], temporaryFolder());
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ v: 1, passed: true });
  });

  it('scan ends with 0, 5 or 2, and nothing but JSON is on stdout', async () => {
    const folder = temporaryFolder();
    expect((await runProgram(['scan'], folder)).code).toBe(2);
    await stock('git', ['init', '-q'], folder);
    writeFileSync(join(folder, 'a.txt'), 'harmless\n');
    await stock('git', ['add', '-A'], folder);
    expect((await runProgram(['scan'], folder)).code).toBe(0);
    writeFileSync(join(folder, 'a.txt'), `${PLANTED}\n`);
    const found = await runProgram(['scan', '.', '--format', 'sarif'], folder);
    expect(found.code).toBe(5);
    expect(JSON.parse(found.stdout).runs[0].results).toHaveLength(1);
    expect(found.stdout).not.toContain(PLANTED);
    expect((await runProgram(['scan', '--format', 'xml'], folder)).code).toBe(2);
  });

  it('bundle tells what it would hold, writes it, and scans it', async () => {
    const folder = temporaryFolder();
    const plan = await runProgram(['bundle', '--dry-run', '--json'], folder);
    expect(plan.code, plan.stderr).toBe(0);
    expect(JSON.parse(plan.stdout).files.map(({ path }: { path: string }) => path)).toContain(
      'stack/profile.json',
    );
    expect(readdirSync(folder)).not.toContain('bus-setup-runs');
    const written = await runProgram(['bundle', '--include', 'profile,versions', '--output', 'out'], folder);
    expect(written.code, written.stdout).toBe(0);
    const scanned = await runProgram(['bundle', 'scan', 'out/bundle.tar.gz'], folder);
    expect(scanned.code).toBe(0);
    writeFileSync(join(folder, 'leak.txt'), PLANTED);
    await stock('tar', ['-czf', 'leak.tar.gz', 'leak.txt'], folder);
    const leaking = await runProgram(['bundle', 'scan', 'leak.tar.gz'], folder);
    expect(leaking.code).toBe(6);
    expect(leaking.stdout + leaking.stderr).not.toContain(PLANTED);
  });

  it.each([
    [['bundle', '--include', 'nonsense']],
    [['bundle', '--since', 'yesterday']],
    [['bundle', '--exclude', 'log/*']],
    [['bundle', '--max-size', 'small']],
    [['bundle', '--encrypt-to', 'age1nonsense']],
    [['bundle', '--encrypt-to', 'no-such-file']],
  ])('%j is wrong usage, and nothing is made', async (args) => {
    const folder = temporaryFolder();
    const { code, stderr } = await runProgram([...args, '--output', 'out'], folder);
    expect(code).toBe(2);
    expect(stderr).not.toBe('');
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });
});
