import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../src/redact/redactor.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';
import { ALPHANUMERIC, randomNumbers, randomSecret } from './corpus.ts';

const ANYTHING = `${ALPHANUMERIC} !"#$%&'()*+,-./:;<=>?@[]^_{|}~\\`;
const random = randomNumbers(7);
const VALUES = Array.from(
  { length: 60 },
  (_, i) =>
    `${randomSecret(random, 1, ALPHANUMERIC)}${randomSecret(random, 9 + (i % 30), i % 2 === 0 ? ALPHANUMERIC : ANYTHING)}${randomSecret(random, 1, ALPHANUMERIC)}`,
);

const hex = (text: string) => Buffer.from(text).toString('hex');
const json = (text: string) => JSON.stringify(text).slice(1, -1);
const ENCODINGS: Readonly<Record<string, (value: string) => string>> = {
  raw: (value) => value,
  json: json,
  'json twice': (value) => json(json(value)),
  'json with unicode escapes': (value) =>
    value.replace(/[\s\S]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
  percent: encodeURIComponent,
  'percent, small letters': (value) =>
    encodeURIComponent(value).replace(/%[0-9A-F]{2}/g, (all) => all.toLowerCase()),
  form: (value) => new URLSearchParams({ x: value }).toString().slice(2),
  html: (value) =>
    value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
  shell: (value) => value.replaceAll("'", "'\\''"),
  hex,
  HEX: (value) => hex(value).toUpperCase(),
  'hex with colons': (value) => hex(value).replace(/..(?=.)/g, '$&:'),
  'wrapped once': (value) => `${value.slice(0, value.length >> 1)}\n    ${value.slice(value.length >> 1)}`,
  'coloured inside': (value) =>
    `${value.slice(0, value.length >> 1)}\x1b[1;31m${value.slice(value.length >> 1)}`,
};

function redactorFor(values: readonly string[]) {
  const registry = new SecretRegistry();
  values.forEach((value, i) => void registry.secret(`V${i}`, value));
  return createRedactor(registry);
}

describe('a known value', () => {
  const redactor = redactorFor(VALUES);

  it.each(Object.entries(ENCODINGS))('goes when it is written as %s', (_name, encode) => {
    for (const value of VALUES) {
      const output = redactor.text(`before ${encode(value)} after`);
      expect(output).toMatch(/^before (?:\$')?\[REDACTED:known:[0-9a-f]{12}\] after$/);
      expect(redactor.text(output)).toBe(output);
    }
  });

  it.each(['base64', 'base64url'] as const)('goes from %s at every alignment', (encoding) => {
    for (const value of VALUES) {
      for (const before of ['', 'a', 'ab', 'abc']) {
        for (const after of ['', 'x', 'xy']) {
          const output = redactor.text(`v=${Buffer.from(`${before}${value}${after}`).toString(encoding)};`);
          expect(output).toContain('[REDACTED:known:');
          const rest = output.replace(/\[REDACTED:[^\]]*\]/g, ' ').split(/[^A-Za-z0-9+/_-]+/);
          for (const part of rest)
            expect(Buffer.from(part, 'base64').toString('latin1')).not.toContain(value.slice(1, -1));
        }
      }
    }
  });

  it('has one tag in every encoding, and another one from another redactor', () => {
    const value = VALUES[1] ?? '';
    const tags = Object.values(ENCODINGS).map(
      (encode) => /:([0-9a-f]{12})\]/.exec(redactor.text(encode(value)))?.[1],
    );
    expect(new Set(tags).size).toBe(1);
    expect(redactorFor(VALUES).text(value)).not.toBe(redactor.text(value));
  });

  it('has the same tag where a key or an address gives it away', () => {
    const value = 'Zk3TmP0rVbX7nYcD';
    const unknowing = createRedactor(new SecretRegistry(), { key: new Uint8Array(32) });
    const knowing = new SecretRegistry();
    knowing.secret('V', value);
    const tag = /:([0-9a-f]{12})\]/.exec(
      createRedactor(knowing, { key: new Uint8Array(32) }).text(value),
    )?.[1];
    expect(unknowing.text(`password: ${value}`)).toContain(`${tag}`);
    expect(unknowing.text(`postgres://u:${value}@h/x`)).toContain(`${tag}`);
    expect(unknowing.text(JSON.stringify({ a: JSON.stringify({ token: value }) }))).toContain(`${tag}`);
  });
});

describe('the registry', () => {
  it('makes a value known as soon as it is registered', () => {
    const registry = new SecretRegistry();
    const redactor = createRedactor(registry);
    expect(redactor.text('x qF7wLm2Zt9Bv y')).toBe('x qF7wLm2Zt9Bv y');
    registry.secret('LATE', 'qF7wLm2Zt9Bv');
    expect(redactor.text('x qF7wLm2Zt9Bv y')).toMatch(/^x \[REDACTED:known:[0-9a-f]{12}\] y$/);
  });

  it('leaves public defaults readable', () => {
    const registry = new SecretRegistry();
    registry.secret('BUS_PORTAL_TOKEN', 'local-development-value', { publicDefault: true });
    expect(createRedactor(registry).text('at local-development-value')).toBe('at local-development-value');
  });

  it('looks for short values as whole words and names those that cannot be looked for', () => {
    const registry = new SecretRegistry();
    registry.secret('OTP', '482913');
    registry.secret('TINY', 'ab');
    registry.secret('WORD', 'password');
    const redactor = createRedactor(registry);
    expect(redactor.text('code 482913, not 14829137')).toBe('code [REDACTED:known], not 14829137');
    expect(redactor.unsearchable()).toEqual(['TINY', 'WORD']);
  });

  it('holds thousands of values', () => {
    const many = Array.from({ length: 3000 }, () => randomSecret(random, 20, ALPHANUMERIC));
    const redactor = redactorFor(many);
    for (const value of many.filter((_, i) => i % 100 === 0))
      expect(redactor.text(`a ${value} b`)).not.toContain(value);
  });
});

it('learns in a first pass what only its key gave away', () => {
  const redactor = createRedactor(new SecretRegistry());
  const learned = ['Zk3TmP0r', 'VbX7nYcD'].join('');
  const trace = Buffer.from(`at connect(db, bus, ${learned})`);
  expect(redactor.file('trace.log', trace).bytes.equals(trace)).toBe(true);
  redactor.learn('app.yaml', Buffer.from(`db:\n  password: ${learned}\n  mode: required\n`));
  redactor.learn('b.yaml', Buffer.from('password: sunflower-candle\nsecret: maintenance\n'));
  expect(redactor.text('at the sunflower-candle in maintenance')).toBe(
    'at the sunflower-candle in maintenance',
  );
  expect(redactor.file('trace.log', trace).bytes.toString()).toMatch(
    /^at connect\(db, bus, \[REDACTED:known:[0-9a-f]{12}\]\)$/,
  );
});
