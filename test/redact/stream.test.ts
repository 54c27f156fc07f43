import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../src/redact/redactor.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';
import { ALPHANUMERIC, CARRIERS, INNOCENT, randomNumbers, randomSecret, SHAPES } from './corpus.ts';

const KNOWN = 'Vq8ZtWm3RkXy6LpD';
const key = new Uint8Array(32).fill(7);

function makeRedactor() {
  const registry = new SecretRegistry();
  registry.secret('KNOWN', KNOWN);
  return createRedactor(registry, { key });
}

function through(input: Buffer, chunks: Iterable<Buffer>): Promise<Buffer> {
  expect(input.length).toBeGreaterThanOrEqual(0);
  return buffer(Readable.from(chunks).pipe(makeRedactor().stream()));
}

function* cut(input: Buffer, size: () => number): Generator<Buffer> {
  for (let at = 0; at < input.length; ) {
    const next = at + Math.max(1, size());
    yield input.subarray(at, next);
    at = next;
  }
}

function* whole(input: Buffer): Generator<Buffer> {
  yield input;
}

/** A log with a secret in many of its lines; every secret is in `planted`. */
function makeLog(bytes: number, seed: number): { log: Buffer; planted: string[] } {
  const random = randomNumbers(seed);
  const carriers = Object.values(CARRIERS);
  const shapes = Object.values(SHAPES);
  const planted: string[] = [];
  const lines: string[] = [];
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  for (let size = 0; size < bytes; size += lines.at(-1)?.length ?? 0) {
    const kind = random();
    if (kind < 0.9) {
      lines.push(`${pick(INNOCENT)} ${randomSecret(random, 12, 'abcdef')}\n`);
    } else if (kind < 0.93) {
      const body = Array.from({ length: 20 }, () => randomSecret(random, 64, ALPHANUMERIC)).join('\n');
      planted.push(body.slice(600, 660));
      lines.push(`-----BEGIN RSA PRIVATE KEY-----\n${body}\n-----END RSA PRIVATE KEY-----\n`);
    } else if (kind < 0.96) {
      const secret = randomSecret(random, 24, ALPHANUMERIC);
      planted.push(secret);
      lines.push(`${pick(carriers)('DB_PASSWORD', secret)}\n`);
    } else {
      lines.push(`${pick(carriers)('note', random() < 0.5 ? KNOWN : pick(shapes))}\n`);
    }
  }
  return {
    log: Buffer.from(lines.join('')),
    planted: [...planted, KNOWN, ...shapes.map((shape) => shape.slice(-12))],
  };
}

describe('a stream', () => {
  it('gives the same bytes for every way of cutting its input, and leaks nothing at a border', async () => {
    const { log, planted } = makeLog(1_100_000, 11);
    const expected = await through(log, whole(log));
    const text = expected.toString('latin1');
    for (const secret of planted) expect(text.includes(secret)).toBe(false);
    const random = randomNumbers(5);
    const ways = [
      () => 64 * 1024,
      () => 4096,
      () => 1 + Math.floor(random() * 3000),
      () => 65_537,
      () => 777,
    ];
    for (const way of ways) expect((await through(log, cut(log, way))).equals(expected)).toBe(true);
  });

  it('gives the same bytes one byte at a time', async () => {
    const { log } = makeLog(20_000, 3);
    expect(
      (
        await through(
          log,
          cut(log, () => 1),
        )
      ).equals(await through(log, whole(log))),
    ).toBe(true);
  });

  it('gives what the whole file gives', async () => {
    const { log } = makeLog(700_000, 23);
    expect((await through(log, whole(log))).equals(makeRedactor().file('a.log', log).bytes)).toBe(true);
  });

  it('finds a secret at every offset around a window border', async () => {
    for (let shift = 0; shift < 40; shift += 3) {
      const secret = SHAPES['stripe live'] ?? '';
      const log = Buffer.from(
        `${'x'.repeat(512 * 1024 - 8192 - 60 + shift * 2)} key=${secret} ${KNOWN} ${'y '.repeat(30_000)}`,
      );
      const output = (
        await through(
          log,
          cut(log, () => 100_000),
        )
      ).toString('latin1');
      expect(output.includes(secret.slice(-10))).toBe(false);
      expect(output.includes(KNOWN)).toBe(false);
    }
  });

  it('drops a value that is longer than any window, and nothing behind it', async () => {
    const long = randomSecret(randomNumbers(1), 1_500_000, ALPHANUMERIC);
    for (const [before, after] of [
      ['{"password":"', '","stays":"yes"}'],
      ['token=', ' stays yes'],
      ['Authorization: Bearer ', '\nstays yes'],
      ['-----BEGIN PRIVATE KEY-----\n', '\n-----END PRIVATE KEY-----\nstays yes'],
      ['ghp_', ' stays yes'],
    ] as const) {
      const log = Buffer.from(`first\n${before}${long}${after}`);
      const output = (
        await through(
          log,
          cut(log, () => 50_000),
        )
      ).toString('latin1');
      expect(output.length).toBeLessThan(400);
      expect(output).toContain('stays');
      expect(output).toContain('first');
    }
  });

  it('replaces a private key without an end up to the end', async () => {
    const log = Buffer.from(
      `a\n-----BEGIN PRIVATE KEY-----\n${`${randomSecret(randomNumbers(2), 64, ALPHANUMERIC)}\n`.repeat(30_000)}`,
    );
    expect(
      (
        await through(
          log,
          cut(log, () => 70_000),
        )
      ).toString(),
    ).toBe('a\n[REDACTED:private-key]');
  });

  it('reads UTF-16 and withholds what is no text', async () => {
    const text = `\ufeffpassword=${KNOWN}x\r\nnext\r\n`;
    const wide = Buffer.from(text, 'utf16le');
    expect(
      (
        await through(
          wide,
          cut(wide, () => 3),
        )
      ).toString(),
    ).toMatch(/^password=\[REDACTED:secret:[0-9a-f]{12}\]\r\nnext\r\n$/);
    const swapped = Buffer.from(wide).swap16();
    expect((await through(swapped, whole(swapped))).toString()).not.toContain(KNOWN);
    const binary = Buffer.from(`ELF\0${KNOWN}`);
    expect(
      (
        await through(
          binary,
          cut(binary, () => 2),
        )
      ).toString(),
    ).toBe('[REDACTED:binary]\n');
    expect((await through(Buffer.alloc(0), [])).length).toBe(0);
  });

  it('redacts its own output to itself', async () => {
    const { log } = makeLog(600_000, 31);
    const once = await through(log, whole(log));
    expect((await through(once, whole(once))).equals(once)).toBe(true);
  });
});
