import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../src/redact/redactor.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';
import { SHAPES } from './corpus.ts';

const redactor = createRedactor(new SecretRegistry());

describe('text', () => {
  it('gives the same string when nothing changes', () => {
    const text = 'gateway is ready';
    expect(redactor.text(text)).toBe(text);
  });

  it('keeps letters of every script beside a secret', () => {
    expect(redactor.text('salasana äöå: password=hunter2hunter — 終わり 🙂')).toMatch(
      /^salasana äöå: password=\[REDACTED:secret:\w+\] — 終わり 🙂$/,
    );
  });

  it('remembers nothing of a longer text before', () => {
    redactor.text(`${' '.repeat(30)}password=hunter2hunter`);
    expect(redactor.text('the token')).toBe('the token');
    expect(redactor.text('a password')).toBe('a password');
  });
});

describe('value', () => {
  it('copies and leaves the original alone', () => {
    const input = { a: [1, 'x', null], b: { c: true } };
    const output = redactor.value(input);
    expect(output).toEqual(input);
    expect(output).not.toBe(input);
    expect(output.a).not.toBe(input.a);
  });

  it('replaces what stands under a secret key, in lists too', () => {
    const output = redactor.value({
      password: 'short',
      api_keys: ['a1b2c3d4', 'e5f6a7b8'],
      otp: 123456,
      token_count: 123456,
      token: null,
      DATABASE_URL: 'postgres://u:secretpw@h/x',
      nested: [{ Authorization: 'Bearer abc.def' }, { note: SHAPES.aws }],
      portal_token: 'local-dev',
    });
    expect(JSON.stringify(output).replace(/:[0-9a-f]{12}\]/g, ']')).toBe(
      JSON.stringify({
        password: '[REDACTED:secret]',
        api_keys: ['[REDACTED:secret]', '[REDACTED:secret]'],
        otp: '[REDACTED:secret]',
        token_count: 123456,
        token: null,
        DATABASE_URL: 'postgres://u:[REDACTED:url-password]@h/x',
        nested: [{ Authorization: '[REDACTED:secret]' }, { note: '[REDACTED:aws]' }],
        portal_token: 'local-dev',
      }),
    );
  });

  it('replaces secrets in names, too', () => {
    const output = redactor.value({ [`key ${SHAPES.npm}`]: { [SHAPES.aws ?? '']: 1 } });
    expect(JSON.stringify(output).replace(/:[0-9a-f]{12}\]/g, ']')).toBe(
      JSON.stringify({ 'key [REDACTED:npm]': { '[REDACTED:aws]': 1 } }),
    );
  });

  it('prints a Secret by its name', () => {
    const secret = new SecretRegistry().secret('API', 'abcdefgh12345678');
    expect(redactor.value({ header: secret })).toEqual({ header: '[secret API]' });
  });
});

describe('file', () => {
  it('says where its placeholders are, and nothing of the values', () => {
    const file = redactor.file('a.log', Buffer.from(`one\ntwo password=hunter2hunter end\n${SHAPES.npm}\n`));
    const lines = file.bytes.toString().split('\n');
    expect(file.findings.map(({ rule, kind, lengthBucket }) => [rule, kind, lengthBucket])).toEqual([
      ['keyed-value', 'secret', '8-15'],
      ['npm-token', 'npm', '32-63'],
    ]);
    for (const { line, column, kind } of file.findings) {
      expect(lines[line - 1]?.slice(column - 1)).toMatch(new RegExp(`^\\[REDACTED:${kind}:`));
    }
  });

  it('withholds binary files and archives', () => {
    expect(redactor.file('a', Buffer.from([1, 0, 2]))).toMatchObject({
      withheld: { rule: 'binary-content' },
      findings: [],
    });
    expect(redactor.file('a.gz', Buffer.from([0x1f, 0x8b, 8, 1]))).toMatchObject({
      withheld: { rule: 'archive-content' },
    });
    expect(redactor.file('a', Buffer.from([1, 0, 2])).bytes.length).toBe(0);
  });
});

describe('personal data', () => {
  const tagging = createRedactor(new SecretRegistry(), { pseudonymise: true });

  it('goes only when asked, and the same is the same', () => {
    const text = 'anna@corp.fi from 93.184.216.34 and ANNA@corp.fi via 2a01:4f8:c2c:123f::1';
    expect(redactor.text(text)).toBe(text);
    const output = tagging.text(text);
    const tags = [...output.matchAll(/\[REDACTED:email:(\w+)\]/g)].map((match) => match[1]);
    expect(tags).toHaveLength(2);
    expect(tags[0]).toBe(tags[1]);
    expect(output.match(/\[REDACTED:ip:\w+\]/g)).toHaveLength(2);
  });

  it('leaves addresses that name nobody', () => {
    const text =
      'bus-auth@example.invalid 127.0.0.1:8080 10.0.0.7 ::1 v1.2.3.4 2026-01-02T03:04:05.678Z golang:1.26.3';
    expect(tagging.text(text)).toBe(text);
  });
});

it('names its rules', () => {
  expect(redactor.ruleset.digest).toMatch(/^[0-9a-f]{64}$/);
  expect(createRedactor(new SecretRegistry()).ruleset).toEqual(redactor.ruleset);
});
