import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../src/redact/redactor.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';
import { ALPHANUMERIC, randomNumbers, randomSecret } from './corpus.ts';

const VALUE = ['Zk3TmP0r', 'VbX7nYcD'].join('');
const TWO_WORDS = ['Zk3T mP0r', 'VbX7 nYcD'].join('');
const LONG = randomSecret(randomNumbers(17), 400, ALPHANUMERIC);
const BASE32 = ['MFRGGZDF', 'MZTWQ2LK'].join('');

function redactorFor(value: string) {
  const registry = new SecretRegistry();
  registry.secret('PLANTED', value);
  return createRedactor(registry);
}

/** What a terminal, a mail program, an editor or a printer of logs puts into a value that does not fit. */
const BREAKS: Readonly<Record<string, string>> = {
  'a line feed': '\n',
  'a carriage return': '\r',
  both: '\r\n',
  'an empty line': '\n\n',
  'an indented line': '\n        ',
  'a tab': '\r\n\t',
  'a line break of JSON': '\\n',
  'a line break of Windows in JSON': '\\r\\n',
  'an indented line in JSON': '\\n    ',
  'a tab in JSON': '\\r\\n\\t',
  'a line break of JSON in JSON': '\\\\n',
  'the end of a line in a shell': '\\\n',
  'the end of a line in quoted-printable': '=\r\n',
  'a colour': '\x1b[1;31m',
  'the end of a colour': '\x1b[0m',
  'a colour in JSON': '\\u001b[31m',
  'a colour in a string of C': '\\x1b[31m',
  'a colour in a string of a shell': '\\033[0m',
  'a colour in JSON in JSON': '\\\\u001b[31m',
  'the end of a line that is wiped': '\x1b[K',
};

describe('a known value that is broken once', () => {
  const redactor = redactorFor(VALUE);

  it.each(Object.entries(BREAKS))('goes whole with %s at any place', (_name, between) => {
    for (let at = 1; at < VALUE.length; at++) {
      const text = `before <${VALUE.slice(0, at)}${between}${VALUE.slice(at)}> after`;
      expect(redactor.text(text), `at ${at}`).toMatch(/^before <\[REDACTED:known:[0-9a-f]{12}\]> after$/);
    }
  });

  it('goes where it is broken instead of one of its blanks', () => {
    const words = redactorFor(TWO_WORDS);
    for (const between of ['\n', '\r\n', '\n    '])
      for (const { index: at } of TWO_WORDS.matchAll(/ /g)) {
        const text = `before <${TWO_WORDS.slice(0, at)}${between}${TWO_WORDS.slice(at + 1)}> after`;
        expect(words.text(text)).toMatch(/^before <\[REDACTED:known:[0-9a-f]{12}\]> after$/);
      }
  });
});

describe('a long known value', () => {
  const redactor = redactorFor(LONG);

  it.each([
    ['as it is', LONG],
    ['in base64', Buffer.from(LONG).toString('base64')],
    ['in hex', Buffer.from(LONG).toString('hex')],
  ])('goes when it is wrapped %s', (_name, text) => {
    for (const width of [32, 64, 76]) {
      for (const [mark, indent] of [
        ['\n', ''],
        ['\r\n', ''],
        ['\n', '        '],
        ['\\n', ''],
      ] as const) {
        const wrapped = text.replace(new RegExp(`.{${width}}(?=.)`, 'g'), `$&${mark}${indent}`);
        expect(redactor.text(`before\n${indent}${wrapped}\nafter`)).toMatch(
          /^before\n *\[REDACTED:known:[0-9a-f]{12}\]=*\nafter$/,
        );
      }
    }
  });

  it('goes when it is longer than what is looked for of it', () => {
    const endless = randomSecret(randomNumbers(5), 40_000, ALPHANUMERIC);
    const output = redactorFor(endless).text(
      `before ${endless} after ${Buffer.from(endless).toString('hex')}`,
    );
    for (let at = 0; at < 16_000; at += 500) expect(output).not.toContain(endless.slice(at, at + 24));
  });
});

it.each([
  ['hex', ['9f8e7d6c5b4a', '392817'].join('')],
  ['base32', BASE32],
  ['base32 with its end', `${BASE32}MJ======`],
])('a known value in %s goes in either case', (_name, value) => {
  for (const known of [value.toLowerCase(), value.toUpperCase()])
    for (const written of [value.toLowerCase(), value.toUpperCase()])
      expect(redactorFor(known).text(`a ${written} b`)).toMatch(/^a \[REDACTED:known:[0-9a-f]{12}\] b$/);
});

it('leaves ordinary words alone that are registered by mistake, and tells of them', () => {
  const registry = new SecretRegistry();
  for (const word of ['abc', 'gateway', 'true', 'password', 'bus']) registry.secret(word.toUpperCase(), word);
  const redactor = createRedactor(registry);
  const text = 'abc gateway is true, password is set: abcdef, bus';
  expect(redactor.text(text)).toBe(text);
  expect(redactor.unsearchable()).toEqual(['ABC', 'GATEWAY', 'TRUE', 'PASSWORD', 'BUS']);
});
