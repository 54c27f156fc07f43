import { expect, it } from 'vitest';
import { withoutBreaks, withoutEscapes, withoutPercent } from '../../src/redact/leak-unescape.ts';
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
];

it.each(REWRITES)('undoes $name as a regular expression does', ({ own, other }) => {
  const random = randomNumbers(3);
  for (let round = 0; round < 3000; round++) {
    const text = randomSecret(random, Math.floor(random() * 30), '%%4a1F \t\r\n=\\"u0x');
    expect(
      (own(Buffer.from(text)) ?? Buffer.from(text)).toString('latin1').replace(/[^\x00-\x7f]+/g, '?'),
    ).toBe(other(text).replace(/[^\x00-\x7f]+/g, '?'));
  }
});
