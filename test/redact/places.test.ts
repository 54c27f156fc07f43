import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../src/redact/redactor.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';

const redactor = createRedactor(new SecretRegistry());
/** What a tag hides is of no matter here. */
const plain = (text: string) =>
  redactor.text(text).replace(/\[REDACTED:([a-z-]+)(?::[0-9a-f]{12})?\]/g, '<$1>');

describe('addresses', () => {
  it.each([
    [
      'postgres://bus:p@ss#w/o?rd@db:5432/x?sslmode=disable',
      'postgres://bus:<url-password>@db:5432/x?sslmode=disable',
    ],
    ['redis://:s3cretpw@h:6379/0', 'redis://:<url-password>@h:6379/0'],
    ['https://user:pa%20ss@host/path@v1', 'https://user:<url-password>@host/path@v1'],
    ['mongodb+srv://u:pw1234@a.b,c.d/x', 'mongodb+srv://u:<url-password>@a.b,c.d/x'],
    ['user:pa@ss@tcp(db:3306)/x', 'user:<url-password>@tcp(db:3306)/x'],
    ['postgres%3A%2F%2Fbus%3Asecretpw%40db', 'postgres%3A%2F%2Fbus%3A<url-password>%40db'],
    [
      'jdbc:postgresql://h/db?user=u&password=abcd&ssl=true',
      'jdbc:postgresql://h/db?user=u&password=<secret>&ssl=true',
    ],
    [
      'Server=db;User Id=sa;Password=p@ss;word1;Database=x',
      'Server=db;User Id=sa;Password=<secret>;Database=x',
    ],
    ['host=db user=bus password=s3cr3tpw dbname=x', 'host=db user=bus password=<secret> dbname=x'],
  ])('%s', (input, output) => {
    expect(plain(input)).toBe(output);
  });
});

describe('headers and cookies', () => {
  it.each([
    ['Authorization: Bearer abcdefgh12345678', 'Authorization: Bearer <authorization>'],
    ['Authorization: Digest username="bob", response="6629fae4"', 'Authorization: Digest <authorization>'],
    ['authorization: opaque-value', 'authorization: <authorization>'],
    ['{"Authorization": "Token abcdefgh", "x": 1}', '{"Authorization": "Token <authorization>", "x": 1}'],
    ['Cookie: sid=abc123; theme=dark', 'Cookie: sid=<cookie>; theme=<cookie>'],
    [
      'Set-Cookie: session=zzz999; Path=/; HttpOnly; Max-Age=3600',
      'Set-Cookie: session=<cookie>; Path=/; HttpOnly; Max-Age=3600',
    ],
    ['X-Bus-Internal-Key: abcdef', 'X-Bus-Internal-Key: <secret>'],
    [`Stripe-Signature: ${['t=1492774577', 'v1=5257a869e7ecebeda32']}`, 'Stripe-Signature: <secret>'],
    [
      "curl -H 'Cookie: a=b1; c=d2' -H 'Accept: x'",
      "curl -H 'Cookie: a=<cookie>; c=<cookie>' -H 'Accept: x'",
    ],
    [
      '{"set-cookie": ["a=b1; Path=/", "c=d2"], "x": 1}',
      '{"set-cookie": ["a=<cookie>; Path=/", "c=<cookie>"], "x": 1}',
    ],
    ['got Bearer Abcdef123456 from client', 'got Bearer <bearer> from client'],
    ['proxy sent Basic dXNlcjpwYXNzd29yZA== to it', 'proxy sent Basic <basic> to it'],
  ])('%s', (input, output) => {
    expect(plain(input)).toBe(output);
  });
});

describe('commands, statements and lines of the stack', () => {
  it.each([
    ['mysql -u root -pSecretPw1 db', 'mysql -u root -p<secret> db'],
    ['curl -u bob:hunter2222 https://x', 'curl -u bob:<secret> https://x'],
    ["CREATE USER x WITH PASSWORD 'abc123def'", "CREATE USER x WITH PASSWORD '<secret>'"],
    ['PGPASSWORD=abcdef psql -h localhost', 'PGPASSWORD=<secret> psql -h localhost'],
    ['BUS_AUTH_OTP email=a@b.example code=123456', 'BUS_AUTH_OTP email=a@b.example code=<otp>'],
    ['{"otp": 123456, "n": 3}', '{"otp": "<secret>", "n": 3}'],
    [
      '{"tokens": 512, "access_tokens": ["a1b2c3", "d4e5f6"]}',
      '{"tokens": 512, "access_tokens": ["<secret>", "<secret>"]}',
    ],
    ['secret: str = "abcdefgh12"', 'secret: str = "<secret>"'],
    ['password: correct horse battery staple\nnext: 1', 'password: <secret>\nnext: 1'],
    [`note = "${Buffer.from('{"password":"hunter2222"}').toString('base64')}"`, 'note = "<encoded>"'],
  ])('%s', (input, output) => {
    expect(plain(input)).toBe(output);
  });
});
