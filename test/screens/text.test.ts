import { describe, expect, test } from 'vitest';
import { glyphsFor } from '../../src/screens/glyphs.ts';
import { cell, columnsOf, plain, shorten, wrap, wrapVerbatim } from '../../src/screens/text.ts';

const utf8 = glyphsFor({ LANG: 'en_US.UTF-8' }, 'linux');
const ascii = glyphsFor({ LANG: 'C' }, 'linux');

describe('which marks a terminal gets', () => {
  test.each([
    [{ LANG: 'en_US.UTF-8' }, 'linux', false],
    [{ LANG: 'C.utf8' }, 'linux', false],
    [{ LANG: 'en_US.UTF-8', LC_ALL: 'C' }, 'linux', true],
    [{ LANG: 'en_US.UTF-8', LC_ALL: '' }, 'linux', false],
    [{ LC_CTYPE: 'UTF-8', LANG: 'C' }, 'darwin', false],
    [{}, 'linux', true],
    [{}, 'darwin', false],
    [{}, 'win32', false],
  ] as const)('%j on %s: ASCII is %s', (env, platform, expected) => {
    expect(glyphsFor(env, platform).ascii).toBe(expected);
  });
});

describe('a text that is drawn', () => {
  test('loses escapes, control characters and marks that reorder it', () => {
    expect(plain('a\u001b[2Jb\u001b]0;title\u0007c\u0000\u009b31m\u202ed', utf8)).toBe('abc31md');
  });

  test('is one line', () => {
    expect(plain('  first\r\nsecond\tthird ', utf8)).toBe('first second third');
  });

  test('is ASCII where only ASCII may be drawn', () => {
    expect(plain('denied → active … “äö” 漢', ascii)).toBe('denied -> active ... "??" ?');
  });
});

describe('shortening', () => {
  test('keeps the end of a path, by which files of a folder differ', () => {
    expect(cell('volatile/logs/bus-usage-api.log', 20, utf8, 'start')).toBe('…s/bus-usage-api.log');
  });

  test('leaves what fits as it is', () => {
    expect(shorten('gateway', 7, utf8)).toBe('gateway');
  });

  test('ends in an ellipsis of the terminal', () => {
    expect(shorten('gateway-ready', 8, utf8)).toBe('gateway…');
    expect(shorten('gateway-ready', 8, ascii)).toBe('gatewa..');
  });

  test.each([0, 1, 2, 3, 7, 12])('never exceeds %i columns, also with wide characters', (width) => {
    for (const text of ['漢字かな交じり文', '👩‍👩‍👧‍👦 family', 'a'.repeat(40), 'e\u0301'.repeat(20)]) {
      expect(columnsOf(shorten(text, width, utf8))).toBeLessThanOrEqual(width);
      expect(columnsOf(cell(text, width, utf8))).toBe(width);
    }
  });
});

describe('a line of a file', () => {
  test.each([
    ['    "id": 1,', 20, ['    "id": 1,']],
    ['', 20, ['']],
    ['a\tb', 20, ['a       b']],
    ['\t\tb', 20, ['                b']],
    ['  one two  three', 8, ['  one tw', 'o  three']],
    ['a\u001b[2Jb\rc', 8, ['abc']],
  ])('%j keeps its blanks', (line, width, drawn) => {
    expect(wrapVerbatim(line, width, utf8)).toEqual(drawn);
  });
});

describe('wrapping', () => {
  test('breaks between words, and inside a word that is too long', () => {
    expect(wrap('one two three', 8, utf8)).toEqual(['one two', 'three']);
    expect(wrap('abcdefghij', 4, utf8)).toEqual(['abcd', 'efgh', 'ij']);
  });

  test('gives one line for nothing', () => {
    expect(wrap('', 10, utf8)).toEqual(['']);
  });
});
