import { expect, test } from 'vitest';
import { dotenvEntries } from '../../src/stack/dotenv-lines.ts';

test.each([
  ['plain, spaced and exported', 'A=1\n  B = two words \nexport C=3', ['A=1@1', 'B=two words@2', 'C=3@3']],
  [
    'quotes, comments and Windows line ends',
    `A="x y" # c\r\nB='#no'\r\nC=x#y`,
    ['A=x y@1', 'B=#no@2', 'C=x@3'],
  ],
  [
    'a value of several lines, with something like a key in it',
    `A="1\nB=2\n3"\nC=4`,
    ['A=1\nB=2\n3@1', 'C=4@4'],
  ],
  ['an empty value and a key that stands twice', 'A=\nA=2', ['A=@1', 'A=2@2']],
  ['comments, junk and a byte order mark', '\uFEFFA=1\n# B=2\nnonsense\n=3\n9=4', ['A=1@1']],
  ['a quote that is never closed hides nothing behind it', 'A="x\nB=2', ['A="x@1', 'B=2@2']],
])('%s', (_name, text, expected) => {
  expect(dotenvEntries(text).map(({ key, value, line }) => `${key}=${value}@${line}`)).toEqual(expected);
});
