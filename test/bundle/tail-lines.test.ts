import { describe, expect, it } from 'vitest';
import { cutNotice, lastLines, plainLine } from '../../src/bundle/tail-lines.ts';

const tail = (text: string, cap: number) => Buffer.from(lastLines(Buffer.from(text), cap)).toString();

describe('lastLines', () => {
  it('keeps a text that fits', () => expect(tail('a\nb\n', 4)).toBe('a\nb\n'));
  it('keeps whole lines only', () => expect(tail('aaaa\nbb\ncc\n', 7)).toBe('bb\ncc\n'));
  it('keeps a line that starts exactly at the cut', () => expect(tail('aaaa\nbb\ncc\n', 6)).toBe('bb\ncc\n'));
  it('keeps no part of a line that is longer than the cap', () =>
    expect(tail(`a\n${'x'.repeat(20)}`, 5)).toBe(''));
  it('keeps the last line without a line end', () => expect(tail('aaaa\nbb', 3)).toBe('bb'));
});

describe('plainLine', () => {
  it('drops terminal sequences inside a token, so that the redactor sees it whole', () => {
    expect(plainLine('sk_\u001b[31mtest\u001b[0m\u0007_1\u0000\tx')).toBe('sk_test_1\tx');
  });

  it('keeps no part of a line without an end', () => {
    expect(plainLine('x'.repeat(32 * 1024))).toHaveLength(32 * 1024);
    expect(plainLine('x'.repeat(32 * 1024 + 1))).toBe('[bus-setup: a line of more than 32 KiB left out]');
  });
});

it('tells the limit by which a text was cut, in the format of the text', () => {
  expect(cutNotice('logs/nginx.log', 'the last 2000 lines')).toBe(
    '[bus-setup: older lines left out: the last 2000 lines]\n',
  );
  expect(JSON.parse(cutNotice('run/journal.ndjson', 'the last 4096 KiB'))).toEqual({
    'bus-setup': 'older lines left out: the last 4096 KiB',
  });
});
