import { randomBytes } from 'node:crypto';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';
import { createRedactor } from '../../src/redact/redactor.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';

/**
 * Throughput and memory of the redactor. Run with `node bench/redact/throughput.ts [megabytes]`.
 * One JSON line a measurement: name, megabytes a second, resident megabytes, and how many planted secrets are left.
 */

const MEGABYTE = 1024 * 1024;
const CHUNK = 64 * 1024;
const megabytes = Number(process.argv[2] ?? 64);

interface Log {
  readonly block: Buffer;
  readonly planted: readonly string[];
}

/** Lines that are full of the words token, key and secret, with a secret in one of five hundred. */
function busyLog(): Log {
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

/** Inputs that are made to be slow: no line break, key words without end, quotes that do not close. */
const HOSTILE: Readonly<Record<string, string>> = {
  'hostile: one word': 'a',
  'hostile: key words': 'token',
  'hostile: keys and signs': 'key=',
  'hostile: keys and quotes': 'token="',
  'hostile: schemes': '://',
  'hostile: addresses': 'x://a:b@',
  'hostile: BEGIN lines': '-----BEGIN PRIVATE KEY-----\n',
  'hostile: BEGIN lines with a body': '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkq\n',
  'hostile: token prefixes': 'sk-',
  'hostile: dotted prefixes': '.rt_',
  'hostile: base64 of JSON': 'eyJ',
  'hostile: base64 with borders': 'eyJhIjoi.',
  'hostile: backslashes': '\\',
  'hostile: keys behind backslashes': '\\\\"key\\\\":\\\\"',
  'hostile: cookies': 'cookie: path=',
  'hostile: pairs': '"name":"token","value":',
  'hostile: flags': ' --token',
  'hostile: line breaks': 'token:\n',
  'hostile: block scalars': 'token: |\n  a\n',
  'hostile: commands': 'mysql -u ',
  'hostile: bearer': 'bearer ',
  'hostile: authorization': 'authorization: ',
  'hostile: brackets': 'secret: [',
  'hostile: placeholders': '[REDACTED:',
  'hostile: colours': '\x1b[31mtoken',
  'hostile: percent': '%22token%22%3A%22',
  'hostile: ambiguous keys': 'auth: a.b.c.d ',
  'hostile: blanks': 'token=  ',
};

async function measure(
  name: string,
  block: Buffer,
  size: number,
  secrets: readonly string[],
  known: number,
): Promise<void> {
  const registry = new SecretRegistry();
  for (let i = 0; i < known; i++) registry.secret(`S${i}`, randomBytes(18).toString('base64'));
  const redactor = createRedactor(registry);
  let left = 0;
  let written = 0;
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written += chunk.length;
      for (const secret of secrets.length > 0 && written < block.length ? secrets : [])
        if (chunk.includes(secret)) left++;
      done();
    },
  });
  const start = performance.now();
  const cpu = process.cpuUsage();
  let peak = 0;
  await pipeline(
    function* chunks() {
      for (let sent = 0; sent < size; ) {
        const at = sent % block.length;
        const chunk = block.subarray(at, Math.min(at + CHUNK, block.length));
        sent += chunk.length;
        if (sent % (8 * MEGABYTE) < CHUNK) peak = Math.max(peak, process.memoryUsage.rss());
        yield chunk;
      }
    },
    redactor.stream(),
    sink,
  );
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const result = {
    name,
    megabytesPerSecond: Math.round((size / MEGABYTE / seconds) * 10) / 10,
    // What one undisturbed core would do: other programs on the machine do not count.
    megabytesPerCpuSecond: Math.round((size / MEGABYTE / ((user + system) / 1e6)) * 10) / 10,
    residentMegabytes: Math.round(Math.max(peak, process.memoryUsage.rss()) / MEGABYTE),
    planted: secrets.length,
    left,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

/** What compression does with the same bytes on the same core: figures of a busy machine are to be read against it. */
function measureGzip(block: Buffer): void {
  const cpu = process.cpuUsage();
  gzipSync(block, { level: 6 });
  const { user, system } = process.cpuUsage(cpu);
  const megabytesPerCpuSecond = Math.round((block.length / MEGABYTE / ((user + system) / 1e6)) * 10) / 10;
  process.stdout.write(`${JSON.stringify({ name: 'reference: gzip level 6', megabytesPerCpuSecond })}\n`);
}

const log = busyLog();
measureGzip(Buffer.concat([log.block, log.block]));
const quiet = Buffer.from(
  '2026-01-02 INFO gateway answered GET /readyz 200 in 3 ms, request 0123456789\n'.repeat(50_000),
);
await measure('busy log', log.block, megabytes * MEGABYTE, log.planted, 0);
await measure('busy log, 200 known values', log.block, megabytes * MEGABYTE, log.planted, 200);
await measure('quiet log', quiet, megabytes * MEGABYTE, [], 0);
for (const [name, unit] of Object.entries(HOSTILE)) {
  await measure(name, Buffer.from(unit.repeat(Math.ceil(MEGABYTE / unit.length))), 4 * MEGABYTE, [], 0);
}

const redactor = createRedactor(new SecretRegistry());
const count = 400_000;
const start = performance.now();
for (let i = 0; i < count; i++)
  redactor.text(`step proof: check token-boundaries finished with PASS after ${i} ms`);
const perSecond = Math.round(count / ((performance.now() - start) / 1000));
process.stdout.write(`${JSON.stringify({ name: 'short strings', perSecond })}\n`);
