import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { plain, shown } from '../../src/proof/plain-text.ts';
import { mdCode, mdText } from '../../src/proof/report/markdown-text.ts';
import { shellWord } from '../../src/proof/shell-word.ts';
import { JsonFaultError, parseStrictJson } from '../../src/proof/strict-json.ts';
import { Secret } from '../../src/redact/secret.ts';

describe('a shown command', () => {
  const nasty = 'it\'s "quoted" `date` $(id) $HOME \\ !bang\nline; rm -rf & | * ? [a] {b,c} ~ #é';

  it.each([
    ['plain', ['http://127.0.0.1:8080/v1']],
    ['nothing', ['']],
    ['everything that a shell knows', [nasty]],
    ['a secret alone', [new Secret('TOKEN', 'x y')]],
    ['a header with a secret', ['authorization: Bearer ', new Secret('TOKEN', 'x "y" $z')]],
    ['a secret that letters follow', [new Secret('TOKEN', 'x'), 'AND_MORE', new Secret('TOKEN', 'y')]],
    ['a secret among nasty text', [nasty, new Secret('TOKEN', nasty), nasty]],
  ])('says to a shell what was sent: %s', (_, parts) => {
    const value = parts.find((part) => part instanceof Secret)?.reveal() ?? '';
    const word = shellWord(parts);
    const said = execFileSync('sh', ['-c', `printf %s ${word}`], { env: { TOKEN: value }, encoding: 'utf8' });
    expect(said).toBe(parts.map((part) => (part instanceof Secret ? value : part)).join(''));
  });

  it('names fresh values wherever they stand, the longest first', () => {
    const variables = [
      { name: 'SHORT', value: 'abc' },
      { name: 'LONG', value: 'abcdef' },
    ];
    expect(shellWord(['{"a":"abcdef","b":"abc"}'], variables)).toBe(
      '"{\\"a\\":\\"$LONG\\",\\"b\\":\\"$SHORT\\"}"',
    );
    expect(shellWord(['http://h/abc/x'], variables)).toBe('"http://h/$SHORT/x"');
    expect(shellWord(['abcx'], variables)).toBe('"$' + '{SHORT}x"');
  });
});

describe('strict JSON', () => {
  it.each([
    '{}',
    '[]',
    '"a"',
    '1',
    'null',
    ' {"a":{"a":1},"b":[{"a":2}]} ',
    '{"__proto__":1}',
    '{"a":"\\":{\\"a\\":"}',
    '{"":"","a":":"}',
  ])('takes %s', (text) => {
    expect(parseStrictJson(text)).toEqual(JSON.parse(text));
  });

  it.each([
    ['{"a":1,"a":1}', 'duplicate-key'],
    ['{"a":1,"\\u0061":2}', 'duplicate-key'],
    ['[{"x":{"a":1,"b":2,"a":3}}]', 'duplicate-key'],
    ['{"__proto__":1,"__proto__":2}', 'duplicate-key'],
    ['{"a":1}x', 'syntax'],
    ['{"a":1},', 'syntax'],
    ['{a:1}', 'syntax'],
    ['', 'syntax'],
    ['NaN', 'syntax'],
    ['['.repeat(70) + ']'.repeat(70), 'depth'],
    ['['.repeat(100_000) + ']'.repeat(100_000), 'depth'],
  ])('refuses %.40s', (text, fault) => {
    expect(() => parseStrictJson(text)).toThrow(
      expect.objectContaining({ name: JsonFaultError.name, fault }),
    );
  });

  it('reads a megabyte of escapes and of keys', () => {
    const escapes = JSON.stringify({ a: '"\\'.repeat(250_000) });
    expect(parseStrictJson(escapes)).toEqual(JSON.parse(escapes));
    const keys = JSON.stringify(Object.fromEntries(Array.from({ length: 60_000 }, (_, n) => [`key${n}`, n])));
    expect(parseStrictJson(keys)).toEqual(JSON.parse(keys));
  });
});

describe('foreign text', () => {
  it('loses what moves a terminal or hides text, and keeps every script', () => {
    expect(plain('a\u0000b\u001b[31mc\u009bd\u202ee\u200bf\u2028g\ud800h')).not.toMatch(
      /[\p{Cc}\p{Cf}\p{Zl}\p{Cs}]/u,
    );
    expect(plain('päätös 日本語 🚀 עברית')).toBe('päätös 日本語 🚀 עברית');
    expect(plain('one\ntwo\tthree')).toBe('one two three');
  });

  it('is cut at a whole character', () => {
    expect(plain('🚀'.repeat(300), 10)).toBe(`${'🚀'.repeat(9)}…`);
    expect(plain('a'.repeat(10), 10)).toBe('a'.repeat(10));
    expect(plain('\u0000'.repeat(100_000), 10)).toBe('…');
  });

  it('is shown as JSON', () => {
    expect(shown({ a: '\u001b' })).toBe('{"a":"\\u001b"}');
    expect(shown(undefined)).toBe('nothing');
  });

  it('stays text in Markdown', () => {
    expect(mdText('<b> [a](b) `c` x_y *z* | http://h user@h')).toBe(
      '&lt;b&gt; \\[a\\](b) \\`c\\` x\\_y \\*z\\* \\| http&#58;//h user&#64;h',
    );
    expect(mdCode('a`b|c')).toBe('``a`b\\|c``');
    expect(mdCode('`')).toBe('`` ` ``');
  });
});
