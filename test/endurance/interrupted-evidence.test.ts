import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resultsSchema } from '../../src/proof/report/results.ts';
import { interruptedRun, workspace } from '../e2e/program.ts';

/** As soon as one check has ended and others have not. */
const IN_THE_MIDDLE = '"type":"check.finished","step":"proof"';

describe('a proof that is interrupted in its middle', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('by %s leaves evidence that is whole, and is green nowhere', async (signal, exitCode) => {
    const place = workspace();
    const { folder, run } = place;
    const interrupted = await interruptedRun(place, { text: IN_THE_MIDDLE, signal });
    expect(interrupted.code).toBe(exitCode);
    const results = resultsSchema.parse(JSON.parse(readFileSync(join(folder, 'out/results.json'), 'utf8')));
    expect(results.verdict).toBe('FAILED');
    expect(results.checks.filter(({ reason }) => reason?.id === 'PR-CANCELLED').length).toBeGreaterThan(0);
    for (const path of ['out', 'out/evidence', 'out/evidence.tar.gz']) {
      const verified = await run(['verify', path, '--json']);
      const { sound, verdict, points } = JSON.parse(verified.stdout);
      // Nothing is broken: every required check is there and says that it was cancelled. And it did not pass.
      expect([verified.code, sound, verdict], path).toEqual([3, true, 'FAILED']);
      const levels = points.filter((point: { status: string }) => point.status === 'holds');
      expect(levels.map((point: { id: string }) => point.id)).toContain('integrity');
    }
    const accepted = await run(['accept', 'out', '--json']);
    expect(accepted.code).toBe(3);
    for (const [file, green] of [
      ['results.junit.xml', /<testsuites [^>]*failures="0"/],
      ['report.md', /# Proof: PASSED/],
      ['report.html', /<title>Proof: PASSED/],
      ['results.ctrf.json', /"failed": 0,/],
    ] as const) {
      expect(readFileSync(join(folder, 'out/evidence/data', file), 'utf8'), file).not.toMatch(green);
    }
  });

  it('by SIGKILL leaves no evidence, and nothing that could be taken for any', async () => {
    const place = workspace();
    const { folder, run } = place;
    const killed = await interruptedRun(place, { text: IN_THE_MIDDLE, signal: 'SIGKILL' });
    expect(killed.code).toBeNull();
    const verified = await run(['verify', 'out']);
    expect(verified.code).toBe(2);
    expect(verified.stdout + verified.stderr).toContain('EV-NOT-EVIDENCE');
    expect(existsSync(join(folder, 'out/evidence'))).toBe(false);
    const left = join(folder, 'out/results.json');
    if (existsSync(left)) expect(JSON.parse(readFileSync(left, 'utf8')).verdict).toBe('FAILED');
  });
});
