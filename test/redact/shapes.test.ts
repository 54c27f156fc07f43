import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../src/redact/redactor.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';
import { CARRIERS, SHAPES } from './corpus.ts';

const redactor = createRedactor(new SecretRegistry());
const KEYS = ['DB_PASSWORD', 'api_key', 'clientSecret', 'access_token', 'X_BUS_INTERNAL_KEY', 'STRIPE_KEY'];
const PASSWORD = ['hT7zQ9pL', 'mX2vK4bW'].join('');

describe.each(Object.entries(CARRIERS))('in %s', (_name, carry) => {
  it.each(Object.entries(SHAPES))('a secret of kind %s goes under an innocent name', (_kind, secret) => {
    const output = redactor.text(carry('note', secret));
    expect(output).not.toContain(secret.slice(-12));
    expect(output).toContain('[REDACTED:');
    expect(redactor.text(output)).toBe(output);
  });

  it.each(KEYS)('a value under %s goes by its name', (key) => {
    const output = redactor.text(carry(key, PASSWORD));
    expect(output).not.toContain(PASSWORD);
    expect(redactor.text(output)).toBe(output);
  });
});

describe('keys with a BEGIN line', () => {
  const body = `${'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj\n'.repeat(6)}dGVzdA==`;
  const labels = [
    'PRIVATE KEY',
    'RSA PRIVATE KEY',
    'EC PRIVATE KEY',
    'OPENSSH PRIVATE KEY',
    'PGP PRIVATE KEY BLOCK',
  ];

  it.each(labels)('%s goes whole', (label) => {
    const output = redactor.text(
      `before\n-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\nafter\n`,
    );
    expect(output).toMatch(/^before\n\[REDACTED:private-key:[0-9a-f]{12}\]\nafter\n$/);
  });

  it('goes from JSON, where its lines are escaped', () => {
    const key = `-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----\n`;
    const output = redactor.text(JSON.stringify({ note: key, next: 'stays' }));
    expect(output).not.toContain('MIIE');
    expect(JSON.parse(output)).toMatchObject({ next: 'stays' });
  });

  it('goes to the end when it has no END', () => {
    expect(redactor.text(`a\n-----BEGIN PRIVATE KEY-----\n${body}`)).toMatch(/^a\n\[REDACTED:private-key\]$/);
  });

  it('goes when it is base64 once more', () => {
    const key = Buffer.from(`-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----\n`).toString(
      'base64',
    );
    expect(redactor.text(`data: ${key}`)).not.toContain(key.slice(40, 80));
  });
});
