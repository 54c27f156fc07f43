import { readlinkSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { latestRun, openRunFolder, RUNS_FOLDER, stackFolderOf } from '../../src/steps/run-folder.ts';
import { testHost } from '../fixtures/test-host.ts';

describe('openRunFolder', () => {
  it('makes a folder of its own under bus-setup-runs, private, and points latest at it', async () => {
    const host = testHost();
    const first = await openRunFolder(host, undefined);
    const second = await openRunFolder(host, undefined);
    expect(second.folder).not.toBe(first.folder);
    expect(second.stackFolder).toBe(first.stackFolder);
    expect(readlinkSync(join(host.cwd, RUNS_FOLDER, 'latest'))).toBe(basename(second.folder));
    expect(statSync(second.folder).mode & 0o777).toBe(0o700);
    expect(await latestRun(join(host.cwd, RUNS_FOLDER))).toBe(second.folder);
  });

  it('adds to the latest run when asked to', async () => {
    const host = testHost();
    const first = await openRunFolder(host, undefined);
    expect((await openRunFolder(host, undefined, true)).folder).toBe(first.folder);
  });

  it('uses --output as it is, with its own stack', async () => {
    const host = testHost();
    const made = await openRunFolder(host, 'evidence/run-1');
    expect(made.folder).toBe(join(host.cwd, 'evidence/run-1'));
    expect(made.stackFolder).toBe(join(host.cwd, 'evidence/run-1/stack'));
    expect(stackFolderOf(host, 'evidence/run-1')).toBe(made.stackFolder);
  });

  it('refuses an output folder that is a file or a link', async () => {
    const host = testHost();
    writeFileSync(join(host.cwd, 'file'), '');
    await expect(openRunFolder(host, 'file')).rejects.toThrow('RN-OUTPUT-UNUSABLE');
    await mkdir(join(host.cwd, 'real'));
    symlinkSync('real', join(host.cwd, 'link'));
    await expect(openRunFolder(host, 'link')).rejects.toThrow('RN-OUTPUT-UNUSABLE');
  });
});

describe('latestRun', () => {
  it('does not follow a pointer out of the root', async () => {
    const host = testHost();
    const root = join(host.cwd, RUNS_FOLDER);
    await mkdir(root);
    expect(await latestRun(root)).toBeUndefined();
    symlinkSync('../..', join(root, 'latest'));
    expect(await latestRun(root)).toBeUndefined();
  });

  it('reads a plain pointer file where the disk has no links', async () => {
    const host = testHost();
    const root = join(host.cwd, RUNS_FOLDER);
    await mkdir(join(root, 'run-1'), { recursive: true });
    writeFileSync(join(root, 'latest'), 'run-1\n');
    expect(await latestRun(root)).toBe(join(root, 'run-1'));
  });
});
