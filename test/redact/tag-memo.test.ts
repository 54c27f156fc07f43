import { expect, it } from 'vitest';
import { TagMemo } from '../../src/redact/tag-memo.ts';

const MOST = 500;

function tagOf(memo: TagMemo, position: number): string {
  return memo.tags.toString('latin1', position, position + 4);
}

it('finds every value again, and none that only begins or ends like one', () => {
  const memo = new TagMemo(MOST, 4);
  const values = Array.from({ length: MOST }, (_, i) => Buffer.from(`${'v'.repeat(i % 90)}${i}`));
  values.forEach((value, i) => {
    expect(memo.find(value, 0, value.length)).toBe(-1);
    memo.add(value, 0, value.length, String(i).padStart(4, '0'));
  });
  values.forEach((value, i) => {
    const place = Buffer.concat([Buffer.from('before '), value, Buffer.from(' after')]);
    expect(tagOf(memo, memo.find(place, 7, 7 + value.length))).toBe(String(i).padStart(4, '0'));
  });
  expect(memo.find(Buffer.from('v1x'), 0, 3)).toBe(-1);
  memo.clear();
  for (const value of values) expect(memo.find(value, 0, value.length)).toBe(-1);
});

it('gives a tag a place without remembering its value', () => {
  const memo = new TagMemo(1, 4);
  const value = Buffer.from('value');
  memo.find(value, 0, value.length);
  const first = memo.add(value, 0, value.length, 'aaaa');
  expect(tagOf(memo, memo.hold('bbbb'))).toBe('bbbb');
  expect(tagOf(memo, first)).toBe('aaaa');
});
