import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { scanBytes } from '../../src/bundle/scan-bytes.ts';
import { leakScan } from '../../src/redact/leak-scan.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';
import { ALPHANUMERIC, randomNumbers, randomSecret } from '../redact/corpus.ts';

/** Bytes that are scanned together. */
const WINDOW = 256 * 1024;
const PLANTED = 'planted-value-4fd1c07b93';

const WORDS = 'planted words, 4fd1c0 & 7b93';

const secrets = new SecretRegistry();
secrets.secret('PLANTED', PLANTED);
secrets.secret('WORDS', WORDS);
const scan = leakScan(secrets);
const rulesIn = async (name: string, bytes: Uint8Array) =>
  (await scanBytes(name, bytes, scan, new AbortController().signal)).map(
    ({ rule, path, offset }) => `${rule} ${path} ${offset}`,
  );

describe('a scan in windows', () => {
  it.each([
    ['as it is', PLANTED, 'a.log'],
    ['in words', WORDS, 'a.log'],
    ['in base64', Buffer.from(`x${PLANTED}`).toString('base64'), 'a.log!base64'],
    ['in hex', Buffer.from(PLANTED).toString('hex'), 'a.log!hex'],
  ])('finds a known value across their borders, %s', async (_name, text, path) => {
    const unit = 'words of a line\n';
    for (const before of [1, 9, text.length - 2]) {
      // Behind the first window, and behind what the first two share.
      for (const border of [WINDOW, WINDOW + 16 * 1024]) {
        const start = border - before;
        const bytes = Buffer.from(unit.repeat(20_000));
        bytes.write(` ${text} `, start - 1, 'latin1');
        const hits = await rulesIn('a.log', bytes);
        expect(
          hits.some((hit) => hit.startsWith(`known-value ${path} `)),
          `${before} of ${border}`,
        ).toBe(true);
      }
    }
  });

  it('unpacks a compressed member whose base64 is longer than a window', async () => {
    const random = randomNumbers(3);
    const noise = randomSecret(random, WINDOW * 2, ALPHANUMERIC);
    const packed = gzipSync(`${noise}\n${PLANTED}\n`).toString('base64');
    expect(packed.length).toBeGreaterThan(WINDOW + 32 * 1024);
    expect(await rulesIn('a.log', Buffer.from(`data: ${packed}\n`))).not.toEqual([]);
  });

  it('looks at the name of a file', async () => {
    expect(await rulesIn(`${PLANTED}.log`, Buffer.from('harmless'))).toEqual(['known-value (file name) 0']);
  });
});
