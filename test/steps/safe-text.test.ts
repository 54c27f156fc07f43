import { describe, expect, it } from 'vitest';
import { boundedText, LONGEST_TEXT, mapStrings, safeText } from '../../src/steps/safe-text.ts';

describe('safeText', () => {
  it('removes terminal escapes whole, not only their first byte', () => {
    expect(safeText('a\u001b[31mred\u001b[0m b')).toBe('ared b');
    expect(safeText('x\u001b]0;title\u0007y\u001b]8;;http://evil\u001b\\z')).toBe('xyz');
  });

  it('joins a token that an escape cuts in two, so that the redactor sees it', () => {
    expect(safeText('to\u001b[1mken')).toBe('token');
  });

  it('removes control characters and marks that reorder text, and keeps tab and newline', () => {
    expect(safeText('a\u0000b\u0007c\rd\te\nf\u202eg\u009bh')).toBe('abcd\te\nfgh');
  });

  it('gives an innocent text back as it is', () => {
    const text = 'Täsmälleen – 14 of 16 ✔';
    expect(safeText(text)).toBe(text);
  });

  it('repairs half a surrogate pair', () => {
    expect(safeText('a\ud800b').isWellFormed()).toBe(true);
  });

  it('stays linear on a text made of openings', () => {
    expect(safeText('\u001b]'.repeat(200_000)).includes('\u001b')).toBe(false);
  });
});

describe('boundedText', () => {
  it('cuts what is longer than the limit and says so', () => {
    expect(boundedText('x'.repeat(LONGEST_TEXT))).toHaveLength(LONGEST_TEXT);
    expect(boundedText('x'.repeat(LONGEST_TEXT + 1))).toMatch(/x…$/);
    expect(boundedText('x'.repeat(LONGEST_TEXT + 1))).toHaveLength(LONGEST_TEXT);
  });
});

describe('mapStrings', () => {
  it('reaches every string value and leaves keys, numbers and null alone', () => {
    const value = { a: 'x', b: [1, 'y', { c: 'z', d: null }], e: true };
    expect(mapStrings(value, (text) => text.toUpperCase())).toEqual({
      a: 'X',
      b: [1, 'Y', { c: 'Z', d: null }],
      e: true,
    });
  });
});
