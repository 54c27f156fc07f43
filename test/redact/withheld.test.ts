import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../src/redact/redactor.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';

const KNOWN = ['Vq8ZtWm3', 'RkXy6LpD'].join('');
const registry = new SecretRegistry();
registry.secret('KNOWN', KNOWN);
const redactor = createRedactor(registry);
const streamed = (bytes: Buffer): Promise<Buffer> => buffer(Readable.from([bytes]).pipe(redactor.stream()));

/** How the formats of archives begin, each with letters behind it that are a text. */
const ARCHIVES: Readonly<Record<string, readonly number[]>> = {
  gzip: [0x1f, 0x8b],
  zip: [0x50, 0x4b, 0x03, 0x04],
  zstd: [0x28, 0xb5, 0x2f, 0xfd],
  xz: [0xfd, 0x37, 0x7a, 0x58, 0x5a],
  'bzip2, fast': [0x42, 0x5a, 0x68, 0x31],
  'bzip2, best': [0x42, 0x5a, 0x68, 0x39],
  '7z': [0x37, 0x7a, 0xbc, 0xaf],
};

describe('what is no text', () => {
  it.each(Object.entries(ARCHIVES))('an archive is withheld: %s', async (_name, magic) => {
    const bytes = Buffer.concat([Buffer.from(magic), Buffer.from(`letters ${KNOWN}\n`)]);
    expect(redactor.file('a.bin', bytes)).toMatchObject({ withheld: { rule: 'archive-content' } });
    expect(redactor.file('a.bin', bytes).bytes).toHaveLength(0);
    expect((await streamed(bytes)).toString()).toBe('[REDACTED:archive]\n');
  });

  it('a file is withheld for one zero in its first 8 KiB, wherever it stands', async () => {
    for (const at of [0, 1, 100, 8191]) {
      const bytes = Buffer.from(`letters ${KNOWN}\n`.repeat(1000));
      bytes[at] = 0;
      expect(redactor.file('a.bin', bytes)).toMatchObject({ withheld: { rule: 'binary-content' } });
      expect((await streamed(bytes)).toString()).toBe('[REDACTED:binary]\n');
    }
  });

  it('a zero behind them hides nothing', async () => {
    const bytes = Buffer.from(`${`an ordinary line\n`.repeat(1000)}\0${KNOWN}\0 end`);
    for (const output of [redactor.file('a.log', bytes).bytes, await streamed(bytes)]) {
      expect(output.includes(KNOWN)).toBe(false);
      expect(output.toString('latin1')).toMatch(/\0\[REDACTED:known:[0-9a-f]{12}\]\0 end$/);
    }
  });

  it('a file on which redaction fails is withheld, and named with its rule', () => {
    class Broken extends SecretRegistry {
      override get revision(): number {
        throw new Error(`cannot read ${KNOWN}`);
      }
    }
    const broken = createRedactor(new Broken());
    expect(broken.file('a.log', Buffer.from(`letters ${KNOWN}`))).toEqual({
      bytes: Buffer.alloc(0),
      findings: [],
      withheld: { rule: 'redaction-failed' },
    });
  });
});

describe('text', () => {
  it.each([
    ['UTF-16, little end first', Buffer.from(`\ufeffnote ä ${KNOWN}\r\nnext\r\n`, 'utf16le')],
    ['UTF-16, big end first', Buffer.from(`\ufeffnote ä ${KNOWN}\r\nnext\r\n`, 'utf16le').swap16()],
  ])('in %s comes out in UTF-8', async (_name, bytes) => {
    for (const output of [redactor.file('a.log', bytes).bytes, await streamed(bytes)])
      expect(output.toString()).toMatch(/^note ä \[REDACTED:known:[0-9a-f]{12}\]\r\nnext\r\n$/);
  });

  it.each([
    ['a byte order mark', Buffer.from('\ufeff'), Buffer.from('\nnext\n')],
    ['lone carriage returns', Buffer.from('one\rtwo\r'), Buffer.from('\rthree')],
    ['CRLF and no final line end', Buffer.from('one\r\n'), Buffer.from('\r\ntwo')],
    ['bytes that are no UTF-8', Buffer.from([0xff, 0xc3, 0x20, 0xe2, 0x82]), Buffer.from([0x20, 0x80, 0xf0])],
    ['ANSI colours', Buffer.from('\x1b[1;31m'), Buffer.from('\x1b[0m')],
  ])('keeps %s around a secret byte for byte', async (_name, before, after) => {
    const bytes = Buffer.concat([before, Buffer.from(KNOWN), after]);
    for (const output of [redactor.file('a.log', bytes).bytes, await streamed(bytes)]) {
      expect(output.subarray(0, before.length).equals(before)).toBe(true);
      expect(output.subarray(-after.length).equals(after)).toBe(true);
      expect(output.toString('latin1', before.length, output.length - after.length)).toMatch(
        /^\[REDACTED:known:[0-9a-f]{12}\]$/,
      );
    }
  });
});
