import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { glyphsFor } from '../../src/screens/glyphs.ts';
import columnCount from '../../src/terminal/column-count.ts';
import { QuickSegmenter } from '../../src/terminal/quick-segmenter.ts';
import { isSingleCells } from '../../src/terminal/single-cells.ts';

const ALL = Array.from({ length: 0x1_00_00 }, (_, unit) => String.fromCharCode(unit)).filter(isSingleCells);
const TEXTS = [
  '',
  'plain',
  ' bus-setup · S1 Welcome',
  'e\u0301',
  '日本語',
  '👩‍👩‍👧',
  'a\u200db',
  '\r\n',
  '✔\ufe0f',
  '\u001b[1mx\u001b[0m ✔',
  '\u001b]8;;http://x\u0007y',
];

describe('texts of single cells', () => {
  it('have as many columns as string-width counts, each character of them', () => {
    expect(ALL.length).toBeGreaterThan(1_000);
    expect(ALL.filter((character) => stringWidth(character) !== 1)).toEqual([]);
  });

  it('fall into their characters, whichever stand side by side', () => {
    const real = new Intl.Segmenter();
    // Each character is put between two of a kind that joins whatever can be joined.
    for (const text of [
      ALL.join(''),
      ALL.toReversed().join(''),
      ALL.flatMap((each) => [each, each]).join(''),
    ]) {
      expect([...real.segment(text)].length).toBe(text.length);
    }
  });

  it('are what the screens draw', () => {
    const { ascii: _, spinner: __, ...marks } = glyphsFor({ LANG: 'C.UTF-8' }, 'linux');
    expect(Object.values(marks).filter((mark) => !isSingleCells(mark))).toEqual([]);
  });
});

describe.each(TEXTS)('%j', (text) => {
  it('has the columns and the segments that the libraries tell', () => {
    expect(columnCount(text)).toBe(stringWidth(text));
    for (const granularity of ['grapheme', 'word'] as const) {
      const real = new Intl.Segmenter(undefined, { granularity }).segment(text);
      const quick = new QuickSegmenter(undefined, { granularity }).segment(text);
      expect([...quick]).toEqual([...real]);
      for (const index of [-1, 0, 0.5, 1, text.length - 1, text.length]) {
        expect(quick.containing(index)).toEqual(real.containing(index));
      }
    }
  });
});
