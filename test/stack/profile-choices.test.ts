import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { listProfileSummaries, profileSummary } from '../../src/stack/profile-choices.ts';
import { listProfiles } from '../../src/stack/profile-loader.ts';
import { temporaryFolder, testHost } from '../fixtures/test-host.ts';

const BUILT_IN = fileURLToPath(new URL('../../profiles/embedded.yaml', import.meta.url));

describe('the profiles to choose from', () => {
  it('are told as they would be read', async () => {
    const host = testHost();
    expect(await listProfileSummaries(host)).toEqual((await listProfiles(host)).map(profileSummary));
  });

  it('are read from a file that is not the built-in one, though its name is the same', async () => {
    const folder = temporaryFolder();
    const host = testHost({ env: { BUS_SETUP_PROFILES: folder } });
    await copyFile(BUILT_IN, join(folder, 'embedded.yaml'));
    const before = await listProfileSummaries(host);
    const changed = (await readFile(BUILT_IN, 'utf8')).replace(/^title: .*$/m, 'title: Another one');
    await writeFile(join(folder, 'embedded.yaml'), changed);
    const after = await listProfileSummaries(host);
    expect(before[0]?.title).not.toBe('Another one');
    expect(after).toEqual([{ ...before[0], title: 'Another one' }, ...before.slice(1)]);
  });
});
