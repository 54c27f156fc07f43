import { describe, expect, it } from 'vitest';
import { CUT_NOTICE, plainLine, tailAtLineBorder } from '../../src/bundle/tail-lines.ts';

const tail = (text: string, cap: number) => Buffer.from(tailAtLineBorder(Buffer.from(text), cap)).toString();

describe('tailAtLineBorder', () => {
  it('keeps a text that fits', () => expect(tail('a\nb\n', 4)).toBe('a\nb\n'));
  it('keeps whole lines only', () => expect(tail('aaaa\nbb\ncc\n', 7)).toBe(`${CUT_NOTICE}bb\ncc\n`));
  it('keeps a line that starts exactly at the cut', () =>
    expect(tail('aaaa\nbb\ncc\n', 6)).toBe(`${CUT_NOTICE}bb\ncc\n`));
  it('keeps no part of a line that is longer than the cap', () =>
    expect(tail(`a\n${'x'.repeat(20)}`, 5)).toBe(CUT_NOTICE));
  it('keeps the last line without a line end', () => expect(tail('aaaa\nbb', 3)).toBe(`${CUT_NOTICE}bb`));
});

describe('plainLine', () => {
  it('drops terminal sequences inside a token, so that the redactor sees it whole', () => {
    expect(plainLine('sk_\u001b[31mtest\u001b[0m\u0007_1\u0000\tx')).toBe('sk_test_1\tx');
  });
});
