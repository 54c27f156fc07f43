import { expect, it } from 'vitest';
import { anything } from '../../src/redact/leak-sought.ts';
import {
  withoutBreaks,
  withoutColours,
  withoutEntities,
  withoutEscapes,
  withoutPercent,
} from '../../src/redact/leak-unescape.ts';
import { randomNumbers, randomSecret } from './corpus.ts';

/** What a regular expression over the text makes of it. */
const REWRITES = [
  {
    name: 'percent',
    own: withoutPercent,
    other: (text: string) =>
      text.replace(/%([0-9A-Fa-f]{2})/g, (_all, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      ),
  },
  {
    name: 'breaks',
    own: withoutBreaks,
    other: (text: string) => text.replace(/[\\=]?(?:\r\n|[\r\n])[ \t]*/g, ''),
  },
  {
    name: 'escapes',
    own: withoutEscapes,
    other: (text: string) =>
      /\\[u"\\/nrt]/.test(text)
        ? text.replace(/\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|(.))/g, (_all, long, short, letter) =>
            letter === undefined
              ? Buffer.from(String.fromCharCode(Number.parseInt(long ?? short, 16))).toString('latin1')
              : ({ n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }[letter as string] ?? letter),
          )
        : text,
  },
  {
    name: 'entities',
    own: withoutEntities,
    other: (text: string) =>
      text.replace(/&(?:#x([0-9A-Fa-f]{1,6})|#(\d{1,7})|(amp|lt));/g, (_all, hex, number, name) =>
        name === undefined
          ? Buffer.from(
              String.fromCodePoint(hex === undefined ? Number(number) : Number.parseInt(hex, 16)),
            ).toString('latin1')
          : { amp: '&', lt: '<' }[name as 'amp' | 'lt'],
      ),
  },
  {
    name: 'colours',
    own: withoutColours,
    other: (text: string) => text.replace(/\x1b\[[0-9;]{0,20}[A-Za-z]/g, ''),
  },
];

it.each(REWRITES)('undoes $name as a regular expression does', ({ own, other }) => {
  const random = randomNumbers(3);
  for (let round = 0; round < 3000; round++) {
    const text = randomSecret(random, Math.floor(random() * 30), '%%4a1F \t\r\n=\\"u0x&&##;;\x1b\x1b[[');
    expect(
      (own(Buffer.from(text), anything())?.bytes ?? Buffer.from(text))
        .toString('latin1')
        .replace(/[^\x00-\x7f]+/g, '?'),
    ).toBe(other(text).replace(/[^\x00-\x7f]+/g, '?'));
  }
});

it('keeps what stands near a change, and leaves out what was looked at before it', () => {
  const far = 'x'.repeat(10_000);
  const given = `${far}near%41end${far}%42${far}`;
  const made = withoutPercent(Buffer.from(given), anything())?.bytes.toString() ?? '';
  expect(made).toContain('xnearAendx');
  expect(made).toContain('xBx');
  expect(made.length).toBeLessThan(given.length / 2);
});
