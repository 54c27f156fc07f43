import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { scanForLeaks } from '../../src/redact/leak-scan.ts';
import { createRedactor } from '../../src/redact/redactor.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';
import { CARRIERS, INNOCENT, SHAPES } from './corpus.ts';

const VALUE = 'pq"Z7&v/LmX 2vK4bW';
const registry = new SecretRegistry();
registry.secret('PLANTED', VALUE);

const base64 = (text: string) => Buffer.from(text).toString('base64');
const ENCODINGS: Readonly<Record<string, (text: string) => Buffer>> = {
  raw: (text) => Buffer.from(text),
  json: (text) => Buffer.from(JSON.stringify(text)),
  'json twice': (text) => Buffer.from(JSON.stringify(JSON.stringify(text))),
  percent: (text) => Buffer.from(encodeURIComponent(text)),
  base64: (text) => Buffer.from(base64(text)),
  'base64 behind one byte': (text) => Buffer.from(base64(`x${text}y`)),
  'base64 behind two bytes': (text) => Buffer.from(`data ${base64(`xx${text}`)}`),
  base64url: (text) => Buffer.from(Buffer.from(`??${text}`).toString('base64url')),
  'base64 twice': (text) => Buffer.from(base64(base64(text))),
  'percent of base64': (text) => Buffer.from(encodeURIComponent(base64(`~~${text}`))),
  hex: (text) => Buffer.from(Buffer.from(text).toString('hex')),
  gzip: (text) => gzipSync(`before ${text} after`),
  'gzip and other bytes behind it': (text) => Buffer.concat([gzipSync(text), Buffer.from([1, 2, 3])]),
  'HTML entities, letter by letter': (text) =>
    Buffer.from([...text].map((letter) => `&#x${letter.charCodeAt(0).toString(16)};`).join('')),
  'base64 of gzip': (text) => Buffer.from(gzipSync(text).toString('base64')),
  'utf-16': (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  'utf-16, big-endian': (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
  'wrapped lines': (text) => Buffer.from(`${text.slice(0, 7)}\n   ${text.slice(7)}`),
  colours: (text) => Buffer.from(`${text.slice(0, 7)}\x1b[31m${text.slice(7)}`),
};

describe('the gate', () => {
  it.each(Object.entries(ENCODINGS))('finds a known value in %s', (_name, encode) => {
    const bytes = Buffer.concat([Buffer.from('head\n'), encode(VALUE), Buffer.from('\ntail')]);
    const whole = _name.startsWith('utf-16') || _name.startsWith('gzip') ? encode(VALUE) : bytes;
    const hits = scanForLeaks('logs/a.log', whole, registry);
    expect(hits.some((hit) => hit.rule === 'known-value' && hit.path.startsWith('logs/a.log'))).toBe(true);
    expect(JSON.stringify(hits)).not.toContain(VALUE.slice(6));
  });

  it('says where', () => {
    expect(scanForLeaks('a', Buffer.from(`12345 ${VALUE}`), registry)).toEqual([
      { rule: 'known-value', path: 'a', offset: 6 },
    ]);
    const hits = scanForLeaks('a', Buffer.from(`12345 ${base64(VALUE)}`), registry);
    expect(hits).toContainEqual({ rule: 'known-value', path: 'a!base64', offset: 6 });
  });

  it('scans the name of the file', () => {
    expect(scanForLeaks(`logs/${VALUE}.log`, Buffer.alloc(0), registry)).toHaveLength(1);
  });

  const strong = [
    'stripe live',
    'openai project',
    'github classic',
    'gitlab',
    'aws',
    'jwt',
    'slack webhook',
    'sendgrid',
    'npm',
    'pypi',
    'upcloud',
    'docker',
    'age',
  ];
  it.each(strong)('knows the shape of %s', (kind) => {
    expect(scanForLeaks('a', Buffer.from(`x=${SHAPES[kind]} y`), new SecretRegistry())).not.toEqual([]);
    expect(
      scanForLeaks('a', Buffer.from(`${base64(`note: ${SHAPES[kind]} y`)}`), new SecretRegistry()),
    ).not.toEqual([]);
  });

  it('is silent on innocent text', () => {
    for (const text of INNOCENT) expect(scanForLeaks('a', Buffer.from(text), registry)).toEqual([]);
  });

  it('is silent on what the redactor wrote', () => {
    const redactor = createRedactor(registry);
    for (const carry of Object.values(CARRIERS)) {
      for (const secret of [...Object.values(SHAPES), VALUE]) {
        const { bytes } = redactor.file(
          'a.log',
          Buffer.from(carry('DB_PASSWORD', secret) + carry('note', secret)),
        );
        expect(scanForLeaks('a.log', bytes, registry)).toEqual([]);
      }
    }
  });
});
