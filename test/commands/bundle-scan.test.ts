import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { packTar, type TarEntry } from 'modern-tar';
import { describe, expect, it } from 'vitest';
import { scanBundle } from '../../src/commands/bundle-scan.ts';
import { plainHost } from '../bundle/bundle-fixture.ts';
import { temporaryFolder } from '../fixtures/test-host.ts';
import { recordedConsole } from './recorded-console.ts';

const { signal: never } = new AbortController();

const PLANTED = ['sk', 'live', '51Hq9Zk3TmP0rVbX7nYcD2eF'].join('_');
const VALUE = 'known-by-env-71c0de99';

/** Scans an archive of the members given. */
async function scanned(members: Readonly<Record<string, string>>, json = false) {
  const folder = temporaryFolder();
  const tar = await packTar(
    Object.entries(members).map(([name, body]) => ({
      header: { name, size: Buffer.byteLength(body) },
      body,
    })),
  );
  writeFileSync(join(folder, 'x.tar.gz'), gzipSync(tar));
  return scanFile(folder, 'x.tar.gz', json);
}

async function scanFile(folder: string, file: string, json = false) {
  const console = recordedConsole();
  const host = plainHost(folder, { HOME: folder, MY_API_TOKEN: VALUE });
  const code = await scanBundle(host, console, file, { json }, never);
  return { code, text: console.printed.join('\n') };
}

describe('bus-setup bundle scan', () => {
  it('ends with 0 without a hit', async () => {
    const { code, text } = await scanned({ 'a.txt': 'harmless\n' });
    expect(code).toBe(0);
    expect(text).toMatch(/^1 member, 0\.0 MB scanned for 1 secret .*: 0 hits$/);
  });

  it.each([
    ['a shape', { 'a/b.txt': `x ${PLANTED}` }, 'a/b.txt'],
    ['a value of this machine', { 'a/b.txt': `x ${VALUE} y` }, 'a/b.txt'],
    ['the same in base64', { 'a/b.txt': Buffer.from(`--${VALUE}--`).toString('base64') }, 'a/b.txt'],
    ['a file name', { 'a.txt': 'a', [`${VALUE}.txt`]: 'b' }, '(name of member 2)'],
    ['a window after the first', { 'a.log': `${'harmless line\n'.repeat(40_000)}${PLANTED}\n` }, 'a.log'],
  ])('ends with 6 at %s, and does not repeat it', async (_, members, where) => {
    for (const json of [false, true]) {
      const { code, text } = await scanned(members, json);
      expect(code).toBe(6);
      expect(text).toContain(where);
      expect(text).not.toContain(PLANTED);
      expect(text).not.toContain(VALUE);
    }
  });

  const plain = { name: 'a.txt', size: 1 };
  it.each<[string, TarEntry, string]>([
    ['the target of a link', { header: { ...plain, size: 0, type: 'symlink', linkname: VALUE } }, 'around'],
    ['a pax record', { header: { ...plain, pax: { comment: VALUE } }, body: 'a' }, 'around'],
    [
      'a long name',
      { header: { ...plain, name: `${'long/'.repeat(60)}${VALUE}` }, body: 'a' },
      'name of member',
    ],
    ['the name of an owner', { header: { ...plain, uname: VALUE }, body: 'a' }, 'around'],
  ])('finds a secret in %s', async (_, entry, where) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'x.tar'), await packTar([entry]));
    const { code, text } = await scanFile(folder, 'x.tar');
    expect(code).toBe(6);
    expect(text).toContain(where);
    expect(text).not.toContain(VALUE);
  });

  it('finds a secret in the head of a gzip, and behind its end', async () => {
    const folder = temporaryFolder();
    const tar = Buffer.from(await packTar([{ header: plain, body: 'a' }]));
    const zipped = gzipSync(tar);
    const head = Buffer.from(zipped.subarray(0, 10)).fill(8, 3, 4);
    const files = {
      'named.tar.gz': Buffer.concat([head, Buffer.from(`${VALUE}\0`), zipped.subarray(10)]),
      'trailing.tar.gz': Buffer.concat([zipped, Buffer.from(`\0\0${VALUE}`)]),
    };
    for (const [name, bytes] of Object.entries(files)) {
      writeFileSync(join(folder, name), bytes);
      const { code, text } = await scanFile(folder, name);
      expect([name, code]).toEqual([name, 6]);
      expect(text).not.toContain(VALUE);
    }
  });

  it('scans a folder, archives in it and where links lead, and tells what it cannot read', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'send/deep'), { recursive: true });
    writeFileSync(join(folder, 'send/deep/a.txt'), 'harmless\n');
    expect((await scanFile(folder, 'send')).code).toBe(0);
    symlinkSync(`/tmp/${VALUE}`, join(folder, 'send/link'));
    const tar = await packTar([{ header: { name: 'b.txt', size: PLANTED.length }, body: PLANTED }]);
    writeFileSync(join(folder, 'send/deep/logs.tar.gz'), gzipSync(tar));
    writeFileSync(join(folder, 'send/locked.age'), 'age-encryption.org/v1\n');
    const { code, text } = await scanFile(folder, 'send');
    expect(code).toBe(6);
    expect(text).toContain('deep/logs.tar.gz!b.txt: byte 0: gate-stripe');
    expect(text).toContain('(around link): byte 5: known-value');
    expect(text).toContain('locked.age: unscanned: encrypted with age');
    expect(text).not.toContain(VALUE);
  });

  it('finds a secret on the border of two windows', async () => {
    const before = 'x'.repeat(128 * 1024 - 12);
    expect((await scanned({ 'a.log': `${before} ${VALUE} ${'y\n'.repeat(70_000)}` })).code).toBe(6);
  });

  it('refuses what is no archive', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a.txt'), 'text');
    writeFileSync(join(folder, 'a.gz'), gzipSync('text').subarray(0, 12));
    writeFileSync(join(folder, 'a.age'), 'age-encryption.org/v1\n-> X25519 …');
    writeFileSync(join(folder, 'a.zip'), 'PK\x03\x04 and more');
    writeFileSync(join(folder, 'a.xz'), '\xfd7zXZ\0', 'latin1');
    for (const file of ['a.txt', 'a.gz', 'a.age', 'a.zip', 'a.xz', 'gone']) {
      await expect(scanFile(folder, file)).rejects.toMatchObject({ reason: { id: 'BN-NOT-A-BUNDLE' } });
    }
  });
});
