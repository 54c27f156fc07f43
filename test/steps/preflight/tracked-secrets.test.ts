import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { gitPresent } from '../../../src/steps/preflight/git-present.ts';
import { trackedSecrets } from '../../../src/steps/preflight/tracked-secrets.ts';
import { type ProbeBench, probeBench } from './probe-context.ts';

/** Assembled at run time, so that no scanner takes this file for a leak. */
const PLANTED = ['sk', 'live', '51Hx9QaT2vLmNp8RsWcYzKd4'].join('_');

let bench: ProbeBench;
beforeEach(async () => {
  bench = await probeBench();
});
afterEach(async () => {
  await bench.remove();
});

const git = (...args: string[]) => execa('git', args, { cwd: bench.workspace });

test('a folder that is no checkout is a SKIP', async () => {
  expect(await trackedSecrets.run(bench)).toMatchObject({ status: 'SKIP', reason: 'PF-NOT-A-CHECKOUT' });
});

test('without git a folder that is no checkout is a SKIP too, and a checkout is refused for want of git', async () => {
  const nowhere = join(bench.root, 'no-programs');
  vi.stubEnv('PATH', nowhere);
  try {
    expect(await trackedSecrets.run(bench)).toMatchObject({ status: 'SKIP', reason: 'PF-NOT-A-CHECKOUT' });
    await mkdir(join(bench.workspace, '.git'));
    expect(await trackedSecrets.run(bench)).toMatchObject({ status: 'FAIL', reason: 'PF-GIT-MISSING' });
  } finally {
    vi.unstubAllEnvs();
  }
});

test('a clean checkout passes, a planted secret refuses with rule, file and line', async () => {
  await git('init', '-q');
  await writeFile(join(bench.workspace, 'README.md'), '# A checkout\n');
  await git('add', '.');
  expect(await trackedSecrets.run(bench)).toMatchObject({ status: 'PASS' });

  await mkdir(join(bench.workspace, 'config'));
  await writeFile(join(bench.workspace, 'config', 'payments.yaml'), `provider: stripe\nkey: ${PLANTED}\n`);
  await git('add', '.');
  const outcome = await trackedSecrets.run(bench);
  expect(outcome).toMatchObject({ status: 'FAIL', reason: 'PF-TRACKED-SECRET' });
  expect(JSON.stringify(outcome)).toContain('config/payments.yaml:2');
  expect(JSON.stringify(outcome)).not.toContain(PLANTED);
});

test('an untracked file is not scanned', async () => {
  await git('init', '-q');
  await writeFile(join(bench.workspace, 'README.md'), '# A checkout\n');
  await git('add', '.');
  await writeFile(join(bench.workspace, '.env.local'), `PLANTED=${PLANTED}\n`);
  expect(await trackedSecrets.run(bench)).toMatchObject({ status: 'PASS' });
});

test('git is needed in a checkout and nowhere else', async () => {
  expect(await gitPresent.run(bench)).toMatchObject({ status: 'PASS' });
  const without = bench.withEnv({ PATH: '/nonexistent' });
  expect(await gitPresent.run(without)).toMatchObject({ status: 'SKIP', reason: 'PF-GIT-NOT-NEEDED' });
  await git('init', '-q');
  expect(await gitPresent.run(without)).toMatchObject({ status: 'FAIL', reason: 'PF-GIT-MISSING' });
});
