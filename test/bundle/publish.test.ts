import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { publishBundle } from '../../src/bundle/publish.ts';
import { type Scratch, scratch } from './bundle-fixture.ts';

let place: Scratch;
beforeEach(async () => {
  place = await scratch();
});
afterEach(() => place.remove());

describe('publishBundle', () => {
  it('gives each of several writers at the same time a name of its own', async () => {
    const bundles = await Promise.all(
      ['one', 'two', 'three', 'four'].map((text) => publishBundle(place.folder, Buffer.from(text))),
    );
    expect(new Set(bundles.map(({ path }) => path)).size).toBe(4);
    const contents = await Promise.all(bundles.map(({ path }) => readFile(path, 'utf8')));
    expect(contents).toEqual(['one', 'two', 'three', 'four']);
    expect(await readdir(place.folder)).toHaveLength(8);
  });

  it('does not touch what has the name already, not even a link that leads nowhere', async () => {
    await symlink('/nowhere/at/all', join(place.folder, 'bundle.tar.gz'));
    await writeFile(join(place.folder, 'bundle-2.tar.gz.sha256'), 'mine');
    const { path } = await publishBundle(place.folder, Buffer.from('x'));
    expect(path).toBe(join(place.folder, 'bundle-3.tar.gz'));
    expect(await readFile(join(place.folder, 'bundle-2.tar.gz.sha256'), 'utf8')).toBe('mine');
  });

  it('leaves nothing when one of its files cannot be written', async () => {
    await mkdir(join(place.folder, 'bundle.tar.gz.key'));
    const published = publishBundle(place.folder, Buffer.from('x'), { key: new Uint8Array(32) });
    await expect(published).rejects.toMatchObject({ reason: { id: 'RN-OUTPUT-UNUSABLE' } });
    expect(await readdir(place.folder)).toEqual(['bundle.tar.gz.key']);
  });

  it('says that the folder cannot be used', async () => {
    await expect(publishBundle(join(place.folder, 'gone'), Buffer.from('x'))).rejects.toMatchObject({
      reason: { id: 'RN-OUTPUT-UNUSABLE' },
    });
  });
});
