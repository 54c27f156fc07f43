import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { findInNames } from '../../src/redact/tracked-names.ts';
import { findInText, textScanner } from '../../src/redact/tracked-text.ts';
import { SHAPES } from './corpus.ts';

const scanner = textScanner();
const STRIPE = SHAPES['stripe live'] ?? '';
/** Random letters that have no shape. */
const RANDOM = STRIPE.slice(-20);
const TOKEN = ['glpat', 'k3TmP0rVbX7nYcD2eF51'].join('-');

function told(text: string | Buffer, path = 'a.txt'): string[] {
  return findInText(scanner, path, Buffer.from(text)).map(
    ({ rule, severity, line }) => `${line} ${severity} ${rule}`,
  );
}
const base64 = (text: string | Buffer) => Buffer.from(text).toString('base64');

describe('what is encoded in a tracked file', () => {
  const text = `# settings of a service\nTOKEN=${TOKEN}\nDB_PASSWORD=${RANDOM}\n`;
  it.each([
    ['base64', base64(text)],
    ['base64 twice', base64(base64(text))],
    ['wrapped base64', base64(text).replace(/.{20}/g, '$&\n')],
    ['gzip in base64', base64(gzipSync(text))],
    ['a release of Helm', base64(base64(gzipSync(text)))],
    ['hex', Buffer.from(text).toString('hex')],
    ['percent signs', `http://host/?state=${encodeURIComponent(text)}`],
  ])('is found in %s, tokens of every provider and passwords', (_way, encoded) => {
    const rules = told(`kept: yes\ndata: ${encoded}\n`);
    expect(rules).toContainEqual(expect.stringMatching(/refuse gitlab-token$/));
    expect(rules).toContainEqual(expect.stringMatching(/warn keyed-value$/));
  });

  it('is found in an address that is all escapes', () => {
    const address = [...`mysql://root:${RANDOM}@10.0.0.4/shop`].map(
      (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
    expect(told(`{"URL":"${address.join('')}"}`)).toContain('1 warn url-credentials');
  });

  it('is found behind the first megabyte', () => {
    const far = `${'a line without anything\n'.repeat(50_000)}data: ${base64(`key ${STRIPE} end`)}\n`;
    expect(told(far)).toEqual(['50001 refuse stripe-key']);
  });

  it.each([
    ['percent signs', (text: string) => encodeURIComponent(text)],
    ['base64 in percent signs', (text: string) => encodeURIComponent(base64(text))],
    ['wrapped base64', (text: string) => base64(text).replace(/.{20}/g, '$&\n')],
  ])('is told with its line in %s', (_way, encode) => {
    const lines = 'a line, and & some "signs" %41 \\n\n'.repeat(400);
    const [found] = findInText(
      scanner,
      'a.txt',
      Buffer.from(`${lines}x=${encode(`<${STRIPE}> ${'+/ '.repeat(9)}`)}\n${lines}`),
    );
    expect(found?.rule).toBe('stripe-key');
    expect(Math.abs((found?.line ?? 0) - 401)).toBeLessThanOrEqual(1);
  });

  it('is nothing where bytes only look like a token', () => {
    const image = Buffer.from(Array.from({ length: 6000 }, (_, i) => (i * i * 31 + i * 7) % 256));
    image.write(`key-${'0123456789abcdef'.repeat(2)}`, 3000);
    expect(told(`<image href="data:image/png;base64,${base64(image)}"/>`)).toEqual([]);
  });
});

describe('the severity of a finding', () => {
  it.each([
    ['a token of a provider', `token: ${TOKEN}`, ['1 refuse gitlab-token']],
    ['the password of an address that is a token', `u https://bo:${STRIPE}@host/x`, ['1 refuse stripe-key']],
    [
      'the secret half of an AWS key',
      `aws_secret_access_key = ${'wq8A/Zt7'.repeat(5)}`,
      ['1 refuse aws-secret-key'],
    ],
    [
      'an old token of npm',
      '//registry.example/:_authToken=5d2f8a14-7c3b-4e9f-a1d0-93b6c2e8f710',
      ['1 warn keyed-value'],
    ],
    [
      'the fallback of a setting',
      `const k = process.env.DB_PASSWORD ?? '${RANDOM}';`,
      ['1 warn keyed-value'],
    ],
    ['the default of a template', `p: {{ db_password | default("${RANDOM}") }}`, ['1 warn keyed-value']],
    ['the default of a call', `DB_PASSWORD = os.environ.get("X", "${RANDOM}")`, ['1 warn keyed-value']],
    ['a UUID that is none', 'token_id: 5d2f8a14-7c3b-4e9f-a1d0-93b6c2e8f710', []],
  ])('tells %s', (_what, text, expected) => {
    expect(told(text)).toEqual(expected);
  });

  it('knows a session of Codex without its name, and a template of one', () => {
    const session = (token: string) =>
      JSON.stringify({ tokens: { id_token: token, access_token: token, refresh_token: token } }, null, 1);
    expect(told(session(`${RANDOM}${RANDOM}`), 'backup.txt')).toContain('3 refuse codex-auth-file');
    expect(told(session('put the token of codex here'), 'auth.json')).toEqual([]);
    const agent = JSON.stringify({ agent_identity: { agent_private_key: base64(RANDOM.repeat(3)) } });
    expect(told(agent, 'auth.json')).toEqual(['1 refuse codex-auth-file']);
  });
});

describe('what manuals and templates hold', () => {
  it.each([
    ['words where a token goes', 'SLACK=xoxb-your-token-goes-here and sk_test_your_key_here'],
    ['the sample keys of Stripe', `curl -u ${['sk_', 'test_4eC39HqLyjWDarjtT1zdp7dc'].join('')}:`],
    ['the sample hook of Slack', `https://hooks.slack.com/services/T00000000/B00000000/${'X'.repeat(24)}`],
    [
      'the sample of a JSON web token',
      `eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.${Buffer.from('{"sub":"1234567890","name":"John Doe"}').toString('base64url')}.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c`,
    ],
    [
      'names of a program',
      'private_key: ed25519.Ed25519PrivateKey\nsignature = decodeBase64url(jws.signature)',
    ],
    ['a variable as a fallback', 'const token = process.env.API_TOKEN ?? defaultApiToken2024FromSettings;'],
    ['a signature of PGP', `-----BEGIN PGP SIGNATURE-----\n${RANDOM}${RANDOM}\n-----END PGP SIGNATURE-----`],
  ])('is no finding: %s', (_what, text) => {
    expect(told(text)).toEqual([]);
  });
});

it('finds a secret in the name of a file, and tells the name without it', () => {
  const paths = ['src/a.ts', `logs/${STRIPE}.txt`, 'task-supervisor-2024.md'];
  const found = findInNames(scanner, paths);
  expect([...found.values()]).toMatchObject([
    { shown: 'logs/(secret).txt', findings: [{ rule: 'stripe-key', severity: 'refuse', line: 1 }] },
  ]);
});
