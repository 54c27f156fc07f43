import { randomBytes } from 'node:crypto';

export const MEGABYTE = 1024 * 1024;

/** A text that a bench redacts again and again, and the secrets that were planted in it. */
export interface BenchText {
  readonly block: Buffer;
  readonly planted: readonly string[];
}

/** Lines that are full of the words token, key and secret, with a secret in one of five hundred. */
function busyLog(): BenchText {
  const planted: string[] = [];
  const lines: string[] = [];
  let size = 0;
  for (let i = 0; size < 4 * MEGABYTE; i++) {
    const secret = randomBytes(15).toString('hex');
    if (i % 500 === 0) planted.push(secret);
    const line =
      i % 500 === 0
        ? `2026-01-02T03:04:05.678Z level=info msg="login" password=${secret} user=${i}\n`
        : `2026-01-02T03:04:05.678Z level=info msg="token refresh for key ring, secret store ok" token_count=${i} cache key user:${i} secret rotation in ${i}ms key_id=k-${i}\n`;
    lines.push(line);
    size += line.length;
  }
  return { block: Buffer.from(lines.join('')), planted };
}

function quietLog(): BenchText {
  const line = '2026-01-02 INFO gateway answered GET /readyz 200 in 3 ms, request 0123456789\n';
  return { block: Buffer.from(line.repeat(50_000)), planted: [] };
}

/** Inputs that are made to be slow: no line break, key words without end, quotes that do not close, a span every few bytes. */
const HOSTILE: Readonly<Record<string, string>> = {
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
};

/** Names of the texts, the logs first. */
export const TEXT_NAMES: readonly string[] = ['busy log', 'quiet log', ...Object.keys(HOSTILE)];
export const HOSTILE_NAMES: readonly string[] = Object.keys(HOSTILE);

/**
 * Makes a text.
 * @throws RangeError for a name that is none of {@link TEXT_NAMES}
 */
export function benchText(name: string): BenchText {
  if (name === 'busy log') return busyLog();
  if (name === 'quiet log') return quietLog();
  const unit = HOSTILE[name];
  if (unit === undefined) throw new RangeError(name);
  return { block: Buffer.from(unit.repeat(Math.ceil(MEGABYTE / unit.length))), planted: [] };
}
