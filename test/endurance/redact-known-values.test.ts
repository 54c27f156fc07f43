import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createRedactor } from '../../src/redact/redactor.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';
import { ALPHANUMERIC, CARRIERS, randomNumbers, randomSecret } from '../redact/corpus.ts';
import { STACK_INNOCENTS } from '../redact/stack-cases.ts';

const ROUNDS = 400;
/** A line that ends in a name would give the next one a meaning: something stands between them. */
const ONE_LINE = STACK_INNOCENTS.filter(({ file, text }) => file === 'a.log' && !text.includes('\n'));
const ALPHABETS = [ALPHANUMERIC, '0123456789abcdef', `${ALPHANUMERIC}"'\\/&<>+=%$ {}[]:;,#@!`, 'aäöåЖ漢-Z9'];
const latin = (text: string) => Buffer.from(text, 'utf8');

/** Every way of writing a value that the redactor promises to know. */
const ENCODINGS: readonly ((value: string) => string)[] = [
  (value) => value,
  (value) => JSON.stringify(value),
  (value) => JSON.stringify(JSON.stringify(value)),
  (value) => encodeURIComponent(value.toWellFormed()),
  (value) => [...latin(value)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  (value) => [...value].map((letter) => `&#${letter.codePointAt(0)};`).join(''),
  (value) => latin(value).toString('base64'),
  (value) => latin(`x${value}`).toString('base64'),
  (value) => latin(`xy${value}z`).toString('base64url'),
  (value) => latin(value).toString('hex'),
  (value) => latin(value).toString('hex').toUpperCase(),
  (value) => latin(`user:${value}`).toString('base64'),
  (value) => `${value.slice(0, value.length >> 1)}\n   ${value.slice(value.length >> 1)}`,
  (value) => `${value.slice(0, value.length >> 1)}\x1b[31m${value.slice(value.length >> 1)}\x1b[0m`,
  (value) => value.replace(/[&<>"']/g, (sign) => HTML[sign] ?? sign),
];

/** As `html.escape` of Python writes them. */
const HTML: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#x27;',
};

const random = randomNumbers(
  Number.parseInt(createHash('sha256').update('known').digest('hex').slice(0, 7), 16),
);
const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;

function chunked(bytes: Buffer): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const size = 1 + Math.floor(random() ** 3 * 4000);
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return chunks;
}

describe('any registered value, in any encoding, at any position, cut in any way', () => {
  it('is gone, and what is around it stays', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const registry = new SecretRegistry();
      const value = `${randomSecret(random, 10 + Math.floor(random() * 60), pick(ALPHABETS))}q7`;
      registry.secret('PLANTED', value);
      const form = pick(ENCODINGS)(value);
      const before = 'an ordinary line of a log 12:30\n'.repeat(Math.floor(random() * 300));
      const text = Buffer.from(`${before}<${form}>\nand one behind it\n`);
      const output = await buffer(Readable.from(chunked(text)).pipe(createRedactor(registry).stream()));
      expect(output.toString().includes(form), JSON.stringify({ round, form })).toBe(false);
      expect(output.toString()).toMatch(/^[\s\S]*\nand one behind it\n$/);
      expect(output.toString().startsWith(before)).toBe(true);
    }
  });

  it('is gone from every format, which parses as before', () => {
    for (let round = 0; round < ROUNDS; round++) {
      const registry = new SecretRegistry();
      const value = `${randomSecret(random, 12 + Math.floor(random() * 40), ALPHANUMERIC)}q7`;
      registry.secret('PLANTED', value);
      const redactor = createRedactor(registry);
      const [name, carry] = pick(Object.entries(CARRIERS));
      const text = carry(pick(['note', 'DB_PASSWORD', 'x']), value);
      const output = redactor.file('a.log', Buffer.from(text)).bytes.toString();
      expect(output, name).not.toContain(value);
      if (name.includes('json')) expect(readable(text, JSON.parse)).toBe(readable(output, JSON.parse));
      if (name.startsWith('yaml')) expect(readable(text, parse)).toBe(readable(output, parse));
    }
  });

  it('leaves texts without secrets as they are, however they are cut', async () => {
    const redactor = createRedactor(new SecretRegistry());
    for (let round = 0; round < 60; round++) {
      const lines = Array.from({ length: 400 }, () => pick(ONE_LINE).text);
      const text = Buffer.from(`${lines.join(round % 2 === 0 ? '\n--\n' : '\r\n--\r\n')}\n`);
      const output = await buffer(Readable.from(chunked(text)).pipe(redactor.stream()));
      const at = output.findIndex((byte, index) => byte !== text[index]);
      expect(output.equals(text), text.subarray(Math.max(0, at - 80), at + 80).toString()).toBe(true);
    }
  });
});

function readable(text: string, read: (text: string) => unknown): boolean {
  try {
    read(text);
    return true;
  } catch {
    return false;
  }
}
