import { expect, it } from 'vitest';
import { createRedactor } from '../../src/redact/redactor.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';
import { INNOCENT } from './corpus.ts';

const redactor = createRedactor(new SecretRegistry());

it.each(INNOCENT)('stays as it is: %s', (text) => {
  expect(redactor.text(text)).toBe(text);
});

it('keeps every byte of a file without secrets, also those that are not UTF-8', () => {
  const bytes = Buffer.concat([
    Buffer.from('\ufeffline one\r\nline two\rline three\n\x1b[31mred\x1b[0m no newline at the end'),
    Buffer.from([0x20, 0xff, 0xfe, 0xc3, 0x28, 0x80]),
  ]);
  const file = redactor.file('a.log', bytes);
  expect(file.bytes.equals(bytes)).toBe(true);
  expect(file.findings).toEqual([]);
});

it('keeps bytes that are not UTF-8 beside a secret', () => {
  const bytes = Buffer.concat([
    Buffer.from([0xff, 0x80]),
    Buffer.from(' password=hunter2hunter '),
    Buffer.from([0xc3, 0x28]),
  ]);
  const output = redactor.file('a.log', bytes).bytes;
  expect(output.subarray(0, 3).equals(bytes.subarray(0, 3))).toBe(true);
  expect(output.subarray(-3).equals(bytes.subarray(-3))).toBe(true);
  expect(output.includes('hunter')).toBe(false);
});

it.each([
  ["console.log('password:'); log(`Authorization:`);"],
  ['{"cookie": {"import": "./a.js"}, "pgpass": "1.x", "token": "^2.0.1"}'],
  ['PWD=/workspace OLDPWD=/home/bus {"PWD": "/"}'],
  ['use `<token>` as `/<token>/v1` for `<password>@<host>`'],
  ['assertion: the directory identified by `path` is gone; ERR_ASSERTION: Expected'],
])('has key words and no values: %s', (text) => {
  expect(redactor.text(text)).toBe(text);
});
