import { describe, expect, test } from 'vitest';
import { glyphsFor } from '../../src/screens/glyphs.ts';
import { clockText, countText, durationText, sizeText } from '../../src/screens/quantities.ts';
import { barText } from '../../src/screens/tally-bar.tsx';

test.each([
  [0, '0 ms'],
  [12.4, '12 ms'],
  [999.4, '999 ms'],
  [999.6, '1.0 s'],
  [59_940, '59.9 s'],
  [59_960, '1 min 0 s'],
  [200_000, '3 min 20 s'],
])('%d ms is %s', (ms, text) => {
  expect(durationText(ms)).toBe(text);
});

test.each([
  [-5, '00:00'],
  [3_999, '00:03'],
  [61_000, '01:01'],
  [3_599_999, '59:59'],
  [3_661_000, '1:01:01'],
])('%d ms on the clock is %s', (ms, text) => {
  expect(clockText(ms)).toBe(text);
});

test('sizes and counts', () => {
  expect([sizeText(999), sizeText(12_400), sizeText(3_400_000)]).toEqual(['999 B', '12 KB', '3.4 MB']);
  expect([countText(0, 'file'), countText(1, 'file')]).toEqual(['0 files', '1 file']);
});

describe('the bar', () => {
  const glyphs = glyphsFor({}, 'linux');
  const drawn = (done: number, of: number): string => {
    const bar = barText({ done, of, failed: 0 }, 10, glyphs);
    return bar.done + bar.left;
  };

  test('is empty only at nothing and full only at everything', () => {
    expect(drawn(0, 100)).toBe('----------');
    expect(drawn(1, 100)).toBe('=>--------');
    expect(drawn(99, 100)).toBe('=========>');
    expect(drawn(100, 100)).toBe('==========');
    expect(drawn(0, 0)).toBe('----------');
  });

  test('is as wide as it was told', () => {
    for (let done = 0; done <= 30; done += 1) expect(drawn(done, 30)).toHaveLength(10);
  });
});
