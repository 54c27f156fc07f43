import { describe, expect, it } from 'vitest';
import { challengeText } from '../../src/evidence/challenge.ts';

describe('a challenge', () => {
  it.each(['blue heron 42', 'päätös ✓ 日本語 12', '12345678', `a'b"c\\d$(e)\`f\`<g>`, 'x'.repeat(200)])(
    'may be %s',
    (text) => {
      expect(challengeText(text)).toBe(text);
    },
  );

  it.each([
    '',
    'short',
    ' leading blank',
    'trailing blank ',
    'two  blanks here',
    'line\nfeed here',
    'escape \u001b[31m',
    'turned \u202eround',
    '\ud800 half a letter',
    'x'.repeat(201),
    `ghp_${'a1B2'.repeat(9)}`,
  ])('may not be %j', (text) => {
    expect(() => challengeText(text)).toThrow(/RN-USAGE/);
  });
});
