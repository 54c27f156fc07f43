import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { checkMemberNames, packArchive } from '../../src/bundle/archive.ts';
import { sourceDate } from '../../src/bundle/source-date.ts';

const TIME = new Date('2026-01-02T03:04:05.678Z');

describe('packArchive', () => {
  it('does not depend on the order of its members', async () => {
    const members = ['b', 'a/z', 'a/B', 'a-b', 'a/_'].map((path) => ({ path, bytes: Buffer.from(path) }));
    const one = await packArchive(members, TIME);
    const two = await packArchive([...members].reverse(), TIME);
    expect(two.tarSha256).toBe(one.tarSha256);
    expect(Buffer.compare(one.gzip, two.gzip)).toBe(0);
    const names = execFileSync('tar', ['-tf', '-'], { input: one.tar, encoding: 'utf8' }).trim().split('\n');
    expect(names).toEqual(['a-b', 'a/B', 'a/_', 'a/z', 'b']);
  });

  it('writes plain files of nobody, mode 0644, at one whole second', async () => {
    const { tar, gzip } = await packArchive([{ path: 'a.txt', bytes: Buffer.from('x') }], TIME);
    const line = execFileSync('tar', ['-tvf', '-', '--numeric-owner', '--full-time', '--utc'], {
      input: tar,
      encoding: 'utf8',
    });
    expect(line.trim()).toMatch(/^-rw-r--r-- 0\/0 +1 2026-01-02 03:04:05 a\.txt$/);
    expect(Buffer.from(tar).toString('latin1', 257, 265)).toBe('ustar\u000000');
    // RFC 1952: no name, no time, system unknown.
    expect(Buffer.from(gzip).subarray(0, 10)).toEqual(Buffer.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff));
  });

  it('splits long paths between the two fields of the header and never adds another header', async () => {
    const path = `${'f'.repeat(100)}/${'g'.repeat(54)}/${'n'.repeat(100)}`;
    const { tar } = await packArchive([{ path, bytes: Buffer.alloc(513) }], TIME);
    expect(tar.byteLength % 512).toBe(0);
    expect(Buffer.from(tar).toString('latin1', 156, 157)).toBe('0');
    expect(execFileSync('tar', ['-tf', '-'], { input: tar, encoding: 'utf8' }).trim()).toBe(path);
  });
});

describe('checkMemberNames', () => {
  const refused: readonly (readonly string[])[] = [
    ['../a'],
    ['a/../b'],
    ['/a'],
    ['a/'],
    ['a//b'],
    ['./a'],
    [''],
    ['a\nb'],
    ['a b'],
    ['ä'],
    ['a\\b'],
    ['-rf'],
    ['a.'],
    ['n'.repeat(101)],
    [`${'f/'.repeat(79)}n`],
    ['a/b', 'A/B'],
    ['a', 'a'],
    ['a', 'a/b'],
  ];

  it.each(refused.map((names) => [names]))('refuses %j', (names) => {
    expect(() => checkMemberNames(names)).toThrow(
      expect.objectContaining({ reason: expect.objectContaining({ id: 'BN-UNSAFE-NAME' }) }),
    );
  });

  it('takes ordinary names', () => {
    expect(() => checkMemberNames(['a/b.txt', 'a/B-2.txt', 'a.b/c_d', '.hidden/x'])).not.toThrow();
  });
});

describe('sourceDate', () => {
  it.each(['', 'abc', '-1', '1.5', '8589934592', '99999999999', ' 1'])(
    'ignores SOURCE_DATE_EPOCH=%j',
    (value) => {
      expect(sourceDate({ SOURCE_DATE_EPOCH: value }, TIME)).toEqual(new Date('2026-01-02T03:04:05Z'));
    },
  );
});
