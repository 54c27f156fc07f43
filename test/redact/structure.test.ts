import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { createRedactor } from '../../src/redact/redactor.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';

const redactor = createRedactor(new SecretRegistry());

function redact(name: string, text: string): string {
  const output = redactor.file(name, Buffer.from(text)).bytes;
  expect(redactor.file(name, output).bytes.equals(output)).toBe(true);
  return output.toString().replace(/\[REDACTED:([a-z-]+)(?::[0-9a-f]{12})?\]/g, '<$1>');
}

describe('JSON', () => {
  it("loses everything of Codex's session file but the mode and the times", () => {
    const session = {
      auth_mode: 'chatgpt',
      OPENAI_API_KEY: null,
      tokens: { id_token: 'aa.bb.cc', access_token: 'dd', refresh_token: 'ee', account_id: 'account-7' },
      last_refresh: '2026-01-02T03:04:05Z',
    };
    expect(JSON.parse(redact('home/.codex/auth.json', JSON.stringify(session, null, 2)))).toEqual({
      ...session,
      tokens: {
        id_token: '<codex>',
        access_token: '<codex>',
        refresh_token: '<codex>',
        account_id: '<codex>',
      },
    });
  });

  it('keeps duplicate keys, long numbers and spaces', () => {
    expect(redact('a.json', '{ "n": 12345678901234567890.10,\n "n":1, "password" : "a\\"b\\u0041c" }')).toBe(
      '{ "n": 12345678901234567890.10,\n "n":1, "password" : "<secret>" }',
    );
  });

  it('reads pairs of name and value in either order, and keys of docker and JWK', () => {
    expect(redact('a.har', '[{"value":"v1","name":"X-Api-Key"},{"name":"Accept","value":"*/*"}]')).toBe(
      '[{"value":"<secret>","name":"X-Api-Key"},{"name":"Accept","value":"*/*"}]',
    );
    expect(redact('key.jwk', '{"kty":"RSA","n":"abc","d":"xyz1","e":"AQAB"}')).toBe(
      '{"kty":"RSA","n":"abc","d":"<secret>","e":"AQAB"}',
    );
    const pair = Buffer.from('bob:hunter2222').toString('base64');
    expect(redact('config.json', `{"auths":{"ghcr.io":{"auth":"${pair}"}}}`)).toBe(
      '{"auths":{"ghcr.io":{"auth":"<secret>"}}}',
    );
  });

  it('falls back to text when it does not parse', () => {
    expect(redact('a.json', '{"password":"abc", "x": ')).toBe('{"password":"<secret>", "x": ');
  });
});

describe('YAML', () => {
  it('replaces scalars of every style and stays YAML', () => {
    const output = redact(
      'compose.yaml',
      [
        'services:',
        '  db: # comment stays',
        '    environment:',
        '      POSTGRES_PASSWORD: two words # c',
        '      LOGIN_OTP: 123456',
        "      API_TOKEN: 'it''s'",
        '      APP_SECRET: >-',
        '        folded',
        '        lines',
        '      SIGNING_KEY: &anchor abc',
        '      TOKEN_COUNT: 7',
        '    list:',
        '      - DB_PASSWORD=abc def ghi',
        '      - {name: X_TOKEN, value: bar}',
        '  flow: {password: abc, url: "postgres://u:pppp@h/x"}',
        'last: 1',
      ].join('\n'),
    );
    expect(parseYaml(output)).toEqual({
      services: {
        db: {
          environment: {
            POSTGRES_PASSWORD: '<secret>',
            LOGIN_OTP: '<secret>',
            API_TOKEN: '<secret>',
            APP_SECRET: '<secret>',
            SIGNING_KEY: '<secret>',
            TOKEN_COUNT: 7,
          },
          list: ['DB_PASSWORD=<secret>', { name: 'X_TOKEN', value: '<secret>' }],
        },
        flow: { password: '<secret>', url: 'postgres://u:<url-password>@h/x' },
      },
      last: 1,
    });
    expect(output).toContain('# comment stays');
  });

  it('empties a Kubernetes secret', () => {
    expect(redact('s.yaml', 'kind: Secret\nmetadata:\n  name: x\ndata:\n  user: YWRtaW4=\n')).toBe(
      'kind: Secret\nmetadata:\n  name: x\ndata:\n  user: "<secret>"\n',
    );
  });
});

describe('files of lines', () => {
  it.each([
    [
      '.env',
      'A=1\nPASSWORD=correct horse # why\nTOKEN="two\nlines"\nTOKEN_COUNT=3\n',
      'A=1\nPASSWORD=<secret> # why\nTOKEN="<secret>"\nTOKEN_COUNT=3\n',
    ],
    ['.env.local', "export SECRET='a b'\r\nX=1\r\n", "export SECRET='<secret>'\r\nX=1\r\n"],
    [
      'a.toml',
      '[db]\npin_otp = 12345\npassword = """x\ny"""\nport = 1\n',
      '[db]\npin_otp = "<secret>"\npassword = """<secret>"""\nport = 1\n',
    ],
    ['my.cnf', '[client]\npassword = two words\nuser = x\n', '[client]\npassword = <secret>\nuser = x\n'],
    [
      '.npmrc',
      '//r.example/:_authToken=abcdef12\nregistry=https://r.example\n',
      '//r.example/:_authToken=<secret>\nregistry=https://r.example\n',
    ],
    [
      '.netrc',
      `machine x login y password ${'z'.repeat(3)}\nmachine b\n`,
      ['machine x login y password <secret>', 'machine b', ''].join('\n'),
    ],
    ['.pgpass', 'h:5432:db:user:pa:ss\n', 'h:5432:db:user:<secret>\n'],
  ])('%s', (name, input, output) => {
    expect(redact(name, input)).toBe(output);
  });
});
