import { execFileSync } from 'node:child_process';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WrittenBundle } from '../../src/bundle/seal-bundle.ts';
import { type Scratch, scratch } from './bundle-fixture.ts';

const CHILD = fileURLToPath(new URL('write-in-child.ts', import.meta.url));
const BLOCK = 512;

let places: Scratch[];

beforeEach(async () => {
  places = [await scratch(), await scratch()];
});

afterEach(async () => {
  for (const { remove } of places) await remove();
});

/** The raw blocks of each member, header and padding included, by its path. */
function rawMembers(tar: Buffer): ReadonlyMap<string, Buffer> {
  const members = new Map<string, Buffer>();
  for (let at = 0; at + BLOCK <= tar.length && tar[at] !== 0; ) {
    const field = (start: number, size: number) =>
      tar
        .toString('latin1', at + start, at + start + size)
        .split('\0', 1)
        .join('');
    const size = Number.parseInt(field(124, 12), 8);
    const end = at + BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    members.set([field(345, 155), field(0, 100)].filter(Boolean).join('/'), tar.subarray(at, end));
    at = end;
  }
  return members;
}

function writeIn(folder: string, umask: string, env: Record<string, string>): WrittenBundle {
  const output = execFileSync(process.execPath, [CHILD, folder, umask], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, ...env },
  });
  return JSON.parse(output);
}

describe('a bundle of the same state', () => {
  it('has the same bytes outside volatile/ under another umask, time zone and locale', async () => {
    const [first, second] = places;
    if (first === undefined || second === undefined) throw new Error('two folders are made above');
    await writeFile(
      join(first.folder, 'results.json'),
      '{"checks":[],"note":"ÄÖ planted-value-4fd1c07b93"}\n',
    );
    await cp(first.folder, second.folder, { recursive: true });
    const one = writeIn(first.folder, '022', { TZ: 'UTC', LC_ALL: 'C', LANG: 'C' });
    const two = writeIn(second.folder, '077', {
      TZ: 'Pacific/Kiritimati',
      LC_ALL: 'tr_TR.UTF-8',
      LANG: 'fi_FI.UTF-8',
    });
    expect(two.contentDigest).toBe(one.contentDigest);

    const left = rawMembers(gunzipSync(await readFile(one.path)));
    const right = rawMembers(gunzipSync(await readFile(two.path)));
    expect([...right.keys()]).toEqual([...left.keys()]);
    const stable = [...left.keys()].filter((path) => !path.startsWith('bus-setup-bundle/volatile/'));
    expect(stable).toContain('bus-setup-bundle/manifest.json');
    expect(stable).toContain('bus-setup-bundle/redactions.json');
    for (const path of stable)
      expect(right.get(path)?.equals(left.get(path) ?? Buffer.of()), path).toBe(true);
    const log = 'bus-setup-bundle/volatile/logs/nginx.log';
    expect(right.get(log)?.equals(left.get(log) ?? Buffer.of())).toBe(false);
  });

  it('carries SOURCE_DATE_EPOCH instead of the start of the run', async () => {
    const [place] = places;
    const written = writeIn(place?.folder ?? '', '022', { SOURCE_DATE_EPOCH: '1000000000' });
    const tar = gunzipSync(await readFile(written.path));
    expect(tar.toString('latin1', 136, 147)).toBe((1_000_000_000).toString(8).padStart(11, '0'));
    expect(tar.toString('utf8')).toContain('2001-09-09T01:46:40.000Z');
  });
});
