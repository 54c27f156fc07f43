import { gzipSync } from 'node:zlib';
import { packTar } from 'modern-tar';
import { describe, expect, it } from 'vitest';
import { type Archive, type ArchiveMember, packArchive, sha256Hex } from '../../src/bundle/archive.ts';
import { passGate } from '../../src/bundle/gate.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';

const PLANTED = 'planted-value-4fd1c07b93';
const MEMBERS = [
  { path: 'top/a.txt', bytes: Buffer.from('harmless\n') },
  { path: 'top/b.txt', bytes: Buffer.alloc(512, 'b') },
];

function options(members: readonly ArchiveMember[] = MEMBERS) {
  const secrets = new SecretRegistry();
  secrets.secret('PLANTED', PLANTED);
  return { members, secrets, signal: new AbortController().signal };
}

function archiveOf(tar: Uint8Array): Archive {
  return { tar, gzip: gzipSync(tar), tarSha256: sha256Hex(tar) };
}

const refusal = (id: string, detail: RegExp) => ({ reason: { id, detail: expect.stringMatching(detail) } });

/** Base64 of base64 of base64 …, cut off where it is too long to go on with. */
function nested(times: number): Buffer {
  let bytes = Buffer.from(PLANTED);
  for (let i = 0; i < times; i++) bytes = Buffer.from(bytes.toString('base64').slice(0, 64 * 1024));
  return bytes;
}

describe('passGate', () => {
  it('lets a clean archive through', async () => {
    await expect(passGate(await packArchive(MEMBERS, new Date(0)), options())).resolves.toBeUndefined();
  });

  it.each([
    ['raw', PLANTED],
    ['base64', Buffer.from(`xx${PLANTED}yy`).toString('base64')],
    ['hex', Buffer.from(PLANTED).toString('hex')],
    ['percent', [...PLANTED].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join('')],
  ])('refuses a member that holds a known value, %s', async (_, text) => {
    const members = [...MEMBERS, { path: 'top/c.txt', bytes: Buffer.from(`x ${text} y`) }];
    const archive = await packArchive(members, new Date(0));
    await expect(passGate(archive, options(members))).rejects.toMatchObject(
      refusal('BN-LEAK', /top\/c\.txt/),
    );
  });

  it('refuses a shape that nobody registered', async () => {
    const planted = ['sk', 'live', '4eC39HqLyjWDarjtT1zdp7dcAbCdEfGh'].join('_');
    const members = [{ path: 'top/c.txt', bytes: Buffer.from(`key: ${planted}\n`) }];
    const archive = await packArchive(members, new Date(0));
    await expect(passGate(archive, options(members))).rejects.toMatchObject(
      refusal('BN-LEAK', /top\/c\.txt/),
    );
  });

  it('refuses a known value between the members, where no member shows it', async () => {
    const { tar } = await packArchive(MEMBERS, new Date(0));
    Buffer.from(tar.buffer, tar.byteOffset, tar.byteLength).write(PLANTED, 512 + 100, 'latin1');
    await expect(passGate(archiveOf(tar), options())).rejects.toMatchObject(
      refusal('BN-LEAK', /bundle\.tar/),
    );
  });

  it('refuses a known value in the gzip, where nobody who unpacks it sees it', async () => {
    const { tar, gzip } = await packArchive(MEMBERS, new Date(0));
    const plain = Buffer.from(gzip);
    const named = Buffer.concat([plain.subarray(0, 3), Buffer.of(8), plain.subarray(4, 10)]);
    for (const changed of [
      Buffer.concat([named, Buffer.from(`${PLANTED}\0`), plain.subarray(10)]),
      Buffer.concat([plain, Buffer.from(`\0${PLANTED}`)]),
    ]) {
      await expect(
        passGate({ tar, gzip: changed, tarSha256: sha256Hex(tar) }, options()),
      ).rejects.toMatchObject(refusal('BN-LEAK', /known-value in bundle\.tar\.gz/));
    }
  });

  it('refuses a name that holds a known value, and does not repeat it', async () => {
    const members = [...MEMBERS, { path: `top/${PLANTED}.txt`, bytes: Buffer.from('c') }];
    const archive = await packArchive(members, new Date(0));
    await expect(passGate(archive, options(members))).rejects.toMatchObject(
      refusal('BN-LEAK', /^rule known-value in the name of member 3$/),
    );
  });

  it('looks two encodings deep, and no deeper', async () => {
    for (const [times, isFound] of [
      [2, true],
      [1_000, false],
    ] as const) {
      const members = [{ path: 'top/a.txt', bytes: Buffer.from(nested(times)) }];
      const answer = passGate(await packArchive(members, new Date(0)), options(members));
      if (isFound)
        await expect(answer).rejects.toMatchObject(refusal('BN-LEAK', /top\/a\.txt!base64!base64/));
      else await expect(answer).resolves.toBeUndefined();
    }
  });

  it('refuses what unpacks to more than can be looked at', async () => {
    const members = [{ path: 'top/a.bin', bytes: gzipSync(Buffer.alloc(80 * 1024 * 1024), { level: 1 }) }];
    const answer = passGate(await packArchive(members, new Date(0)), options(members));
    await expect(answer).rejects.toMatchObject(refusal('BN-LEAK', /^rule unscanned in top\/a\.bin/));
  });

  it.each([
    ['an added member', [...MEMBERS, { path: 'top/c.txt', bytes: Buffer.from('c') }]],
    ['a missing member', MEMBERS.slice(1)],
    ['another content', [{ path: 'top/a.txt', bytes: Buffer.from('changed!\n') }, ...MEMBERS.slice(1)]],
    ['another name', [{ path: 'top/z.txt', bytes: Buffer.from('harmless\n') }, ...MEMBERS.slice(1)]],
  ])('refuses an archive with %s', async (_, packed) => {
    const archive = await packArchive(packed, new Date(0));
    await expect(passGate(archive, options())).rejects.toMatchObject({ reason: { id: 'BN-BROKEN-ARCHIVE' } });
  });

  it('refuses a link, and a gzip that holds something else', async () => {
    const link = {
      header: { name: 'top/a.txt', size: 0, type: 'symlink' as const, linkname: '/etc/passwd' },
    };
    const members = [{ path: 'top/a.txt', bytes: new Uint8Array() }];
    const linked = archiveOf(await packTar([link]));
    await expect(
      passGate(linked, options(members.map(({ path }) => ({ path, bytes: Buffer.of() })))),
    ).rejects.toMatchObject({
      reason: { id: 'BN-BROKEN-ARCHIVE' },
    });
    const archive = await packArchive(MEMBERS, new Date(0));
    const swapped = { ...archive, gzip: gzipSync('something else') };
    await expect(passGate(swapped, options())).rejects.toMatchObject({ reason: { id: 'BN-BROKEN-ARCHIVE' } });
  });
});
