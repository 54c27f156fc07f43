import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { createRedactor, type Redactor } from '../../src/redact/redactor.ts';
import { SecretRegistry } from '../../src/redact/secret.ts';
import { ALPHANUMERIC, randomNumbers, randomSecret } from './corpus.ts';

/** Bytes that a stream looks at together, and those of them behind a cut. */
const WINDOW = 512 * 1024;
const LOOKAHEAD = 8 * 1024;

const SECRET = ['Zk3TmP0r', 'VbX7nYcD'].join('');
const KNOWN = ['Vq8Zt Wm', '3RkXy6LpD'].join('');
/** As long as the key of a service account with its certificates. */
const LONG = randomSecret(randomNumbers(29), 12_000, ALPHANUMERIC);
const BODY = `${randomSecret(randomNumbers(31), 64, ALPHANUMERIC)}\n`.repeat(20);

function makeRedactor(): Redactor {
  const registry = new SecretRegistry();
  registry.secret('KNOWN', KNOWN);
  registry.secret('LONG', LONG);
  return createRedactor(registry, { key: new Uint8Array(32).fill(9) });
}

const redactor = makeRedactor();
const streamed = (...chunks: Buffer[]): Promise<Buffer> =>
  buffer(Readable.from(chunks).pipe(redactor.stream()));

/** Pieces of a log whose beginning tells what their end is. */
const PIECES: Readonly<Record<string, string>> = {
  'a key and its value': `db password=${SECRET} end\n`,
  'a value on the next line': `password:\n  ${SECRET}\nnext: 1\n`,
  'a block of YAML': `password: |\n  ${SECRET}\n  ${SECRET}\nnext: 1\n`,
  'JSON over lines': `{\n  "password":\n    "${SECRET}",\n  "next": 1\n}\n`,
  'a name and a value': `- name: DB_PASSWORD\n  value: ${SECRET}\n- name: NEXT\n  value: 1\n`,
  'a header': `authorization: Bearer ${SECRET}${SECRET}\nnext: 1\n`,
  'an address': `see postgres://app:${SECRET}@db:5432/x for it\n`,
  'a private key': `-----BEGIN PRIVATE KEY-----\n${BODY}-----END PRIVATE KEY-----\nnext\n`,
  'a known value': `before ${KNOWN} after\n`,
  'a known value that is wrapped': `before ${KNOWN.slice(0, 8)}\n    ${KNOWN.slice(9)} after\n`,
  'a long known value that is wrapped': `${Buffer.from(LONG).toString('base64').replaceAll(/.{76}/g, '$&\n')}\nnext\n`,
};

const FILLER = 'an ordinary line of a log, 12:30\n';

/** Text of a length, in lines or in one. */
function filler(length: number, lines: boolean): string {
  const unit = lines ? FILLER : 'words of a line 12:30, ';
  return unit.repeat(Math.ceil(length / unit.length)).slice(-length);
}

describe.each(Object.entries(PIECES))('%s across a border', (_name, piece) => {
  /** Some places in the piece: its lines' ends and what is between them. */
  const offsets = new Set(
    [...piece.matchAll(/\n/g)].flatMap(({ index }) => [index, index + 1, index + 3]).slice(0, 9),
  );
  for (let i = 1; i <= 6; i++) offsets.add(Math.floor((piece.length * i) / 7));

  it.each([
    ['lines', true],
    ['one line', false],
  ])('goes as it does in the middle of a window, behind %s', async (_kind, lines) => {
    for (const border of [WINDOW - LOOKAHEAD, WINDOW]) {
      for (const offset of offsets) {
        const before = `${filler(border - offset - 1, lines)}\n`;
        const text = Buffer.from(`${before}${piece}${filler(LOOKAHEAD * 2, lines)}`);
        const output = await streamed(text);
        expect(output.equals(redactor.file('a.log', text).bytes), `at ${offset} of ${border}`).toBe(true);
        for (const secret of [SECRET, KNOWN, LONG, BODY.slice(0, 40)])
          expect(output.includes(secret), `at ${offset} of ${border}`).toBe(false);
      }
    }
  });
});

describe('the end of a value that is longer than a window', () => {
  const letters = randomSecret(randomNumbers(37), 8192, ALPHANUMERIC);
  const body = Buffer.from(letters.repeat(160));
  const lines = Buffer.from(letters.replaceAll(/.{63}/g, '$&\n').repeat(160));
  const indented = Buffer.from(`${letters.slice(0, 61)}\n  `.repeat(20_000));

  it.each([
    ['a quotation mark', '{"password":"', body, '","stays":"yes"}'],
    [
      'a quotation mark behind escaped ones',
      '{"password":"',
      body,
      `${'\\"'.repeat(6)}${'\\\\'.repeat(7)}","stays":"yes"}`,
    ],
    ['the END line', '-----BEGIN PRIVATE KEY-----\n', lines, '\n-----END PRIVATE KEY-----\nstays yes\n'],
    ['a line that is not indented', 'password: |\n  ', indented, '\nstays: yes\n'],
    ['a blank', 'token=', body, ' stays yes\n'],
  ])('is found at any place of a border: %s', async (_name, before, value, after) => {
    const head = Buffer.from(`first\n${before}`);
    for (let shift = 0; shift <= 28; shift++) {
      // The second window holds what was kept of the first, so that its border is a little before the double.
      const length = 2 * WINDOW - 270 - head.length + shift;
      const output = (await streamed(head, value.subarray(0, length), Buffer.from(after))).toString('latin1');
      expect(output.length, `shift ${shift}`).toBeLessThan(200);
      expect(output, `shift ${shift}`).toContain('stays');
    }
  });
});

describe('a stream of pieces', () => {
  it('is not changed by a writer who uses its buffer again', async () => {
    const scratch = Buffer.alloc(16);
    const text = `password=${SECRET} ${'and so on '.repeat(40)}`;
    const chunks = async function* () {
      for (let at = 0; at < text.length; at += scratch.length) {
        const count = scratch.write(text.slice(at, at + scratch.length));
        yield scratch.subarray(0, count);
        scratch.fill(0x78);
      }
    };
    const stream = redactor.stream();
    const output = buffer(stream);
    for await (const chunk of chunks()) {
      stream.write(chunk);
      scratch.fill(0x78);
    }
    stream.end();
    expect((await output).toString()).toBe(redactor.text(text));
  });
});
