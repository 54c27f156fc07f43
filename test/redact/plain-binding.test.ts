import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../src/redact/redactor.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';

const redactor = createRedactor(new SecretRegistry());
/** The text with `#` for each placeholder. */
const shown = (text: string) => redactor.text(text).replaceAll(/\[REDACTED:secret(?::[0-9a-f]{12})?\]/g, '#');

describe('a secret that is bound plainly to its name', () => {
  it.each([
    ['level=info password=Zx9kQ2w user=7', 'level=info password=# user=7'],
    ['first\npassword=Zx9kQ2w\nlast', 'first\npassword=#\nlast'],
    ['first\r\npassword : Zx9kQ2w\r\nlast', 'first\r\npassword : #\r\nlast'],
    ['{"a":1,"token":"Zx9kQ2w","b":2}', '{"a":1,"token":"#","b":2}'],
    [`{'a': 1, 'token': 'Zx9kQ2w', 'b': 2}`, `{'a': 1, 'token': '#', 'b': 2}`],
  ])('goes from %j', (text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  it.each([
    ['the rest of a line', 'at\npassword = Zx9k Q2w7\nend', 'at\npassword = #\nend'],
    ['a value that goes on behind its mark', `{ 'password': 'Zx9''kQ2w7' }`, `{ 'password': '#' }`],
    ['a change', 'at\n  "password": "Zx9kQ2" -> "w7Tv4m"\n', 'at\n  "password": "#" -> "#"\n'],
    ['a value with a sign', 'level=info password=Zx9kQ2w!Tv4 user=7', 'level=info password=# user=7'],
    ['the end of the text', 'level=info password=Zx9kQ2w', 'level=info password=#'],
    ['JSON in JSON', '{"m":"{\\"token\\":\\"Zx9kQ2w\\"}"}', '{"m":"{\\"token\\":\\"#\\"}"}'],
  ])('goes whole where it is not as plain: %s', (_what, text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  it.each([
    'call(\n k2Token=k2Token )',
    'see password=true and token=null now',
    'set token=YOUR_TOKEN_2 here',
    'the pk2 publishable_key=pk_test_51Abc here',
  ])('leaves %j', (text) => {
    expect(shown(text)).toBe(text);
  });
});
