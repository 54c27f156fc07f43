import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { KeyNameMemo } from '../../src/redact/key-name-memo.ts';
import { classifyKeyName } from '../../src/redact/key-names.ts';
import { randomNumbers } from './corpus.ts';

/** Every word that stands in the judgement of names or in its lists, so that none is asked for that the memo forgets. */
const WORDS = [
  ...new Set(
    ['key-names.ts', 'key-name-words.ts']
      .map((file) => readFileSync(new URL(`../../src/redact/${file}`, import.meta.url), 'utf8'))
      .flatMap((source) => source.match(/[A-Za-z0-9]+/g) ?? [])
      .map((word) => word.toLowerCase()),
  ),
  'zk3f9a',
  '12',
  'v2',
  'userapikey',
  'mydbpwd',
];

describe('the memo of key names', () => {
  it('says of every name what its words say, whatever names it was asked for before', () => {
    const random = randomNumbers(3);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
    const memo = new KeyNameMemo();
    for (let i = 0; i < 60_000; i++) {
      const isCamel = random() < 0.3;
      const words = Array.from({ length: 1 + Math.floor(random() * 4) }, () =>
        random() < 0.1 ? `${pick(WORDS)}password` : pick(WORDS),
      );
      const shaped = isCamel ? words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)) : words;
      const joined = shaped.reduce(
        (name, word) => name + (isCamel ? '' : pick(['_', '-', '.', '__'])) + word,
      );
      const signed = `${random() < 0.1 ? '--' : ''}${joined}${random() < 0.1 ? '.' : ''}`;
      const name = random() < 0.2 ? signed.toUpperCase() : signed;
      const bytes = Buffer.from(`<${name}>`);
      const found = memo.classOf(bytes, 1, bytes.length - 1);
      if (found !== classifyKeyName(name))
        expect(`${name}: ${found}`).toBe(`${name}: ${classifyKeyName(name)}`);
    }
  });

  it('judges a name of many words and an empty one', () => {
    const memo = new KeyNameMemo();
    const name = Buffer.from('a_b_c_d_e_f_g_token');
    expect(memo.classOf(name, 0, name.length)).toBe('secret');
    expect(memo.classOf(name, 1, 2)).toBe('innocent');
  });
});
