import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packTar } from 'modern-tar';
import { describe, expect, it } from 'vitest';
import { packArchive } from '../../src/bundle/archive.ts';
import { readArchive } from '../../src/evidence/verify/read-archive.ts';
import { readEvidence, verifyPath } from '../../src/evidence/verify/verify-path.ts';
import { systemHost } from '../../src/host/host.ts';
import { SetupError } from '../../src/reasons/setup-error.ts';
import { temporaryFolder } from '../fixtures/test-host.ts';
import { written } from './on-disk.ts';
import { plainGzip } from './plain-gzip.ts';
import { sampleResults } from './sample-results.ts';
import { run } from './signing/ssh-tools.ts';

const TIME = new Date('2026-03-01T10:00:00Z');
const signal = new AbortController().signal;

type Entries = Parameters<typeof packTar>[0];

function member(name: string, more: object = {}, body = 'x'): Entries[number] {
  const header = { name, size: body.length, type: 'file', mode: 0o644, uid: 0, gid: 0, mtime: TIME, ...more };
  return { header, body } as Entries[number];
}

async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'accepted';
  } catch (error) {
    if (error instanceof SetupError) return error.reason.id;
    throw error;
  }
}

async function refusalOf(entries: Entries): Promise<string> {
  return await refusal(readArchive(plainGzip(await packTar(entries))));
}

describe('an archive', () => {
  it('is read when it is in the one form', async () => {
    expect(await refusalOf([member('evidence/a'), member('evidence/b')])).toBe('accepted');
  });

  it.each([
    ['a way out', [member('evidence/../../etc/passwd')]],
    ['an absolute name', [member('/etc/passwd')]],
    ['a backslash', [member('evidence\\a')]],
    ['a symbolic link', [member('evidence/a', { type: 'symlink', linkname: '/etc/passwd', size: 0 }, '')]],
    ['a hard link', [member('evidence/a', { type: 'link', linkname: 'evidence/b', size: 0 }, '')]],
    ['a device', [member('evidence/a', { type: 'character-device', size: 0 }, '')]],
    ['a folder', [member('evidence/a', { type: 'directory', size: 0 }, ''), member('evidence/b')]],
    ['the same name twice', [member('evidence/a'), member('evidence/a', {}, 'y')]],
    ['names that differ in case only', [member('evidence/A'), member('evidence/a')]],
    ['a file that is a folder too', [member('evidence/a'), member('evidence/a/b')]],
    ['two top folders', [member('evidence/a'), member('other/b')]],
    ['another order', [member('evidence/b'), member('evidence/a')]],
    ['an owner', [member('evidence/a', { uid: 7 })]],
    ['a name of an owner', [member('evidence/a', { uname: 'root' })]],
    ['a mode that runs', [member('evidence/a', { mode: 0o4755 })]],
    ['two times', [member('evidence/a'), member('evidence/b', { mtime: new Date(0) })]],
    ['extended headers', [member('evidence/a', { pax: { path: 'evidence/b' } })]],
    ['a name too long', [member(`evidence/${'a'.repeat(300)}`)]],
  ] satisfies [string, Entries][])('with %s is refused', async (_name, entries) => {
    expect(await refusalOf(entries)).toBe('EV-HOSTILE-ARCHIVE');
  });

  it('with bytes behind its end, between its members or in its padding is refused', async () => {
    const { tar } = await packArchive([{ path: 'evidence/a', bytes: Buffer.from('x') }], TIME);
    for (const at of [513, 700, 1_023, tar.length - 1]) {
      const changed = Buffer.from(tar);
      changed[at] = 1;
      expect(await refusal(readArchive(plainGzip(changed))), String(at)).toBe('EV-HOSTILE-ARCHIVE');
    }
    const longer = Buffer.concat([tar, Buffer.alloc(512), tar]);
    expect(await refusal(readArchive(plainGzip(longer)))).toBe('EV-HOSTILE-ARCHIVE');
  });

  it('with bytes behind its gzip, a second member, or more in its gzip header is refused', async () => {
    const { gzip } = await packArchive([{ path: 'evidence/a', bytes: Buffer.from('x') }], TIME);
    const whole = Buffer.from(gzip);
    expect(await refusal(readArchive(whole))).toBe('accepted');
    const named = Buffer.concat([whole.subarray(0, 10), Buffer.from('note\0'), whole.subarray(10)]);
    named[3] = 0x08;
    const timed = Buffer.from(whole);
    timed[4] = 1;
    const cut = whole.subarray(0, -1);
    for (const changed of [
      Buffer.concat([whole, Buffer.from('\0')]),
      Buffer.concat([whole, Buffer.from('text behind the end')]),
      Buffer.concat([whole, plainGzip('')]),
      Buffer.concat([whole, whole]),
      Buffer.concat([plainGzip(''), whole]),
      named,
      timed,
      cut,
    ]) {
      expect(await refusal(readArchive(changed))).toBe('EV-HOSTILE-ARCHIVE');
    }
  });

  it.each([
    ['a sparse file', 'S'],
    ['a long name of GNU', 'L'],
    ['a long link of GNU', 'K'],
    ['a global extended header', 'g'],
    ['an extended header', 'x'],
    ['a contiguous file', '7'],
    ['a type that nobody knows', 'Z'],
    ['the type of old archives', '\0'],
  ])('with %s is refused', async (_name, type) => {
    const members = [
      { path: 'evidence/a', bytes: Buffer.from('x') },
      { path: 'evidence/b', bytes: Buffer.from('y') },
    ];
    const tar = Buffer.from((await packArchive(members, TIME)).tar);
    tar.write(type, 156, 'latin1');
    const header = tar.subarray(0, 512);
    header.fill(' ', 148, 156);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
    expect(await refusal(readArchive(plainGzip(tar)))).toBe('EV-HOSTILE-ARCHIVE');
  });

  it('that unpacks to more than any evidence is not unpacked to its end', async () => {
    const bomb = plainGzip(Buffer.alloc(300 * 1024 * 1024));
    expect(bomb.length).toBeLessThan(1024 * 1024);
    expect(await refusal(readArchive(bomb))).toBe('EV-TOO-LARGE');
  });

  it('of more members than any evidence is refused before a reader of tar has made something of them', async () => {
    const { tar } = await packArchive([{ path: 'evidence/a', bytes: Buffer.alloc(0) }], TIME);
    const header = Buffer.from(tar.subarray(0, 512));
    // Broken, which only the reader would notice.
    header.write('0', 148, 'latin1');
    const many = plainGzip(Buffer.alloc(512 * 20_001, header));
    expect(await refusal(readArchive(many))).toBe('EV-TOO-LARGE');
  });

  it('that is none is refused', async () => {
    for (const bytes of ['', 'hello', '\x1f\x8b', plainGzip('not a tar'), plainGzip('')]) {
      expect(await refusal(readArchive(Buffer.from(bytes)))).toMatch(/^EV-/);
    }
  });

  it('with any single byte of its tar changed is refused or found broken', async () => {
    const results = sampleResults({ change: (check) => (check.id === 'models' ? check : undefined) });
    const evidence = await written(results);
    const { tar } = await packArchive(
      [...(await readEvidence(evidence.archive, signal)).files].map(([path, bytes]) => ({
        path: `evidence/${path}`,
        bytes,
      })),
      new Date(results.volatile.startedAt),
    );
    const file = join(temporaryFolder(), 'changed.tar.gz');
    const request = { host: systemHost(), signal, digest: evidence.tarSha256 };
    for (let at = 0; at < tar.length; at += 1_999) {
      const changed = Buffer.from(tar);
      changed[at] = (changed[at] ?? 0) ^ 4;
      writeFileSync(file, plainGzip(changed));
      expect(await refusal(verifyPath(file, request)), String(at)).toMatch(
        /^EV-(HOSTILE-ARCHIVE|ARCHIVE-DIGEST)$/,
      );
    }
  });
});

describe('a run folder', () => {
  it('may be reached by a link; its evidence may not be one', async () => {
    const evidence = await written(sampleResults());
    const folder = temporaryFolder();
    const request = { host: systemHost(), signal };
    symlinkSync(join(evidence.folder, '..'), join(folder, 'latest'));
    expect((await verifyPath(join(folder, 'latest'), request)).sound).toBe(true);
    symlinkSync(evidence.folder, join(folder, 'evidence'));
    expect(await refusal(verifyPath(folder, request))).toBe('EV-HOSTILE-ARCHIVE');
  });
});

describe('a folder', () => {
  it('with a link, a pipe or a strange name is refused', async () => {
    for (const spoil of [
      (folder: string) => symlinkSync('/etc/passwd', join(folder, 'data/link')),
      (folder: string) => symlinkSync('/etc', join(folder, 'data/folder')),
      (folder: string) => void run('mkfifo', [join(folder, 'data/pipe')]),
      (folder: string) => writeFileSync(join(folder, 'data/näme'), ''),
      (folder: string) => writeFileSync(join(folder, 'data/REPORT.MD'), ''),
      (folder: string) => mkdirSync(join(folder, '1/2/3/4/5/6/7/8/9'), { recursive: true }),
    ]) {
      const evidence = await written(sampleResults());
      spoil(evidence.folder);
      expect(await refusal(readEvidence(evidence.folder, signal))).toBe('EV-HOSTILE-ARCHIVE');
    }
  });

  it('without evidence, or that is not there, is told apart', async () => {
    expect(await refusal(readEvidence(temporaryFolder(), signal))).toBe('EV-NOT-EVIDENCE');
    expect(await refusal(readEvidence('/no/such/path', signal))).toBe('EV-UNREADABLE');
  });
});
