import { lstatSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makePrivateFolder } from '../../src/host/private-files.ts';
import { temporaryFolder } from '../fixtures/test-host.ts';

describe('a private folder', () => {
  it('is made with its parents, by several at once, for its owner alone', async () => {
    const folder = join(temporaryFolder(), 'a', 'b', 'c');
    await Promise.all(Array.from({ length: 8 }, () => makePrivateFolder(folder)));
    for (const each of [folder, join(folder, '..'), join(folder, '..', '..')]) {
      expect(lstatSync(each).mode & 0o777).toBe(0o700);
    }
  });

  it('is no file and no link', async () => {
    const place = temporaryFolder();
    writeFileSync(join(place, 'file'), '');
    symlinkSync(temporaryFolder(), join(place, 'link'));
    for (const path of ['file', 'link', 'file/below']) {
      await expect(makePrivateFolder(join(place, path))).rejects.toMatchObject({ code: 'ENOTDIR' });
    }
  });

  // The recursive mkdir of Node goes round for ever there.
  it.runIf(process.platform === 'linux')('is refused where a file system makes none', async () => {
    await expect(makePrivateFolder('/proc/bus-setup/x')).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
