import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../src/redact/redactor.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';

const TYPED = ['s3cr3t', 'Pass'].join('');
const WORDS = ['correcthorse', 'battery!'].join('-');
const RANDOM = ['Zk3TmP0rVbX7', 'nYcD2eF51Hq9'].join('');
const redactors = [false, true].map((pseudonymise) => createRedactor(new SecretRegistry(), { pseudonymise }));
const plain = (text: string, pseudonymise = false) =>
  redactors[pseudonymise ? 1 : 0]?.text(text).replace(/\[REDACTED:([a-z-]+)(?::[0-9a-f]{12})?\]/g, '<$1>');

describe('values without a sign of assignment', () => {
  it.each([
    ['Password is: Tr0ub4dor&3', 'Password is: <secret>'],
    ['Your token was: "abc123def"', 'Your token was: "<secret>"'],
    [`AUTH ${TYPED}`, 'AUTH <secret>'],
    [`AUTH default ${TYPED}`, 'AUTH default <secret>'],
    [
      `1339518083.1 [0 127.0.0.1:60866] "AUTH" "${WORDS}"`,
      '1339518083.1 [0 127.0.0.1:60866] "AUTH" "<secret>"',
    ],
    [`GET /portal/${RANDOM}/v1/healthz 200`, 'GET /portal/<capability>/v1/healthz 200'],
    [`POST https://hub.example.com/hooks/${RANDOM}`, 'POST https://hub.example.com/hooks/<capability>'],
    ['DB_PASSWORD=two\\ words next', 'DB_PASSWORD=<secret> next'],
    ['DB_PASSWORD=abc"two words"def', 'DB_PASSWORD=<secret>'],
    [`mysql -u root -p'two words' db`, `mysql -u root -p'<secret>' db`],
  ])('%s', (input, output) => {
    expect(plain(input)).toBe(output);
  });

  it.each([
    'password is: required for login',
    'the password is: invalid',
    'AUTH failed for user bob',
    'AUTH PLAIN LOGIN SCRAM-SHA-256',
    'the AUTH service-2 is ready',
    'GET /portal/local-dev/v1/healthz',
    'GET /share/550e8400-e29b-41d4-a716-446655440000',
    'see /hooks/pre-commit-configuration and /download/bus-setup-2.4.1-linux-amd64',
  ])('leaves %s', (text) => {
    expect(plain(text)).toBe(text);
  });
});

describe('defaults of references', () => {
  const reference = (inner: string) => `\${${inner}}`;
  it.each([
    [`API_TOKEN:-${RANDOM}`, 'API_TOKEN:-<secret>'],
    [`API_TOKEN:-${reference(`B:-${RANDOM}`)}`, `API_TOKEN:-${reference('B:-<secret>')}`],
    [`API_TOKEN-${reference(`B-${RANDOM}`)}`, `API_TOKEN-${reference('B-<secret>')}`],
    [`API_TOKEN:-${reference('B')}`, `API_TOKEN:-${reference('B')}`],
    [`API_TOKEN:-${reference('B:-')}`, `API_TOKEN:-${reference('B:-')}`],
    ['API_TOKEN:?must be set', 'API_TOKEN:?must be set'],
  ])('%s', (input, output) => {
    expect(plain(`X=${reference(input)}/x`)).toBe(`X=${reference(output)}/x`);
  });
});

describe('one-time codes', () => {
  it.each([
    ['{"code":"482913"}', '{"code":"<secret>"}'],
    ['otp=4829', 'otp=<secret>'],
    ['{"exit":{"code":137}}', '{"exit":{"code":137}}'],
    ['status code: 200', 'status code: 200'],
  ])('%s', (input, output) => {
    expect(plain(input)).toBe(output);
  });
});

describe('names of machines', () => {
  it.each([
    ['connect https://jouni.acme-corp.fi:8443/x', 'connect https://<host>:8443/x'],
    ['hostname: jouni-laptop', 'hostname: <host>'],
    ['{"hostname":"jouni-laptop","n":1}', '{"hostname":"<host>","n":1}'],
    ['HOSTNAME=jouni-laptop', 'HOSTNAME=<host>'],
    ['host=db.customer.fi port=5432', 'host=<host> port=5432'],
    ['server_name shop.customer.fi;', 'server_name <host>;'],
  ])('%s', (input, output) => {
    expect(plain(input, true)).toBe(output);
  });

  it.each([
    'https://api.openai.com/v1 https://github.com/x https://docs.example.com/',
    'http://gateway:8080/ http://localhost:1 http://127.0.0.1:5432/x postgres://postgres:5432/bus',
    'host=postgres port=5432 the host is ready, hostname: localhost',
  ])('leaves %s', (text) => {
    expect(plain(text, true)).toBe(text);
  });

  it('go from the place of syslog, and the own one from everywhere', () => {
    expect(plain('Nov 23 05:11:43 jouni-pc sshd[12]: x', true)).toBe('Nov 23 05:11:43 <host> sshd[12]: x');
    const own = createRedactor(new SecretRegistry(), { pseudonymise: true, machine: 'jouni-pc' });
    expect(own.text('at jouni-pc, (JOUNI-PC) not jouni-pcs')).toMatch(
      /^at \[REDACTED:host:(\w+)\], \(\[REDACTED:host:\1\]\) not jouni-pcs$/,
    );
  });

  it('stay without the flag', () => {
    expect(plain('hostname: jouni-laptop at https://db.customer.fi/')).toBe(
      'hostname: jouni-laptop at https://db.customer.fi/',
    );
  });
});
