import { randomBytes } from 'node:crypto';

export const MEGABYTE = 1024 * 1024;
const LONGEST_PIECE = 256;

/** A text that a bench redacts again and again, and the secrets that were planted in it. */
export interface BenchText {
  readonly block: Buffer;
  readonly planted: readonly string[];
}

/** A text that is written into its bytes: pieces that wait to be joined would be in the memory that is measured. */
function written(size: number, piece: (number: number) => string): Buffer {
  const bytes = Buffer.allocUnsafeSlow(size + LONGEST_PIECE);
  let length = 0;
  for (let number = 0; length < size; number++) length += bytes.write(piece(number), length, 'latin1');
  return bytes.subarray(0, length);
}

/** Lines that are full of the words token, key and secret, with a secret in one of five hundred. */
function busyLog(): BenchText {
  const planted: string[] = [];
  const block = written(4 * MEGABYTE, (i) => {
    if (i % 500 !== 0)
      return `2026-01-02T03:04:05.678Z level=info msg="token refresh for key ring, secret store ok" token_count=${i} cache key user:${i} secret rotation in ${i}ms key_id=k-${i}\n`;
    const secret = randomBytes(15).toString('hex');
    planted.push(secret);
    return `2026-01-02T03:04:05.678Z level=info msg="login" password=${secret} user=${i}\n`;
  });
  return { block, planted };
}

function quietLog(): BenchText {
  const line = '2026-01-02 INFO gateway answered GET /readyz 200 in 3 ms, request 0123456789\n';
  return { block: Buffer.alloc(50_000 * Buffer.byteLength(line), line), planted: [] };
}

/** Inputs that are made to be slow: no line break, key words without end, quotes that do not close, a span every few bytes. */
const HOSTILE: Readonly<Record<string, string | ((number: number) => string)>> = {
  'one word': 'a',
  'key words': 'token',
  'keys and signs': 'key=',
  'keys and quotes': 'token="',
  schemes: '://',
  addresses: 'x://a:b@',
  'BEGIN lines': '-----BEGIN PRIVATE KEY-----\n',
  'BEGIN lines with a body': '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkq\n',
  'token prefixes': 'sk-',
  'dotted prefixes': '.rt_',
  'base64 of JSON': 'eyJ',
  'base64 with borders': 'eyJhIjoi.',
  backslashes: '\\',
  'keys behind backslashes': '\\\\"key\\\\":\\\\"',
  cookies: 'cookie: path=',
  pairs: '"name":"token","value":',
  flags: ' --token',
  'line breaks': 'token:\n',
  'block scalars': 'token: |\n  a\n',
  commands: 'mysql -u ',
  bearer: 'bearer ',
  authorization: 'authorization: ',
  brackets: 'secret: [',
  placeholders: '[REDACTED:',
  colours: '\x1b[31mtoken',
  percent: '%22token%22%3A%22',
  'ambiguous keys': 'auth: a.b.c.d ',
  blanks: 'token=  ',
  'addresses without borders': '://@',
  'percent signs': '%22%3A',
  'colours between letters': 't\x1b[0mo\x1b[0mk\x1b[0me\x1b[0mn\x1b[0m=',
  'only line breaks': '\n',
  'only carriage returns': 'token=a\r',
  'only signs': '=',
  'base64 of keys': 'LS0tLS1CRUdJTi',
  'heads of tokens': 'eyJhIjoiYiJ9.',
  elements: '<a><password>',
  'standard input': 'echo a | x --b-stdin ',
  'values before names': '"value":"a","name":"token",',
  tables: 'token | ',
  'rows of a statement': "(password) values ('a'),",
  'ends of lists': ') values',
  references: `\${token}`,
  'marks in threes': 'key=""" ',
  'quoted names': 'token" ',
  'signs without a value': '{plain}',
  'tokens of signs': 'eyJabcde=',
  'names of a driver': '@tcp(',
  'client secrets': '_secret_',
  'schemes in a row': 'bearer: ',
  'names in a word': 'token!',
  'lines of a password file': 'a:5432:b:c:d\n',
  'names of webhooks': 'tskey-webhook-=',
  'names behind backslashes': 'chpasswd::\\',
  'headings of codes': 'recovery codes=',
  'heads of statements': '[generated in ',
  'heads of one-time codes': 'bus_auth_otp',
  'commands without a flag': 'put-parameter ',
  'commands without a user': 'curl -u ',
  // No two of these are the same, so that nothing that was judged before can be remembered.
  'names without end': (number) => `${letters(number)}_token `,
  'short secrets': (number) => `key=${letters(number)}\n`,
  'secrets without end': (number) => `token=${letters(number)}${letters(number * 7)} `,
  'quoted secrets without end': (number) => `"token":"${letters(number)}${letters(number * 7)}",`,
  'readable values without end': (number) => `token=\${${letters(number)}}\n`,
  'addresses without end': (number) => `x://a:${letters(number)}@h `,
  'mails without end': (number) => `${letters(number)}@b.fi `,
  'numbers without end': (number) => `1.${number % 256}.${(number >> 8) % 256}.7 `,
  'cookies in one line': (number) =>
    `${number === 0 ? 'cookie: ' : ''}${letters(number)}=${letters(number)}; `,
  'quotes at every depth': (number) => `"token":${'\\'.repeat(number % 8)}"${letters(number)}`,
  'tiny secrets': (number) => `pw=${number % 1000}a `,
  'keys without end': (number) => `${letters(number)}_key: ${letters(number * 7)}\n`,
  'cookies without end': (number) => `cookie: ${letters(number)}=${letters(number)}\n`,
  'tokens without end': (number) =>
    `ghp_${letters(number)}${letters(number * 7)}${letters(number * 11)}0000 `,
};

/** Six letters and digits that no small number shares with another. */
function letters(number: number): string {
  return (((number + 1) * 2_654_435_761) % 2 ** 31).toString(36).padStart(6, 'z');
}

function repeated(unit: string): Buffer {
  return Buffer.from(unit.repeat(Math.ceil(MEGABYTE / unit.length)));
}

/** Lines in UTF-16: they are turned into UTF-8 before anything is looked for. */
function wideText(): Buffer {
  return Buffer.from(`\ufeff${'token: a\n'.repeat(MEGABYTE / 16)}`, 'utf16le');
}

/** Names of the texts, the logs first. */
export const HOSTILE_NAMES: readonly string[] = [...Object.keys(HOSTILE), 'UTF-16'];
export const TEXT_NAMES: readonly string[] = ['busy log', 'quiet log', ...HOSTILE_NAMES];

/**
 * Makes a text.
 * @throws RangeError for a name that is none of {@link TEXT_NAMES}
 */
export function benchText(name: string): BenchText {
  if (name === 'busy log') return busyLog();
  if (name === 'quiet log') return quietLog();
  if (name === 'UTF-16') return { block: wideText(), planted: [] };
  const unit = HOSTILE[name];
  if (unit === undefined) throw new RangeError(name);
  return { block: typeof unit === 'string' ? repeated(unit) : written(2 * MEGABYTE, unit), planted: [] };
}
