import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../src/redact/redactor.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';

const redactor = createRedactor(new SecretRegistry());
const SECRET = 'Vq8ZtWm3RkXy6LpD9sTf';
const REFERENCE = `\${token}`;
const HEAD = Buffer.from('{"alg":"HS256","typ":"JWT"}').toString('base64url');

/** Signs that stand in one run without a border, and a text behind them that holds a secret. */
const RUNS: readonly (readonly [string, string, string])[] = [
  ['heads of tokens', 'eyJabcde=', `${HEAD}.${HEAD}.${SECRET}`],
  ['a token in a run', 'eyJabcde=', `\n${HEAD}.${HEAD}.${SECRET}`],
  ['users of a driver', '@tcp(', `bus:${SECRET}@tcp(db:3306)/bus`],
  ['users of a driver with a delimiter', '@tcp(', ` bus:${SECRET}@tcp(db:3306)/bus`],
  ['clients', '_secret_', ` pi_3MtwBwLkdIwHu7ix_secret_${SECRET}`],
  ['names in a word', 'token!', ` password=${SECRET} `],
  ['names and a value in a word', 'token!', `password=${SECRET} `],
  ['references', REFERENCE, ` password=${SECRET} `],
  ['a default', REFERENCE, `\${DB_PASSWORD-${SECRET}} `],
  ['ends of lists', ') values', ` (id, password) values (1, '${SECRET}')`],
  ['names of webhooks', 'tskey-webhook-=', ` webhook=${SECRET} `],
  ['signs of a mask', '::add-mask::', ` ::add-mask::${SECRET} `],
  ['marks in threes', 'key=""" ', `\npassword = """${SECRET}"""\n`],
];

describe('a secret behind signs without end', () => {
  it.each(RUNS)('goes: %s', (_what, sign, text) => {
    for (const times of [1, 2, 37, 400]) {
      const redacted = redactor.text(`${sign.repeat(times)}${text}\nnext line\n`);
      expect(redacted).not.toContain(SECRET);
      expect(redacted).toContain('next line');
    }
  });
});

describe('a text of more secrets than are tagged', () => {
  it('loses every one, and keeps its innocent lines as they are', () => {
    const secrets = Array.from({ length: 6000 }, (_, i) => `Zq${i.toString(36).padStart(4, '0')}7xWv3Rk${i}`);
    const text = secrets.map((secret, i) => `line ${i} is fine\npassword=${secret}\n`).join('');
    const redacted = redactor.text(text);
    for (const secret of secrets) expect(redacted.includes(secret)).toBe(false);
    expect(redacted.match(/^line \d+ is fine$/gm)).toHaveLength(secrets.length);
    expect(redacted.match(/\[REDACTED:secret:[0-9a-f]{12}\]/g)).toHaveLength(4096);
  });
});

describe('two secrets that only their lines give away', () => {
  it.each([
    ['in two lines', '\n'],
    ['in one line', '; '],
  ])('both go: %s', (_what, border) => {
    const login = (value: string) => `echo ${value} | docker login -u bus --password-stdin`;
    const redacted = redactor.text(`${login(SECRET)}${border}${login('Zb9dEf6hIkLm')}${border}true\n`);
    expect(redacted).not.toMatch(new RegExp(`${SECRET}|Zb9dEf6hIkLm`));
  });

  it('go from two lines of a password file', () => {
    const text = `db.example:5432:bus:bus:${SECRET}\ndb2.example:5432:bus:bus:Zb9dEf6hIkLm\n`;
    expect(redactor.text(text)).not.toMatch(new RegExp(`${SECRET}|Zb9dEf6hIkLm`));
  });
});
