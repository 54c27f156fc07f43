import { chmod, readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Host } from '../../../src/host/host.ts';
import { createRuntime } from '../../../src/stack/create-runtime.ts';
import { clock } from '../../../src/steps/preflight/clock.ts';
import { diskSpace } from '../../../src/steps/preflight/disk-space.ts';
import { dockerPresent } from '../../../src/steps/preflight/docker-present.ts';
import { nodeVersion } from '../../../src/steps/preflight/node-version.ts';
import { outputFolder } from '../../../src/steps/preflight/output-folder.ts';
import { portsFree } from '../../../src/steps/preflight/ports-free.ts';
import type { ProbeContext } from '../../../src/steps/preflight/probe.ts';
import { profileValid } from '../../../src/steps/preflight/profile-valid.ts';
import { foreignListener } from '../../stack/foreign-listener.ts';
import { type ProbeBench, probeBench } from './probe-context.ts';

let bench: ProbeBench;
beforeEach(async () => {
  bench = await probeBench();
});
afterEach(async () => {
  await bench.remove();
});

function withHost(changes: Partial<Host>): ProbeContext {
  return { ...bench, host: { ...bench.host, ...changes } };
}

function withFolder(folder: string): ProbeContext {
  return { ...bench, folder: { ...bench.folder, folder } };
}

function withPort(port: number): ProbeContext {
  const { stackFolder } = bench.folder;
  return {
    ...bench,
    runtime: createRuntime(bench.loaded, { host: bench.host, stackFolder, secrets: bench.secrets, port }),
  };
}

test.each([
  ['22.18.9', 'FAIL'],
  ['22.19.0', 'PASS'],
  ['24.1.0', 'PASS'],
  ['9.99.0', 'FAIL'],
])('Node %s is %s', async (version, status) => {
  expect(await nodeVersion.run(withHost({ nodeVersion: version }))).toMatchObject({ status });
});

test('the profile on disk must be the one that was loaded', async () => {
  expect(await profileValid.run(bench)).toMatchObject({
    status: 'PASS',
    observed: expect.stringContaining('18 services'),
  });
  const { source } = bench.loaded;
  const older = { ...bench, loaded: { ...bench.loaded, source: { ...source, text: `${source.text}\n` } } };
  expect(await profileValid.run(older)).toMatchObject({ status: 'FAIL', reason: 'ST-PROFILE-INVALID' });
});

test('Docker does not apply to the embedded stack', async () => {
  expect(await dockerPresent.run(bench)).toMatchObject({ status: 'SKIP', reason: 'PF-DOCKER-NOT-NEEDED' });
});

describe('the output folder', () => {
  test('passes and leaves nothing in it', async () => {
    expect(await outputFolder.run(bench)).toMatchObject({ status: 'PASS' });
    expect(await diskSpace.run(bench)).toMatchObject({ status: expect.stringMatching(/PASS|FAIL/) });
    expect(await clock.run(bench)).toMatchObject({ status: 'PASS' });
    expect(await readdir(bench.folder.folder)).toEqual([]);
  });

  test('is refused when it is a link, missing, or open to others', async () => {
    const link = join(bench.root, 'link');
    await symlink(bench.folder.folder, link);
    expect(await outputFolder.run(withFolder(link))).toMatchObject({
      status: 'FAIL',
      reason: 'PF-OUTPUT-LINK',
    });
    const missing = withFolder(join(bench.root, 'missing'));
    expect(await outputFolder.run(missing)).toMatchObject({ status: 'FAIL', reason: 'PF-OUTPUT-UNWRITABLE' });
    await chmod(bench.folder.folder, 0o777);
    expect(await outputFolder.run(bench)).toMatchObject({ status: 'FAIL', reason: 'PF-OUTPUT-EXPOSED' });
  });
});

describe('the clock', () => {
  test('is refused in a year that cannot be', async () => {
    const outcome = await clock.run(withHost({ now: () => new Date('1970-01-01T00:00:10Z') }));
    expect(outcome).toMatchObject({
      status: 'FAIL',
      reason: 'PF-CLOCK-WRONG',
      detail: expect.stringContaining('1970'),
    });
  });

  test('is refused when it jumps while it is watched', async () => {
    let jumped = 0;
    const now = () => new Date(Date.now() + jumped);
    const sleep = async () => {
      jumped = 3_600_000;
    };
    expect(await clock.run(withHost({ now, sleep }))).toMatchObject({
      detail: expect.stringContaining('jumped'),
    });
  });

  test('is refused when the disk has another time', async () => {
    const ahead = () => new Date(Date.now() + 3_600_000);
    expect(await clock.run(withHost({ now: ahead }))).toMatchObject({
      // A second more for each that the file took.
      detail: expect.stringMatching(/differ by 36\d\d s/),
    });
  });
});

describe('the ports', () => {
  test('are free, or picked by the stack', async () => {
    expect(await portsFree.run(withPort(0))).toMatchObject({ status: 'PASS' });
  });

  test('are ours while the stack of this folder runs, also when it was asked for on another one', async () => {
    const observer = { serviceChanged: () => undefined, logLine: () => undefined };
    const { status } = await bench.runtime.start({ signal: bench.signal, observer });
    const other = await foreignListener();
    try {
      const { host, port } = new URL(status.urls.gateway ?? '');
      const ours = { status: 'PASS', observed: `the stack runs already, and listens on ${host}` };
      expect(await portsFree.run(withPort(Number(port)))).toEqual(ours);
      expect(await portsFree.run(withPort(other.port))).toEqual(ours);
    } finally {
      await other.stop();
      await bench.runtime.stop({ wipe: true, signal: bench.signal });
    }
  });

  test('of another program are told with its name and process id', async () => {
    const other = await foreignListener();
    try {
      const outcome = await portsFree.run(withPort(other.port));
      expect(outcome).toMatchObject({ status: 'FAIL', reason: 'PF-PORT-TAKEN' });
      expect(JSON.stringify(outcome)).toContain(`(process ${other.pid})`);
    } finally {
      await other.stop();
    }
  });
});
